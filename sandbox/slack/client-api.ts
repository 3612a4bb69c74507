/**
 * What the sandbox's page and its Slack-like server say to each other, over HTTP on one loopback address. Slack has no
 * such interface: it stands for what Slack's own clients do.
 *
 * `GET  /client/state?as=<user id>`  → `ClientState`, what this person sees
 * `GET  /client/events?as=<user id>` → server-sent events; each `data: changed` says that the state has moved
 * `POST /client/command`  `ClientCommand`  · `POST /client/message` `ClientMessage`
 * `POST /client/action`   `ClientAction`   · `POST /client/options` `ClientOptions` → `{ options, option_groups }`
 * `POST /client/submit`   `ClientSubmit` → `SubmitResult` · `POST /client/close` `ClientClose`
 * `GET  /client/file/<file id>?as=<user id>` → the file's bytes, as an attachment
 *
 * A POST answers 200 with `{ ok: true }`, or `{ ok: false, error: "a sentence" }`: what Slack's client would show
 * (for example when the app did not acknowledge within 3 s).
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A Block Kit block, as the app sent it. */
export type Block = { type: string; block_id?: string } & { [key: string]: Json | undefined };

export interface Person {
  id: string;
  name: string;
  realName: string;
  /** What they are here for, for example "on-call engineer". */
  title: string;
  isBot: boolean;
  isGuest: boolean;
  /** The initials and colour of the avatar that the page draws. */
  avatar: { initials: string; color: string };
}

export interface Channel {
  id: string;
  name: string;
  /** A direct conversation between the person and the app; `name` is then the app's name. */
  isDirect: boolean;
  topic: string;
  /** Is the app a member? Where it is not, posts are refused with `not_in_channel`. */
  hasApp: boolean;
}

export interface SharedFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
}

export interface Message {
  channel: string;
  ts: string;
  threadTs?: string;
  /** An answer in a thread that stands in the channel as well. */
  isBroadcast?: boolean;
  user: string;
  text: string;
  blocks?: Block[];
  files?: SharedFile[];
  /** Only one person sees it; it is gone after a restart, as in Slack. */
  isEphemeral: boolean;
  isEdited: boolean;
}

export interface View {
  id: string;
  callbackId: string;
  title: string;
  submit?: string;
  close: string;
  blocks: Block[];
}

export interface ClientState {
  team: { id: string; name: string };
  me: Person;
  people: Person[];
  userGroups: { id: string; handle: string; name: string; users: string[] }[];
  channels: Channel[];
  /** In the order of their `ts`. */
  messages: Message[];
  /** This person's open modals, the topmost last. */
  views: View[];
  /** The slash commands that the composer offers, from the manifest. */
  commands: { command: string; description: string; usageHint: string }[];
}

export interface ClientCommand {
  as: string;
  channel: string;
  /** The whole line, for example `/alooma pause orders_db`. */
  text: string;
}

export interface ClientMessage {
  as: string;
  channel: string;
  text: string;
  threadTs?: string;
}

/** A click or a choice. `element` is the element as the app sent it; the server looks it up by its ids and checks. */
export interface ClientAction {
  as: string;
  container: { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };
  blockId: string;
  actionId: string;
  /** For selects, the chosen option; for pickers and inputs, the value. Absent for buttons. */
  value?: Json;
  /** The values of the inputs in the container, block id → action id → value, as Slack's `state.values`. */
  state?: ViewState;
}

export interface ClientOptions {
  as: string;
  container: { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };
  blockId: string;
  actionId: string;
  value: string;
}

/** Slack's `view.state.values`: block id → action id → `{ type, value | selected_option | … }`. */
export type ViewState = { [blockId: string]: { [actionId: string]: { type: string; [key: string]: Json } } };

export interface ClientSubmit {
  as: string;
  viewId: string;
  state: ViewState;
}

export interface SubmitResult {
  ok: boolean;
  error?: string;
  /** Block id → what is wrong, shown under the input; the modal stays open. */
  errors?: { [blockId: string]: string };
}

export interface ClientClose {
  as: string;
  viewId: string;
}
