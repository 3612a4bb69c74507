import type { z } from 'zod';
import type { Filled } from '../../blocks/modals/fields.ts';
import type { Choice } from '../../blocks/options.ts';
import type { Message, Modal, SharedFile, StoredFile } from '../../src/domain/message.ts';
import type { Actor } from '../../src/domain/policy/actor.ts';
import type { PolicyAction, PolicyInForce } from '../../src/domain/policy/policy.ts';
import type { Redaction } from '../../src/domain/sample-redaction.ts';
import type { Changes } from '../../src/services/changes.ts';
import type { History } from '../../src/services/history.ts';
import type { Inputs } from '../../src/services/inputs.ts';
import type { TimedPauses } from '../../src/services/pausing/timed-pauses.ts';
import type { Pending } from '../../src/services/pending.ts';
import type { Pickers } from '../../src/services/pickers.ts';
import type { Previews } from '../../src/services/previews.ts';
import type { Rights } from '../../src/services/rights.ts';
import type { Samples } from '../../src/services/samples.ts';
import type { Saves } from '../../src/services/saves.ts';
import type { Undoing } from '../../src/services/undoing/undoing.ts';
import type { Audience, Place } from '../../src/slack/messenger.ts';
import type { CommandLine } from './command-line.ts';

/** What a handler may use. */
export interface Services {
  readonly inputs: Inputs;
  readonly changes: Changes;
  /** Pauses that end by themselves. */
  readonly pauses: TimedPauses;
  /** What waits for somebody, and from them. */
  readonly pending: Pending;
  readonly rights: Rights;
  /** The policy that is in force now, and what is known of its file. */
  readonly policy: () => PolicyInForce;
  readonly previews: Previews;
  readonly history: History;
  readonly pickers: Pickers;
  readonly undoing: Undoing;
  readonly samples: Samples;
  readonly saves: Saves;
  /** What of samples is masked before they are shown. */
  readonly redaction: Redaction;
  /** Are files masked already when they are saved? */
  readonly savedIsMasked: boolean;
  /** Do samples go to the asker's direct messages when nobody says otherwise? */
  readonly samplesArePrivate: boolean;
  /** The names of the credentials profiles on the server. */
  readonly profiles: readonly string[];
  /** Which account this is, for people. */
  readonly accountLabel: string;
  /** How long a change waits for its approvals where no rule says so, in milliseconds. */
  readonly changeTtl: number;
}

/**
 * What somebody wants to do, for the gate: `change` where that is known only later, `decide` where what they decide on says
 * who may, `help` for everybody.
 */
export type Wanted = PolicyAction | 'change' | 'decide' | 'help';

/** Where something was typed or clicked, and by whom. */
export interface Origin {
  readonly userId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly responseUrl: string;
}

/** What a handler answers. */
export type Answer =
  | {
      readonly kind: 'message';
      readonly to: Audience;
      readonly message: Message;
      /** What is said in its place where the workspace does not have its blocks (a table). */
      readonly plain?: Message;
      /** Takes the place of the message that was clicked: another page of a list. */
      readonly replacesClicked?: boolean;
    }
  | {
      readonly kind: 'card';
      readonly changeId: string;
      readonly where?: string;
      readonly replacesClicked?: boolean;
    }
  /** A file in the channel, with a sentence above it. */
  | { readonly kind: 'file'; readonly file: SharedFile; readonly comment: string }
  | PostAnswer
  | ModalAnswer;

/**
 * A message of the bot's own, which can be found again: it may have a file in its thread, or change. Where the bot is not in
 * the channel, it goes to the asker's direct messages, and they are told.
 */
export interface PostAnswer {
  readonly kind: 'post';
  readonly to: 'channel' | 'direct';
  readonly message: Message;
  /** Goes into the message's thread. Where Slack does not take it, the message says so. */
  readonly file?: SharedFile | StoredFile;
  /** What is said beside that, in mrkdwn: where the file is all the same. */
  readonly fileRemains?: string;
  /** Told where the message stands. An error of it takes the place of the message. */
  readonly onPosted?: (place: Place) => Promise<void>;
}

