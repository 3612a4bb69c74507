import type { Queryable } from '../../db/pool.ts';
import { findRunningPause } from '../../db/timed-pauses.ts';
import type { Plan } from '../planning/planning.ts';

/**
 * Until when a change may wait for its approvals: a pause no longer than until it was to end, and one that makes another
 * longer no longer than that lasts as it is. What is approved later would come to nothing.
 * @param usual when it would lapse otherwise
 */
export async function lapsesAt(
  db: Queryable,
  usual: Date,
  asked: { readonly timer: Plan['timer']; readonly extends: string | undefined },
): Promise<Date> {
  const { timer } = asked;
  const extended = asked.extends === undefined ? undefined : await findRunningPause(db, asked.extends);
  const ends = [extended?.until, timer && 'until' in timer ? timer.until : undefined];
  return new Date(Math.min(usual.getTime(), ...ends.flatMap((end) => end?.getTime() ?? [])));
}
