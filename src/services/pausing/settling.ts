import { addJob } from '../../db/jobs.ts';
import type { Queryable } from '../../db/pool.ts';
import { endTimersBy, findRunningPause } from '../../db/timed-pauses.ts';
import { nextLook } from './looks.ts';

/**
 * What the end of a change means for timed pauses: a pause or resume ends the timers of its input, and a timed pause that
 * is applied begins its own. For every change that ends, of whatever kind.
 * @param client in the transaction that has closed it
 */
export async function settleTimers(client: Queryable, changeId: string): Promise<void> {
  for (const id of await endTimersBy(client, changeId)) await addJob(client, 'card', { changeId: id });
  const begun = await findRunningPause(client, changeId);
  if (begun) await addJob(client, 'timed_pause', { changeId }, nextLook(begun.until, begun.left));
}
