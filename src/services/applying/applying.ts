import type { ChangeStore } from '../../db/changes.ts';
import { addJob } from '../../db/jobs.ts';
import { type Pool, transaction } from '../../db/pool.ts';
import { type Change, isFinal, isResult } from '../../domain/change.ts';
import { NotNow } from '../../errors.ts';
import { type Pipeline, PipelineError } from '../pipeline.ts';
import type { Rights } from '../rights.ts';
import { look } from './carrying-out.ts';
import { type Closing, closingFor, createdSentence, unknownOutcome } from './endings.ts';

export interface ApplyingOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly pipeline: Pipeline;
  readonly rights: Rights;
  /** How long after a write of unknown outcome the input is read again, in milliseconds. */
  readonly settleAfter: number;
}

/** A write that never shows, though it was sent this often, is given up. */
const MOST_WRITES = 3;

/**
 * A card that is not there yet is most likely being posted: applying can be quicker. Whoever asked is told elsewhere
 * only when it is still missing after this.
 */
const CARD_WITHIN_MS = 3_000;
const soon = () => new Date(Date.now() + CARD_WITHIN_MS);

/** How long a change lets those before it on the same input go on, before it looks again whether it is its turn. */
const TURN_MS = 500;

/**
 * Applying what was approved, once. Nothing is assumed of an earlier attempt: the input is read, and what it is like
 * decides what is done. A write is written down before it is sent; one whose outcome is not known is given time to
 * land, then settled by reading.
 */
export class Applying {
  readonly #options: ApplyingOptions;

  constructor(options: ApplyingOptions) {
    this.#options = options;
  }

  /**
   * Brings an approved change to its end, or as far as it can be brought now.
   * @returns when to go on, where an outcome has to settle first
   * @throws PipelineError when the pipeline cannot be asked now and trying again may help; `NotNow` when Slack cannot
   *   say who may decide
   */
  async apply(changeId: string): Promise<{ again: Date } | undefined> {
    const { pool, store } = this.#options;
    const change = (await store.startApplying(pool, changeId)) ?? (await store.find(pool, changeId));
    if (!change || change.state === 'pending' || isFinal(change.state)) return undefined;
    if (change.state === 'approved') return { again: new Date(Date.now() + TURN_MS) };
    if (hasLapsed(change)) {
      const outcome = 'No worker was there to do it before it lapsed, so nothing was sent.';
      await this.#end(change, { state: 'stale', outcome });
      return undefined;
    }
    // What was sent already is settled, whoever may what by now.
    if (change.writes === 0 && (await this.#isRefused(change))) return undefined;
    const settled = this.#settledAt(change);
    if (settled.getTime() > Date.now()) return { again: settled };
    const found = await look(this.#options.pipeline, { ...change, wasSent: change.writes > 0 });
    if (found.kind === 'ready') return this.#write(change, found.send);
    await this.#end(
      change,
      closingFor(found.kind, change),
      found.kind === 'done' ? found.createdId : undefined,
    );
    return undefined;
  }

  /** The last attempt has failed: says what is known, and leaves nothing hanging. */
  async giveUp(changeId: string, error: unknown): Promise<void> {
    const { pool, store } = this.#options;
    const change = await store.progressOf(pool, changeId);
    if (!change || isFinal(change.state)) return;
    const isSaid = error instanceof PipelineError || error instanceof NotNow;
    const why = isSaid ? error.message : 'It could not be carried out.';
    const outcome = change.writtenAt ? unknownOutcome(change, why) : `${why} Nothing was changed.`;
    await this.#end(change, { state: 'failed', outcome });
  }

  /** Rights are looked at once more: between approving and applying somebody may have left, or the policy changed. */
  async #isRefused(change: Change): Promise<boolean> {
    const decision = await this.#options.rights.stillHolds(change);
    if (decision.permitted) return false;
    if (decision.mayPass) {
      throw new NotNow('Slack could not say whether those who asked for it and approved it still may.');
    }
    await this.#end(change, {
      state: 'failed',
      outcome: `${decision.reason} Nothing was changed. Ask for it again.`,
    });
    return true;
  }

  /** When a write that was sent and of which nothing is known, since whoever sent it has crashed, has had its time. */
  #settledAt({ writtenAt }: Change): Date {
    return writtenAt ? new Date(writtenAt.getTime() + this.#options.settleAfter) : new Date(0);
  }

  async #write(
    change: Change,
    send: () => Promise<string | undefined>,
  ): Promise<{ again: Date } | undefined> {
    const { pool, store } = this.#options;
    if (change.writes >= MOST_WRITES) {
      const outcome = `It was sent ${change.writes} times and the input stayed as it was.`;
      await this.#end(change, { state: 'failed', outcome });
      return undefined;
    }
    const noted = await store.noteWrite(pool, change.id, change.writes);
    // Another process has taken over (this one was held up for long): what it does is enough.
    if (!noted) return undefined;
    try {
      const createdId = await send();
      await this.#end(noted, { state: 'applied' }, createdId);
      return undefined;
    } catch (error) {
      return this.#writeFailed(noted, error);
    }
  }

  async #writeFailed(change: Change, error: unknown): Promise<{ again: Date } | undefined> {
    // A fault of ours, not the pipeline's: the write stays noted, so the next attempt settles it by reading.
    if (!(error instanceof PipelineError)) throw error;
    // Taken, and slow to show: sent again, there would be two.
    if (error.fault === 'not_shown') {
      await this.#end(change, { state: 'failed', outcome: error.message });
      return undefined;
    }
    // From now on, not from when it was sent: a time-out may be longer than the pause, and would leave none of it.
    if (error.outcome === 'unknown') return { again: new Date(Date.now() + this.#options.settleAfter) };
    const { pool, store } = this.#options;
    await store.forgetWrite(pool, change.id, change.writes);
    if (error.fault === 'unavailable') throw error;
    await this.#end(change, { state: 'failed', outcome: `${error.message} Nothing was changed.` });
    return undefined;
  }

  /** @param createdId of the input that it has created */
  async #end({ id }: Pick<Change, 'id'>, { state, outcome }: Closing, createdId?: string): Promise<void> {
    const { pool, store } = this.#options;
    const said = createdId === undefined ? outcome : createdSentence(createdId);
    await transaction(pool, async (client) => {
      const closed = await store.close(client, id, state, { outcome: said, inputId: createdId });
      if (!closed) return;
      await addJob(client, 'card', { changeId: id });
      await addJob(client, 'tell', { changeId: id }, closed.hasCard ? undefined : soon());
    });
  }
}

/** A pause that nobody was there to do is not done when nobody expects it any more. */
function hasLapsed(change: Change): boolean {
  return isResult(change) && change.writes === 0 && change.expiresAt.getTime() <= Date.now();
}
