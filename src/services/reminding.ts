import { addJob } from '../db/jobs.ts';
import { countReminder, uncountReminder } from '../db/pending.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { type Change, questionOf } from '../domain/change.ts';
import { nextReminder } from '../domain/reminders.ts';
import type { Changes } from './changes.ts';
import type { Rights } from './rights.ts';

/** When one that Slack did not take is tried again, and when it is looked for a card that is not there yet. */
const AGAIN_AFTER_MS = 60_000;
const soon = () => new Date(Date.now() + AGAIN_AFTER_MS);

/**
 * Says when those who may approve a change are reminded of it. A reminder is counted before it is posted, and the next one
 * is enqueued in the same transaction, which takes the place of the job that is running: neither a retry nor a second worker
 * posts it again.
 */
export class Reminding {
  readonly #pool: Pool;
  readonly #changes: Changes;
  readonly #rights: Rights;

  constructor(pool: Pool, changes: Changes, rights: Rights) {
    this.#pool = pool;
    this.#changes = changes;
    this.#rights = rights;
  }

  /** @returns the change to remind of, with the terms that hold now; nothing where it is not to be done, or not by the caller */
  async take(changeId: string): Promise<Change | undefined> {
    const change = await this.#changes.find(changeId);
    if (change?.state !== 'pending' || change.expiresAt <= new Date()) return undefined;
    const { card, reminders } = change;
    const isOurs = await transaction(this.#pool, async (client) => {
      // A card that is not posted has no thread, and nobody who could press its buttons.
      const isCounted = card !== undefined && (await countReminder(client, changeId, reminders));
      if (card !== undefined && !isCounted) return false;
      const next = card ? nextReminder(change, reminders + 1, new Date()) : soon();
      if (next) await addJob(client, 'remind', { changeId }, next);
      return isCounted;
    });
    return isOurs ? { ...change, terms: await this.#rights.terms(questionOf(change)) } : undefined;
  }

  /** Slack is known not to have taken it: it is posted a little later. */
  async putBack({ id: changeId, reminders }: Change): Promise<void> {
    await transaction(this.#pool, async (client) => {
      if (!(await uncountReminder(client, changeId, reminders))) return;
      await addJob(client, 'remind', { changeId }, soon());
    });
  }
}
