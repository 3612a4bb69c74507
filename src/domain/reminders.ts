import type { Change } from './change.ts';

/** When those who may approve a change are reminded of it. */

const MOST_REMINDERS = 3;
/** A reminder so shortly before it lapses helps nobody. */
const LEAST_LEFT_MS = 30_000;

type Waiting = Pick<Change, 'requestedAt' | 'expiresAt'>;

/** @param after how long after it was asked for, in milliseconds @returns nothing where it lapses before */
export function firstReminder({ requestedAt, expiresAt }: Waiting, after: number): Date | undefined {
  return inTime(new Date(requestedAt.getTime() + after), expiresAt);
}

/**
 * At half of the time that is left.
 * @param sent how many there were
 */
export function nextReminder({ expiresAt }: Waiting, sent: number, now: Date): Date | undefined {
  if (sent >= MOST_REMINDERS) return undefined;
  return inTime(new Date((now.getTime() + expiresAt.getTime()) / 2), expiresAt);
}

function inTime(moment: Date, expiresAt: Date): Date | undefined {
  return expiresAt.getTime() - moment.getTime() >= LEAST_LEFT_MS ? moment : undefined;
}
