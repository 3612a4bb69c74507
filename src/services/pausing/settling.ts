import { addJob } from '../../db/jobs.ts';
import type { Queryable } from '../../db/pool.ts';
import {
  addToPlainPause,
  closeWaitingExtensions,
  endTimersBy,
  findRunningPause,
} from '../../db/timed-pauses.ts';
import { slackDate } from '../../domain/mrkdwn.ts';
import { drawAndTellEnding } from '../deciding/ending.ts';
import { nextLook } from './looks.ts';

const NOTHING_TO_EXTEND = 'The pause that it was to make longer has ended.';

/** What waits to make a pause longer that has ended. @param client in the transaction that has ended its timer */
export async function closeExtensions(client: Queryable, pauseId: string): Promise<void> {
  for (const changeId of await closeWaitingExtensions(client, pauseId, NOTHING_TO_EXTEND)) {
    await drawAndTellEnding(client, changeId);
  }
}

/**
 * What the end of a change means for timed pauses: a pause or resume ends the timers of its input, and a timed pause that
 * is applied begins its own. For every change that ends, of whatever kind.
 * @param client in the transaction that has closed it
 */
export async function settleTimers(client: Queryable, changeId: string): Promise<void> {
  for (const { id, until } of await endTimersBy(client, changeId)) {
    await addJob(client, 'card', { changeId: id });
    await closeExtensions(client, id);
    // Whoever paused it may not know that it was to be resumed.
    await addToPlainPause(client, changeId, `It is no longer resumed by itself ${slackDate(until)}.`);
  }
  const begun = await findRunningPause(client, changeId);
  if (begun) await addJob(client, 'timed_pause', { changeId }, nextLook(begun.until, begun.left));
}
