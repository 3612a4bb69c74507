import type { Secrets } from './kept-secrets.ts';
import type { Action, Operation } from './operation.ts';

/** A change: what somebody asked to be done to an input, and how far it got. It is a row; Slack only shows it. */
export interface Change {
  readonly id: string;
  /** Counts the row's states, so that a drawing of an older one is told from the newest. */
  readonly version: number;
  readonly state: ChangeState;
  readonly action: Action;
  readonly inputId: string;
  readonly inputName: string;
  readonly operation: Operation;
  /** The document as it was read when the change was asked for; absent where none is needed. To create, it is that of the
   * input which is copied. */
  readonly base: string | undefined;
  /** The document as it would be, to be shown and compared: secrets that the change brings stand in it as a mask. */
  readonly proposed: string | undefined;
  /** The secrets that the operation refers to, until the change ends. */
  readonly secrets: Secrets | undefined;
  readonly reason: string | undefined;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly approvedBy: string | undefined;
  readonly approvedAt: Date | undefined;
  readonly applyingAt: Date | undefined;
  /** When a write was sent for which no answer is known yet; absent before the first and once it is settled. */
  readonly writtenAt: Date | undefined;
  readonly writes: number;
  /** When the final state was reached, and who brought it about where that was a person. */
  readonly closedAt: Date | undefined;
  readonly closedBy: string | undefined;
  /** Why it ended as it did: one sentence, absent where the state says it all. */
  readonly outcome: string | undefined;
  readonly teamId: string;
  /** The channel in which it was asked for. */
  readonly channelId: string;
  /** Where its card is, once it is posted: a card may stand in direct messages instead. */
  readonly card: Card | undefined;
  /** True once the card says that no worker is alive to apply it. */
  readonly waitingShown: boolean;
  /** True once the whole diff is in the card's thread, where the card has no room for it. */
  readonly diffAttached: boolean;
}

/** A pause or resume that was carried out: what is known of it without opening what is sealed. */
export type LastSwitch = Pick<Change, 'action' | 'requestedBy' | 'reason'> & { readonly closedAt: Date };

export interface Card {
  readonly channelId: string;
  readonly ts: string;
  readonly link: string | undefined;
}

/** Direct messages with one person: nobody else sees what stands there. */
export function isDirect(channelId: string): boolean {
  return channelId.startsWith('D');
}

const MOVES = {
  pending: ['approved', 'cancelled', 'rejected', 'expired', 'stale'],
  approved: ['applying', 'stale', 'failed'],
  applying: ['applied', 'stale', 'failed'],
  applied: [],
  cancelled: [],
  rejected: [],
  expired: [],
  stale: [],
  failed: [],
} as const satisfies Record<string, readonly string[]>;

export type ChangeState = keyof typeof MOVES;
export const CHANGE_STATES = Object.keys(MOVES) as readonly ChangeState[];

export function mayMove(from: ChangeState, to: ChangeState): boolean {
  return (MOVES[from] as readonly string[]).includes(to);
}

/** The states from which a change may move to this one: what the database's conditional updates ask for. */
export function statesBefore(to: ChangeState): ChangeState[] {
  return CHANGE_STATES.filter((from) => mayMove(from, to));
}

export function isFinal(state: ChangeState): boolean {
  return MOVES[state].length === 0;
}
