import { addJob } from '../../db/jobs.ts';
import type { Queryable } from '../../db/pool.ts';
import { undoneIn } from '../../db/relatives.ts';

/**
 * What is to come of a change that has ended without being applied, beside its own card.
 * @param client in the transaction that has closed it
 */
export async function tellEnding(client: Queryable, changeId: string): Promise<void> {
  await addJob(client, 'tell', { changeId });
  await addJob(client, 'forget', { changeId });
  // The card of what it was to take back says that somebody has asked for that.
  const undone = await undoneIn(client, changeId);
  if (undone !== undefined) await addJob(client, 'card', { changeId: undone });
}

/** The same where nobody has clicked, so that no answer draws its card. */
export async function drawAndTellEnding(client: Queryable, changeId: string): Promise<void> {
  await addJob(client, 'card', { changeId });
  await tellEnding(client, changeId);
}
