import type { ChangeStore, NewChange } from '../../db/changes.ts';
import { addJob } from '../../db/jobs.ts';
import type { Queryable } from '../../db/pool.ts';
import type { Change } from '../../domain/change.ts';
import { firstReminder } from '../../domain/reminders.ts';

/** The web process draws a card itself, at once. A worker looks after it this much later, should that have failed. */
export const CARD_BACKUP_MS = 15_000;

export interface EnterOptions {
  /** How long after it was asked for those who may approve it are reminded, in milliseconds. */
  readonly remindAfter: number;
  /** When a worker looks after its card, in milliseconds from now. */
  readonly cardAfter?: number;
}

/**
 * Makes the row of a change, and enqueues all that is to come of it: its applying or its lapsing, its reminder, its card.
 * @param client in a transaction: all of it, or nothing
 * @returns `undefined` when another edit of this input is still open, or the same pause or resume is
 */
export async function enter(
  client: Queryable,
  store: ChangeStore,
  newChange: NewChange,
  { remindAfter, cardAfter = CARD_BACKUP_MS }: EnterOptions,
): Promise<Change | undefined> {
  const change = await store.insert(client, newChange);
  if (!change) return undefined;
  const changeId = change.id;
  if (change.state === 'approved') {
    await addJob(client, 'apply', { changeId });
  } else {
    await addJob(client, 'expire', { changeId }, change.expiresAt);
    const reminder = firstReminder(change, remindAfter);
    if (reminder) await addJob(client, 'remind', { changeId }, reminder);
  }
  await addJob(client, 'card', { changeId }, new Date(Date.now() + cardAfter));
  return change;
}
