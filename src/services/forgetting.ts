import type { ChangeStore } from '../db/changes.ts';
import { type After, changesToForget, forgetDocuments, removeEnded } from '../db/forgetting.ts';
import { addJob } from '../db/jobs.ts';
import { type Pool, transaction } from '../db/pool.ts';
import type { Sealer } from '../db/sealing.ts';
import { type Change, isFinal } from '../domain/change.ts';
import { keptTextSteps } from '../domain/kept-view.ts';
import { KnownError, Unreadable } from '../errors.ts';
import { inSlices, othersFirst } from './in-slices.ts';
import type { Previews } from './previews.ts';

export interface ForgettingOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly sealer: Sealer;
  readonly previews: Previews;
  /** The ids of the keys that there are. */
  readonly keyIds: readonly string[];
  /** How long ended changes are kept, in days. */
  readonly retentionDays: number;
}

/** Rows of one statement: none of them is held up for long. */
const BATCH = 500;
/** Jobs that are enqueued in one round: all others go before them. */
const MOST_JOBS = 5_000;
const FIRST: After = { closedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' };

/** Nothing is kept for longer than it is needed: documents until a change cannot be taken back, rows for so many days. */
export class Forgetting {
  readonly #options: ForgettingOptions;

  constructor(options: ForgettingOptions) {
    this.#options = options;
  }

  /**
   * Removes the documents of an ended change, and keeps what there is to see of it. What cannot be read is left to
   * processes that have its key: while keys are exchanged, not all have.
   */
  async forget(changeId: string): Promise<void> {
    const { pool, sealer } = this.#options;
    const change = await this.#find(changeId);
    if (!change || !isFinal(change.state)) return;
    const shown = await this.#shownOf(change);
    await transaction(pool, async (client) => {
      const forgotten = await forgetDocuments(client, sealer, changeId, shown);
      // Its card still offers to take it back.
      if (forgotten?.wasUndoable) await addJob(client, 'card', { changeId });
    });
  }

  /** What is done every hour: the rows that are old enough are removed, and what was missed is looked for. */
  async clean(): Promise<void> {
    const { pool, retentionDays } = this.#options;
    while ((await removeEnded(pool, retentionDays, BATCH)) === BATCH);
    await this.#forgetMissed();
  }

  async #find(changeId: string): Promise<Change | undefined> {
    const { pool, store } = this.#options;
    try {
      return await store.find(pool, changeId);
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  }

  /** @returns nothing where there is nothing to see: the document was never one of an input, say */
  async #shownOf(change: Change): Promise<string | undefined> {
    const { previews } = this.#options;
    try {
      const [preview, groups] = [await previews.of(change), await previews.groups(change)];
      if (!preview || !groups) return undefined;
      const text = await inSlices(keptTextSteps({ preview, groups }));
      // To seal it is done in one go.
      await othersFirst();
      return text;
    } catch (error) {
      if (error instanceof KnownError) return undefined;
      throw error;
    }
  }

  async #forgetMissed(): Promise<void> {
    const { pool, keyIds } = this.#options;
    let last: After | undefined = FIRST;
    for (let jobs = 0; last && jobs < MOST_JOBS; jobs += BATCH) {
      const missed: After[] = await changesToForget(pool, { keyIds, after: last, limit: BATCH });
      for (const { id } of missed) await addJob(pool, 'forget', { changeId: id });
      last = missed.length === BATCH ? missed.at(-1) : undefined;
    }
  }
}
