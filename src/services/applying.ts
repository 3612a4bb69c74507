import type { ChangeStore, Ending } from '../db/changes.ts';
import { addJob } from '../db/jobs.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { type Change, isFinal } from '../domain/change.ts';
import { fingerprint } from '../domain/document.ts';
import type { Input } from '../domain/input.ts';
import { code } from '../domain/mrkdwn.ts';
import { isDocumentOperation, pausedBy, propose } from '../domain/operation.ts';
import { isApprovedAtOnce } from '../domain/policy.ts';
import { type Pipeline, PipelineError } from './pipeline.ts';

export interface ApplyingOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly pipeline: Pipeline;
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

/** What an input is like, as seen from a change: as it was, as it should be, or neither. */
type Seen = 'base' | 'proposed' | 'moved' | 'gone' | 'unpausable';

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
   * @throws PipelineError when the pipeline cannot be asked now and trying again may help
   */
  async apply(changeId: string): Promise<{ again: Date } | undefined> {
    const { pool, store } = this.#options;
    const change = (await store.startApplying(pool, changeId)) ?? (await store.find(pool, changeId));
    if (!change || change.state === 'pending' || isFinal(change.state)) return undefined;
    if (change.state === 'approved') return { again: new Date(Date.now() + TURN_MS) };
    if (hasLapsed(change)) {
      await this.#end(change, 'stale', 'No worker was there to do it before it lapsed, so nothing was sent.');
      return undefined;
    }
    const settled = this.#settledAt(change);
    if (settled.getTime() > Date.now()) return { again: settled };
    const { seen, input } = await this.#look(change);
    if (seen === 'base' && input) return this.#write(change, input);
    await this.#end(change, ...endingFor(seen, change));
    return undefined;
  }

  /** The last attempt has failed: says what is known, and leaves nothing hanging. */
  async giveUp(changeId: string, error: unknown): Promise<void> {
    const { pool, store } = this.#options;
    const change = await store.progressOf(pool, changeId);
    if (!change || isFinal(change.state)) return;
    const why = error instanceof PipelineError ? error.message : 'It could not be carried out.';
    await this.#end(
      change,
      'failed',
      change.writtenAt ? unknownOutcome(change, why) : `${why} Nothing was changed.`,
    );
  }

  /** When a write that was sent and of which nothing is known, since whoever sent it has crashed, has had its time. */
  #settledAt({ writtenAt }: Change): Date {
    return writtenAt ? new Date(writtenAt.getTime() + this.#options.settleAfter) : new Date(0);
  }

  async #look(change: Change): Promise<{ seen: Seen; input: Input | undefined }> {
    const input = await this.#options.pipeline.readInput(change.inputId);
    return { seen: input ? see(change, input) : 'gone', input };
  }

  async #write(change: Change, input: Input): Promise<{ again: Date } | undefined> {
    const { pool, store } = this.#options;
    if (change.writes >= MOST_WRITES) {
      await this.#end(change, 'failed', `It was sent ${change.writes} times and the input stayed as it was.`);
      return undefined;
    }
    const send = this.#prepare(change, input);
    const noted = await store.noteWrite(pool, change.id, change.writes);
    // Another process has taken over (this one was held up for long): what it does is enough.
    if (!noted) return undefined;
    try {
      await send();
    } catch (error) {
      return this.#writeFailed(noted, error);
    }
    await this.#end(noted, 'applied');
    return undefined;
  }

  /** What is written is the operation done to the input just read, never a stored document. */
  #prepare({ operation, inputId }: Change, input: Input): () => Promise<void> {
    const { pipeline } = this.#options;
    if (!isDocumentOperation(operation)) return () => pipeline.setPaused(inputId, pausedBy(operation));
    const document = propose(operation, input);
    return () => pipeline.replaceInput(inputId, document);
  }

  async #writeFailed(change: Change, error: unknown): Promise<{ again: Date } | undefined> {
    // A fault of ours, not the pipeline's: the write stays noted, so the next attempt settles it by reading.
    if (!(error instanceof PipelineError)) throw error;
    // From now on, not from when it was sent: a time-out may be longer than the pause, and would leave none of it.
    if (error.outcome === 'unknown') return { again: new Date(Date.now() + this.#options.settleAfter) };
    const { pool, store } = this.#options;
    await store.forgetWrite(pool, change.id, change.writes);
    if (error.fault === 'unavailable') throw error;
    await this.#end(change, 'failed', `${error.message} Nothing was changed.`);
    return undefined;
  }

  async #end(
    change: Pick<Change, 'id'>,
    ending: Exclude<Ending, 'cancelled' | 'expired'>,
    outcome?: string,
  ): Promise<void> {
    const { pool, store } = this.#options;
    await transaction(pool, async (client) => {
      const closed = await store.close(client, change.id, ending, outcome);
      if (!closed) return;
      await addJob(client, 'card', { changeId: change.id });
      await addJob(client, 'tell', { changeId: change.id }, closed.hasCard ? undefined : soon());
    });
  }
}

/** A pause that nobody was there to do is not done when nobody expects it any more. */
function hasLapsed({ action, expiresAt, writes }: Change): boolean {
  return isApprovedAtOnce(action) && writes === 0 && expiresAt.getTime() <= Date.now();
}

function see(change: Change, input: Input): Seen {
  if (!isDocumentOperation(change.operation)) {
    if (input.paused === undefined) return 'unpausable';
    return input.paused === pausedBy(change.operation) ? 'proposed' : 'base';
  }
  const is = fingerprint(input.document);
  if (is === fingerprint(change.base ?? '{}')) return 'base';
  return is === fingerprint(change.proposed ?? '{}') ? 'proposed' : 'moved';
}

function endingFor(seen: Seen, change: Change): ['applied' | 'stale' | 'failed', string?] {
  const input = code(change.inputName);
  switch (seen) {
    case 'proposed':
      return ['applied', change.writes === 0 ? 'It was so already: nothing was sent.' : undefined];
    case 'moved':
      return ['stale', moved(change)];
    case 'gone':
      return ['stale', gone(change)];
    default:
      return [
        'failed',
        change.writtenAt
          ? unknownOutcome(change, `${input} has no paused state any more.`)
          : `${input} has no paused state, so nothing was sent.`,
      ];
  }
}

function gone({ inputName, writtenAt }: Change): string {
  return writtenAt
    ? `${code(inputName)} no longer exists. Whether the change was made is not known.`
    : `${code(inputName)} no longer exists, so nothing was written.`;
}

function unknownOutcome({ inputName }: Pick<Change, 'inputName'>, why: string): string {
  return `${why} Whether the change was made is not known: look at ${code(inputName)} before you ask again.`;
}

function moved(change: Change): string {
  const input = code(change.inputName);
  if (change.writtenAt)
    return unknownOutcome(change, `${input} has changed while the answer to the write was awaited.`);
  return `${input} has changed since the preview, so nothing was written. Ask again to see the difference to what it is now.`;
}
