import type { Secrets } from './kept-secrets.ts';
import { type Action, fieldsOf, isSwitch, type Operation } from './operation.ts';
import { isAtOnce, type Question, type Terms } from './policy/terms.ts';
import { wholesOf } from './wholes.ts';

/** A change: what somebody asked to be done to an input, and how far it got. It is a row; Slack only shows it. */
export interface Change {
  readonly id: string;
  /** Counts the row's states, so that a drawing of an older one is told from the newest. */
  readonly version: number;
  readonly state: ChangeState;
  readonly action: Action;
  readonly inputId: string;
  readonly inputName: string;
  /** Absent in rows of earlier versions. */
  readonly inputType: string | undefined;
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
  /** What the policy said when it was asked for, or last approved. What holds is asked of the policy each time. */
  readonly terms: Terms;
  /** What it does in one line of mrkdwn, secrets masked. */
  readonly summary: string;
  /** Who has approved it, the first one first: one of several that it needs leaves it pending. */
  readonly approvals: readonly Approval[];
  /** The one whose approval was the last that it needed. */
  readonly approvedBy: string | undefined;
  readonly approvedAt: Date | undefined;
  /** Why one person applied it alone, in an emergency; absent where nobody did. */
  readonly aloneReason: string | undefined;
  /** How often those who may approve it have been reminded. */
  readonly reminders: number;
  /** The stale change that this one asks anew. */
  readonly replaces: string | undefined;
  /** The applied change that this one takes back. */
  readonly undoes: string | undefined;
  /** The timed pause that this resume is the end of. */
  readonly resumes: string | undefined;
  /** The timed pause that this pause is to make longer. */
  readonly extends: string | undefined;
  /** Of a pause that ends by itself. */
  readonly timer: Timer | undefined;
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
  /** Where its card is about to be posted, or may have been, while that place is not noted as the card's. */
  readonly cardBoundFor: string | undefined;
  /** True once the card says that no worker is alive to apply it. */
  readonly waitingShown: boolean;
  /** True once the whole diff is in the card's thread, where the card has no room for it. */
  readonly diffAttached: boolean;
  /** What there is to see of it (JSON, see `KeptView`), once its documents are no longer kept. */
  readonly shown: string | undefined;
  /** Until when it can be taken back; absent where it cannot. */
  readonly undoUntil: Date | undefined;
  /** What it came of and what came of it: known only where its card is drawn. */
  readonly relatives?: Relatives;
}

/** What is known of a change without opening what is sealed. */
export type Outline = Omit<Change, 'operation' | 'base' | 'proposed' | 'secrets' | 'shown' | 'relatives'>;

/** Another change, as far as a card tells of it. */
export interface Relative extends Pick<Change, 'id' | 'state' | 'requestedBy'> {
  /** To its card, once that is posted. */
  readonly link: string | undefined;
}

export interface Relatives {
  readonly replaces?: Relative;
  readonly replacedBy?: Relative;
  readonly undoes?: Relative;
  readonly extends?: Relative;
  /** Of several that were asked for, the last. */
  readonly undoneBy?: Relative;
}

export interface Approval {
  readonly by: string;
  readonly at: Date;
}

/**
 * How a timed pause came to its end: resumed by itself or by somebody here, resumed elsewhere, replaced by another pause,
 * its input gone, or not at all, since resuming failed.
 */
export const TIMER_ENDS = ['resumed', 'elsewhere', 'replaced', 'gone', 'failed'] as const;
export type TimerEnd = (typeof TIMER_ENDS)[number];

export interface Timer {
  /** For how long it was asked for, in milliseconds; absent where a time was named. */
  readonly for: number | undefined;
  /** Known once the pause is applied, or from the start where a time was named. */
  readonly until: Date | undefined;
  readonly ended: TimerEnd | undefined;
  readonly endedAt: Date | undefined;
  /** Who resumed or replaced it here; absent where nobody did, as at its own end. */
  readonly endedBy: string | undefined;
  /** Who last made it longer, and why. */
  readonly extendedBy: string | undefined;
  readonly extendedReason: string | undefined;
  /** What has kept it from its end so far: how often that was tried in vain, why the last time, and when it is tried again. */
  readonly trouble?: { readonly tries: number; readonly why: string; readonly again: Date };
}

/** Of a timed pause that is carried out and not at its end: until when it lasts. */
export function runsUntil({ state, timer }: Pick<Change, 'state' | 'timer'>): Date | undefined {
  return state === 'applied' && timer?.ended === undefined ? timer?.until : undefined;
}

/** A pause or resume that was carried out: what is known of it without opening what is sealed. */
export type LastSwitch = Pick<Change, 'action' | 'requestedBy' | 'reason'> & { readonly closedAt: Date };

export interface Card {
  readonly channelId: string;
  readonly ts: string;
  readonly link: string | undefined;
}

/** A pause or resume that nobody had to approve: its card is its result. */
export function isResult({ operation, terms }: Pick<Change, 'operation' | 'terms'>): boolean {
  return isSwitch(operation) && isAtOnce(terms);
}

/** What the policy is asked about it. @param asked its `timer` also where that is only planned */
export function questionOf({
  operation,
  inputName,
  inputType,
  channelId,
  timer,
}: Pick<Change, 'operation' | 'inputName' | 'inputType' | 'channelId'> & {
  readonly timer: object | undefined;
}): Question {
  return {
    action: operation.kind,
    ...(operation.kind === 'pause' && timer && { also: ['resume'] }),
    inputName,
    ...(operation.kind === 'create' && { copiedName: operation.copiedFrom.name }),
    inputType,
    fields: fieldsOf(operation),
    wholes: wholesOf(operation),
    channelId,
  };
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
