import type { ChangeStore, NewChange } from '../../db/changes.ts';
import { addJob } from '../../db/jobs.ts';
import { type Pool, transaction } from '../../db/pool.ts';
import { type Change, isFinal, isResult } from '../../domain/change.ts';
import { bringsSecrets, isSwitch } from '../../domain/operation.ts';
import { changesSecretSteps } from '../../domain/undo.ts';
import { NotNow, Unreadable } from '../../errors.ts';
import { enter } from '../asking/entering.ts';
import { inSlices, othersFirst } from '../in-slices.ts';
import { whyLeftAlone } from '../pausing/held.ts';
import { whyOvertaken } from '../pausing/overtaken.ts';
import { settleTimers } from '../pausing/settling.ts';
import { noteTrouble, type Trouble } from '../pausing/troubles.ts';
import { type Pipeline, PipelineError } from '../pipeline.ts';
import type { Rights } from '../rights.ts';
import { look } from './carrying-out.ts';
import { type Closing, closingFor, createdSentence, sentInVain, unknownOutcome } from './endings.ts';
import type { Renew } from './renewing.ts';

export interface ApplyingOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly pipeline: Pipeline;
  readonly rights: Rights;
  /** How long after a write of unknown outcome the input is read again, in milliseconds. */
  readonly settleAfter: number;
  /** What is to be asked anew where the input has moved. */
  readonly renew: Renew;
  /** How long after it was asked for those who may approve a change are reminded, in milliseconds. */
  readonly remindAfter: number;
  /** How long what an applied change replaced is kept, so that it can be taken back, in milliseconds. */
  readonly undoFor: number;
}

/** What else is known of how a change ended. */
interface More {
  /** The id of the input that it has created. */
  readonly createdId?: string | undefined;
  /** Until when it can be taken back. */
  readonly undoUntil?: Date | undefined;
  /** What is asked in its place. */
  readonly next?: NewChange | undefined;
}

