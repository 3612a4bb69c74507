import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { ChangeStore, NewChange } from '../../db/changes.ts';
import { addJob } from '../../db/jobs.ts';
import { type Pool, transaction } from '../../db/pool.ts';
import {
  claimEnd,
  closeWaitingResumes,
  endTimer,
  findRunningPause,
  type RunningPause,
} from '../../db/timed-pauses.ts';
import { RULE_DEFAULTS } from '../../domain/policy/policy.ts';
import { leftWords, spanWords } from '../../domain/spans.ts';
import { summarise } from '../../domain/summary.ts';
import { enter } from '../asking/entering.ts';
import { drawAndTellEnding } from '../deciding/ending.ts';
import { type Pipeline, PipelineError } from '../pipeline.ts';
import { nextLook } from './looks.ts';
import { closeExtensions } from './settling.ts';
import { noteTrouble } from './troubles.ts';

export interface LookingOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly pipeline: Pipeline;
  /** How long a resume may wait for a worker, in milliseconds. */
  readonly changeTtl: number;
  readonly remindAfter: number;
}

/** When to look again, and whether the card says something else by now. */
export interface NextLook {
  readonly again: Date;
  readonly isToDraw: boolean;
}

const MINUTE = 60_000;
const SOON_MS = 1_000;
/** However long the pipeline may take elsewhere: looks at many pauses must not keep a worker from everything else. */
const LOOK_WITHIN_MS = 5_000;
/** A pipeline that does not answer when the time is over is asked again and again for so long. */
const PATIENCE_MS = 5 * MINUTE;
const ASK_AGAIN_MS = 15_000;
/** Its card tells how it ended, and is posted then; should it hang for so long, that it hangs. */
const CARD_AFTER_MS = 6 * MINUTE;

const SUPERSEDED = 'The pause was over before that was approved, so the input is resumed by itself.';

/** Looks after timed pauses: what others do with the input is respected, and when the time is over it is resumed. */
export class Looking {
  readonly #options: LookingOptions;

  constructor(options: LookingOptions) {
    this.#options = options;
  }

  /** @param changeId of the pause @returns nothing once it has ended */
  async look(changeId: string): Promise<NextLook | undefined> {
    const { pool } = this.#options;
    const pause = await findRunningPause(pool, changeId);
    if (!pause) return undefined;
    const found = await this.#read(pause);
    if (found === 'running' || found === 'gone') {
      return this.#endedElsewhere(pause, found === 'gone' ? 'gone' : 'elsewhere');
    }
    if (pause.left > 0) {
      return { again: nextLook(pause.until, pause.left), isToDraw: hasNewWords(pause.left) };
    }
    const over = Date.now() - pause.until.getTime();
    if (typeof found === 'object' && over < PATIENCE_MS) {
      const next = later(ASK_AGAIN_MS);
      await noteTrouble(this.#options.pool, pause.id, { why: found.unknown, again: next.again });
      return next;
    }
    return (await this.#resume(pause)) ? later(MINUTE) : later(SOON_MS);
  }

  async #read({ inputId }: RunningPause): Promise<'paused' | 'running' | 'gone' | { unknown: string }> {
    const waiting = new AbortController();
    try {
      const input = await Promise.race([
        this.#options.pipeline.readInput(inputId),
        after(LOOK_WITHIN_MS, 'too late' as const, { signal: waiting.signal }),
      ]);
      if (input === 'too late') return { unknown: 'Whether it is paused still could not be read in time.' };
      if (!input) return 'gone';
      return input.paused === false ? 'running' : 'paused';
    } catch (error) {
      if (error instanceof PipelineError) return { unknown: error.message };
      throw error;
    } finally {
      waiting.abort();
    }
  }

  async #endedElsewhere({ id }: RunningPause, how: 'elsewhere' | 'gone'): Promise<NextLook | undefined> {
    return transaction(this.#options.pool, async (client) => {
      if (!(await endTimer(client, id, how))) return later(SOON_MS);
      await addJob(client, 'card', { changeId: id });
      await closeExtensions(client, id);
      return undefined;
    });
  }

  /**
   * Makes the resume that ends the pause, which is applied like any other; that is what ends the timer.
   * @returns false when a pause or resume of somebody else's is on its way: first that
   */
  #resume(pause: RunningPause): Promise<boolean> {
    const { pool, store, remindAfter, changeTtl } = this.#options;
    return transaction(pool, async (client) => {
      if (!(await claimEnd(client, pause.id))) return false;
      for (const changeId of await closeWaitingResumes(client, pause.inputId, SUPERSEDED)) {
        await drawAndTellEnding(client, changeId);
      }
      const expiresAt = new Date(Date.now() + changeTtl);
      const options = { remindAfter, cardAfter: CARD_AFTER_MS };
      return (await enter(client, store, resumeOf(pause, expiresAt), options)) !== undefined;
    });
  }
}

/** Approved with the pause that it ends: by whoever was to approve that. */
function resumeOf(pause: RunningPause, expiresAt: Date): NewChange {
  const { ask, approve, selfApprove, reason } = RULE_DEFAULTS;
  const operation = { kind: 'resume' } as const;
  return {
    id: randomUUID(),
    state: 'approved',
    inputId: pause.inputId,
    inputName: pause.inputName,
    inputType: pause.inputType,
    terms: {
      rules: ['the end of a timed pause'],
      approvals: 0,
      ...{ ask: [ask], approve: [approve], alone: [[]], selfApprove, reason },
    },
    summary: summarise({ operation, inputName: pause.inputName }, undefined),
    operation,
    base: undefined,
    proposed: undefined,
    secrets: undefined,
    reason: pause.for === undefined ? 'its time is over' : `its time of ${spanWords(pause.for)} is over`,
    requestedBy: pause.requestedBy,
    expiresAt,
    teamId: pause.teamId,
    channelId: pause.channelId,
    resumes: pause.id,
  };
}

function later(milliseconds: number): NextLook {
  return { again: new Date(Date.now() + milliseconds), isToDraw: true };
}

/** Since the look before, a minute ago. */
function hasNewWords(left: number): boolean {
  return leftWords(left) !== leftWords(left + MINUTE);
}
