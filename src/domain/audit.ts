import { createHash } from 'node:crypto';

/** The audit trail's chain, worked out anew: nothing here relies on what the database says of itself. */

/** A row of `audit`, as text: what was hashed was text too. */
export interface AuditRow {
  /** Counts from 1, without gaps. */
  readonly seq: string;
  /** `2026-11-22T09:15:00.123456Z` */
  readonly at: string;
  readonly entry: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** How far the chain reaches: the number of its last row, and that row's hash. */
export interface Head {
  readonly seq: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
}

/** Where the chain breaks, and how. */
export interface Break {
  readonly seq: number;
  readonly why: string;
}

export const BEFORE_THE_FIRST: Head = { seq: 0, hash: '0'.repeat(64) };

/** SHA-256 over the hash of the row before, the number, the time and the entry, a line each. */
export function hashOf({ seq, at, entry, prevHash }: Omit<AuditRow, 'hash'>): string {
  return createHash('sha256').update([prevHash, seq, at, entry].join('\n')).digest('hex');
}

/** @returns the head of the chain with the row behind it, or what is wrong with that row */
export function follow({ seq, hash }: Head, row: AuditRow): Head | Break {
  const expected = seq + 1;
  const found = Number(row.seq);
  if (found > expected) return { seq: expected, why: missing(expected, found) };
  if (found < expected) return { seq: found, why: 'it is there although the chain has passed it' };
  if (row.prevHash !== hash) {
    return {
      seq: found,
      why: `it does not continue row ${seq}: one of the two was exchanged or written anew`,
    };
  }
  if (row.hash !== hashOf(row)) {
    return { seq: found, why: 'its entry, its time or its hash was altered: they do not belong together' };
  }
  return { seq: found, hash: row.hash };
}

export function isBreak(followed: Head | Break): followed is Break {
  return 'why' in followed;
}

function missing(expected: number, found: number): string {
  const last = found - 1;
  return last === expected
    ? `it is missing: row ${found} follows`
    : `it is missing, and so is every row up to ${last}: row ${found} follows`;
}

/** As `npm run audit:verify` prints a head and takes one: `1234:9f86d0…`. */
export function headText({ seq, hash }: Head): string {
  return `${seq}:${hash}`;
}

/** @returns `undefined` for what is no head: before the first row there is nothing to hold on to */
export function headFrom(text: string): Head | undefined {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text.trim()) ?? [];
  if (seq === undefined || hash === undefined || Number(seq) === 0) return undefined;
  return { seq: Number(seq), hash: hash.toLowerCase() };
}