/**
 * A modal. It opens at once and says that it is being made, since Slack gives three seconds and `build` may read the
 * pipeline; an error of `build` is then told in it. Where the click was in a modal, that one is updated.
 */
export interface ModalAnswer {
  readonly kind: 'modal';
  readonly title: string;
  readonly build: () => Promise<Modal>;
}

/** Messages, in the channel or in private: all that a form can be answered with. */
export type SpokenAnswer = Exclude<Answer, ModalAnswer>;

export interface CommandContext<Args> {
  readonly args: Args;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly services: Services;
  /**
   * A button asks for the command's form (`ACTION.form`), filled in with the arguments that the line has. A command
   * without a form takes no notice.
   */
  readonly asForm: boolean;
  /** All commands, for the one that lists them. */
  readonly commands: readonly Command[];
}

/** A verb is data: one of these in a file of its own, and one line in the registry. */
export interface Command<Args = unknown> {
  readonly verb: string;
  /** Other words that people type for it. They are not run: the answer offers the verb. */
  readonly also?: readonly string[];
  /** What follows `/alooma`, in the grammar of `usage.ts`. */
  readonly usage: string;
  readonly summary: string;
  /** What can be typed for example, behind `/alooma`. */
  readonly examples?: readonly string[];
  /** What else is good to know of it, for the help of this one command, in mrkdwn. */
  readonly details?: string;
  readonly args: z.ZodType<Args>;
  /** Looks at the line before its arguments are taken from it. @throws KnownError where it is most likely meant otherwise */
  readonly check?: (line: CommandLine) => void;
  /** What the policy is asked about before anything is read; `help` is for everybody. */
  readonly action: 'help' | PolicyAction;
  readonly run: (context: CommandContext<Args>) => Promise<Answer>;
}

export function defineCommand<Args>(command: Command<Args>): Command {
  return command as Command;
}

export interface ButtonContext {
  /** As it was sent, of the form that the handler says. */
  readonly value: string;
  /** What the modal in which it was clicked remembers; absent in a message. */
  readonly metadata?: string;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly services: Services;
}

export interface ButtonHandler {
  /** One of `ACTION` in `blocks/ids.ts`. */
  readonly id: string;
  /** What its value looks like; a change's id when absent. */
  readonly value?: z.ZodType<string>;
  /** What the policy is asked about first; nothing when absent, since what it does asks by itself. */
  readonly action?: PolicyAction;
  readonly run: (context: ButtonContext) => Promise<Answer>;
}

export interface FormContext {
  readonly values: Filled;
  readonly metadata: string;
  readonly actor: Actor;
  /** Of the command or click that opened the form: that is where its answer goes. */
  readonly origin: Origin;
  readonly services: Services;
}

export interface FormHandler {
  /** One of `FORM` in `blocks/ids.ts`. */
  readonly id: string;
  /** What the policy is asked about first; when absent, that whoever submits it might change anything at all. */
  readonly action?: Wanted;
  /** Is it opened from a card? Then it counts there also where commands are answered no more. */
  readonly isOfCard?: true;
  /**
   * Does what was asked for. A `KnownError` with `fields` is shown under those, any other beneath the first, and the
   * form stays open with what was typed.
   */
  readonly submit: (context: FormContext) => Promise<SpokenAnswer>;
  /** The block in which a field of `KnownError.fields` is filled in; the field's own name when absent. */
  readonly blockOf?: (field: string) => string;
}

/** What an `external_select` offers as somebody types. */
export interface PickerHandler {
  /** One of `PICKER` in `blocks/ids.ts`: the element's action id. */
  readonly id: string;
  readonly choices: (context: {
    readonly search: string;
    /** Of the modal that it stands in. */
    readonly metadata: string;
    readonly services: Services;
  }) => Promise<readonly Choice[]>;
}
