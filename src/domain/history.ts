import type { Change, Relatives, TimerEnd } from './change.ts';

/** A change as history tells of it: nothing that is sealed is opened for that. */
export interface PastChange
  extends Pick<
    Change,
    | 'id'
    | 'state'
    | 'action'
    | 'inputId'
    | 'inputName'
    | 'summary'
    | 'reason'
    | 'requestedBy'
    | 'requestedAt'
    | 'expiresAt'
    | 'terms'
    | 'approvals'
    | 'approvedBy'
    | 'approvedAt'
    | 'aloneReason'
    | 'closedBy'
    | 'closedAt'
    | 'outcome'
    | 'replaces'
    | 'undoes'
    | 'resumes'
    | 'extends'
    | 'teamId'
    | 'channelId'
  > {
  /** To its card, where that is known. */
  readonly link: string | undefined;
  readonly relatives: Relatives;
  /** Of a pause that ends by itself. */
  readonly pause: PastPause | undefined;
  /** Where it stands in the history. */
  readonly place: Place;
}

export interface PastPause {
  readonly until: Date;
  /** Who last made it longer, and why. */
  readonly extendedBy: string | undefined;
  readonly extendedReason: string | undefined;
  readonly ended: TimerEnd | undefined;
  readonly endedAt: Date | undefined;
  readonly endedBy: string | undefined;
}

/**
 * A place in the history. A page is found from the place where another one ends, not by its number: however much there
 * is, that takes as long, and what is asked for meanwhile moves nothing.
 */
export interface Place {
  /** To the microsecond, as rows are told apart by it: `2026-11-22T09:15:00.123456Z`. */
  readonly at: string;
  readonly id: string;
}

/** Which way to go on from a place: to what is older than it, or newer. */
export interface Turn {
  readonly to: 'older' | 'newer';
  readonly from: Place;
}

/** Some changes, the newest first, and whether there are others on either side. */
export interface HistoryPage {
  readonly changes: readonly PastChange[];
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
}

const PLACE =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export function placeText({ at, id }: Place): string {
  return `${at}/${id}`;
}

/** @returns `undefined` for what is no place */
export function placeFrom(text: string): Place | undefined {
  const [, at, id] = PLACE.exec(text) ?? [];
  return at !== undefined && id !== undefined && isMoment(at) ? { at, id } : undefined;
}

/** A thirteenth month and the 31st of February have the form of a time and are none; nor does PostgreSQL know a year 0. */
function isMoment(at: string): boolean {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() < 1) return false;
  return moment.toISOString().startsWith(at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length));
}

/** Was it applied by one person, without the approvals that it lacked? */
export function isBreakGlass({ aloneReason }: Pick<PastChange, 'aloneReason'>): boolean {
  return aloneReason !== undefined;
}
