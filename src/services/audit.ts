import { auditRows, changesWithoutEntry } from '../db/audit.ts';
import type { Pool } from '../db/pool.ts';
import { BEFORE_THE_FIRST, type Break, follow, type Head, isBreak } from '../domain/audit.ts';

export type Verdict = { readonly proven: true; readonly head: Head } | ({ readonly proven: false } & Break);

export interface Unrecorded {
  readonly count: number;
  /** The id of one of them. */
  readonly first: string;
}

/** @returns how many changes there are of which the trail says nothing; nothing where there are none */
export async function unrecordedChanges(pool: Pool): Promise<Unrecorded | undefined> {
  const { count, first } = await changesWithoutEntry(pool);
  return first === undefined ? undefined : { count, first };
}

/**
 * Works out the audit trail's chain from its first row to its last.
 * @param noted a head of the chain that was written down elsewhere before: without one, nobody can tell that rows were cut
 *   off at the end, or that all of it was written anew
 */
export async function verifyAudit(pool: Pool, noted?: Head): Promise<Verdict> {
  let head = BEFORE_THE_FIRST;
  for await (const rows of auditRows(pool)) {
    for (const row of rows) {
      const followed = follow(head, row);
      if (isBreak(followed)) return { proven: false, ...followed };
      head = followed;
      if (noted?.seq === head.seq && noted.hash !== head.hash) {
        return { proven: false, seq: head.seq, why: 'it has another hash than the one that was noted' };
      }
    }
  }
  if (noted && noted.seq > head.seq) {
    const why = `the trail ends before it, at ${head.seq}: what was noted of it shows that rows were cut off`;
    return { proven: false, seq: noted.seq, why };
  }
  return { proven: true, head };
}