/** A write that never shows, though it was sent this often, is given up. */
const MOST_WRITES = 3;
/** Pausing twice is pausing: that may be sent again for some minutes, each time once the outcome has settled. */
const MOST_SWITCHES = 12;

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
    // What was sent already is settled first, whoever may what by now.
    if (change.writes === 0 && (await this.#mustNotBeSent(change))) return undefined;
    const settled = this.#settledAt(change);
    if (settled.getTime() > Date.now()) return { again: settled };
    const found = await look(this.#options.pipeline, { ...change, wasSent: change.writes > 0 });
    if (found.kind === 'ready') {
      // It was not carried out then, so now it would be: for that the rights of now are needed.
      if (change.writes > 0 && (await this.#mustNotBeSent(change))) return undefined;
      return this.#write(change, found.send);
    }
    if (found.kind === 'moved' && change.writes === 0) {
      const { outcome, next } = await this.#options.renew(change, found.now);
      await this.#end(change, { state: 'stale', outcome }, { next });
      return undefined;
    }
    // Not its own doing: somebody has paused it before.
    const outcome = found.kind === 'done' && change.writes === 0 && (await whyLeftAlone(pool, change));
    if (outcome) {
      await this.#end(change, { state: 'stale', outcome });
      return undefined;
    }
    const createdId = found.kind === 'done' ? found.createdId : undefined;
    const isOwnDoing = found.kind === 'done' && change.writes > 0;
    const undoUntil = isOwnDoing ? await this.#undoUntil(change) : undefined;
    await this.#end(change, closingFor(found.kind, change), { createdId, undoUntil });
    return undefined;
  }

  /** The last attempt has failed: says what is known, and leaves nothing hanging. */
  async giveUp(changeId: string, error: unknown): Promise<void> {
    const { pool, store } = this.#options;
    const change = await store.progressOf(pool, changeId);
    if (!change || isFinal(change.state)) return;
    const why = whyGivenUp(error);
    const outcome = change.writtenAt ? unknownOutcome(change, why) : `${why} Nothing was changed.`;
    await this.#end(change, { state: 'failed', outcome });
  }

  /** Where it is the end of a timed pause, the card of that says why it has not come yet. */
  noteTrouble(changeId: string, trouble: Trouble): Promise<void> {
    return noteTrouble(this.#options.pool, changeId, trouble);
  }

  async #mustNotBeSent(change: Change): Promise<boolean> {
    return (await this.#isOvertaken(change)) || (await this.#isRefused(change));
  }

  async #isOvertaken(change: Change): Promise<boolean> {
    const why = await whyOvertaken(this.#options.pool, change);
    if (why === undefined) return false;
    await this.#end(
      change,
      change.writes > 0
        ? { state: 'failed', outcome: sentInVain(change, `${why}.`) }
        : { state: 'stale', outcome: `${why}, so nothing was sent.` },
    );
    return true;
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
      outcome:
        change.writes > 0
          ? sentInVain(change, decision.reason)
          : `${decision.reason} Nothing was changed. Ask for it again.`,
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
    if (change.writes >= (isSwitch(change.operation) ? MOST_SWITCHES : MOST_WRITES)) {
      const outcome = `It was sent ${change.writes} times and the input stayed as it was.`;
      await this.#end(change, { state: 'failed', outcome });
      return undefined;
    }
    // Whatever may fail has failed by the time that something is sent.
    const undoUntil = await this.#undoUntil(change);
    const noted = await store.noteWrite(pool, change.id, change.writes);
    // Another process has taken over (this one was held up for long): what it does is enough.
    if (!noted) return undefined;
    try {
      const createdId = await send();
      await this.#end(noted, { state: 'applied' }, { createdId, undoUntil });
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
    if (error.outcome === 'unknown') {
      const again = new Date(Date.now() + this.#options.settleAfter);
      await this.noteTrouble(change.id, { why: error.message, again });
      return { again };
    }
    if (error.fault === 'unavailable') {
      await this.#options.store.forgetWrite(this.#options.pool, change.id, change.writes);
      throw error;
    }
    // It stays noted until the end: whoever else is at it must not take it for one that was never sent.
    await this.#end(change, { state: 'failed', outcome: `${error.message} Nothing was changed.` });
    return undefined;
  }

  /** A secret that was replaced is not kept to be put back. */
  async #undoUntil({ operation, base, proposed }: Change): Promise<Date | undefined> {
    const rewrites = !isSwitch(operation) && operation.kind !== 'delete' && operation.kind !== 'create';
    if (!rewrites || bringsSecrets(operation) || base === undefined || proposed === undefined)
      return undefined;
    await othersFirst();
    if (await inSlices(changesSecretSteps(base, proposed))) return undefined;
    return new Date(Date.now() + this.#options.undoFor);
  }

  /** One transaction: with what ends goes what is to come of it, or neither. */
  /** By what is known of the row as it was read: it ends otherwise where another process has sent a write meanwhile. */
  async #end(
    { id, writes }: Pick<Change, 'id' | 'writes'>,
    { state, outcome }: Closing,
    more: More = {},
  ): Promise<void> {
    const { pool, store, remindAfter } = this.#options;
    const { createdId, undoUntil, next } = more;
    const said = createdId === undefined ? outcome : createdSentence(createdId);
    await transaction(pool, async (client) => {
      const closed = await store.close(client, id, state, {
        ...{ outcome: said, inputId: createdId, undoUntil, writes },
      });
      if (!closed) return;
      await settleTimers(client, id);
      await addJob(client, 'card', { changeId: id });
      await addJob(client, 'tell', { changeId: id }, closed.hasCard ? undefined : soon());
      await addJob(client, 'forget', { changeId: id }, undoUntil);
      // The card of what it was to take back says what became of that.
      if (closed.undoes) await addJob(client, 'card', { changeId: closed.undoes });
      // Only now: of one input a single rewrite is open.
      if (next && !(await enter(client, store, next, { remindAfter, cardAfter: 0 }))) {
        throw new Error('Another change took the place of the one that was to be asked anew');
      }
    });
  }
}

function whyGivenUp(error: unknown): string {
  if (error instanceof PipelineError || error instanceof NotNow) return error.message;
  if (error instanceof Unreadable) return 'It cannot be read: the key that it was kept under is gone.';
  return 'It could not be carried out.';
}

/** A pause that nobody was there to do is not done when nobody expects it any more. The end of one is expected until it is done. */
function hasLapsed(change: Change): boolean {
  const isAsked = isResult(change) && change.resumes === undefined;
  return isAsked && change.writes === 0 && change.expiresAt.getTime() <= Date.now();
}
