import type { z } from 'zod';
import type { Message } from '../../src/domain/message.ts';
import type { Action } from '../../src/domain/operation.ts';
import type { Actor } from '../../src/domain/policy.ts';
import type { Changes } from '../../src/services/changes.ts';
import type { Inputs } from '../../src/services/inputs.ts';
import type { Audience } from '../../src/slack/messenger.ts';

/** What a handler may use. */
export interface Services {
  readonly inputs: Inputs;
  readonly changes: Changes;
  /** Which account this is, for people. */
  readonly accountLabel: string;
}

/** Where something was typed or clicked, and by whom. */
export interface Origin {
  readonly userId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly responseUrl: string;
}

/** What a handler answers: a message for the asker or the channel, a change's card, or that the click was taken. */
export type Answer =
  | { readonly kind: 'message'; readonly to: Audience; readonly message: Message }
  | {
      readonly kind: 'card';
      readonly changeId: string;
      readonly where?: string;
      readonly replacesClicked?: boolean;
    };

export interface CommandContext<Args> {
  readonly args: Args;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly services: Services;
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
  readonly args: z.ZodType<Args>;
  /** What the policy is asked about before anything is read. */
  readonly action: 'read' | Action;
  readonly run: (context: CommandContext<Args>) => Promise<Answer>;
}

export function defineCommand<Args>(command: Command<Args>): Command {
  return command as Command;
}

export interface ButtonContext {
  /** The button's value, as it was sent: an id, to be checked. */
  readonly value: string;
  readonly actor: Actor;
  readonly origin: Origin;
  readonly services: Services;
}

export interface ButtonHandler {
  /** One of `ACTION` in `blocks/ids.ts`. */
  readonly id: string;
  readonly run: (context: ButtonContext) => Promise<Answer>;
}
