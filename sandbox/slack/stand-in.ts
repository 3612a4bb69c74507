import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from './api/faults.ts';
import type { ApiCall } from './api/web-api.ts';
import type { Result } from './client/acting.ts';
import type { Suggested } from './client/actions.ts';
import type {
  ClientAction,
  ClientClose,
  ClientCommand,
  ClientMessage,
  ClientOptions,
  ClientState,
  ClientSubmit,
  SubmitResult,
} from './client-api.ts';
import type { Outcome } from './delivery/deliver.ts';
import type { channels, people, Roster, stranger, team } from './workspace.ts';

/** What starting the local Slack takes and gives. */

export interface SlackOptions {
  /** 0 by default: the port of the last start on this folder when it is free, else any. */
  port?: number;
  /** Where messages and files are kept; without it nothing outlives the process. */
  folder?: string;
  /** The path of `manifest.yml`: scopes, slash commands and the bot's name come from it. */
  manifest: string;
  /** Where the app listens for HTTP (`…/slack/events`). Not used while it is connected in Socket Mode. */
  eventsUrl?: () => string | undefined;
  /** Serves the page; asked for every GET that nothing else answers. Says whether it did. */
  page?: (req: IncomingMessage, res: ServerResponse) => boolean;
}

/** A running workspace. What a person can do is the same here and over `/client/…`. */
export interface SlackStandIn {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** What `SLACK_API_URL` is set to. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  team: typeof team;
  people: typeof people;
  /** Of another workspace, in the same channels. */
  stranger: typeof stranger;
  channels: typeof channels;
  /** Who is in which user group, who has left: for tests of what the app does then. */
  roster: Roster;
  command(typed: ClientCommand): Promise<Result>;
  message(typed: ClientMessage): Promise<Result>;
  action(clicked: ClientAction): Promise<Result>;
  options(asked: ClientOptions): Promise<Suggested>;
  submit(submitted: ClientSubmit): Promise<SubmitResult>;
  closeView(closed: ClientClose): Promise<Result>;
  close(): Promise<void>;
  /** @param as a person's id; throws when there is none with it */
  state(as: string): ClientState;
  /** The last 1,000 Web API calls, the oldest first. */
  calls: readonly ApiCall[];
  /** What the app has said as it acknowledged deliveries, the last 1,000 times; the oldest first. */
  answers: readonly unknown[];
  faults: Faults;
  /** Sends the last delivery to the app once more, byte for byte. */
  redeliver(): Promise<Outcome>;
  isSocketConnected(): boolean;
  /** Asks apps in Socket Mode to dial again, as Slack does every few hours. */
  disconnectSocket(reason?: 'warning' | 'refresh_requested'): void;
}
