import { LRUCache } from 'lru-cache';
import { addJob } from '../db/jobs.ts';
import { type Pool, transaction } from '../db/pool.ts';
import type { SaveRun } from '../db/save-rows.ts';
import { beginRun, closeSave, findSave, leaveRun, linkSave, type SaveEnding } from '../db/saves.ts';
import { isEnded, type Save, type Shared } from '../domain/save.ts';
import { KnownError } from '../errors.ts';
import { describeError } from '../log.ts';
import { PipelineError } from '../services/pipeline.ts';
import { unlessAborted } from '../slack/giving-up.ts';
import { type ReportOptions, startReport } from './save-report.ts';
import { TryLater } from './save-share.ts';
import { type WorkOptions, work } from './save-work.ts';
import type { Job, SaveTask } from './tasks.ts';

export type SaveTaskOptions = WorkOptions & ReportOptions;

/** A worker does five jobs at a time: the others are for what somebody waits for. */
const MOST_AT_ONCE = 2;
const LOOK_AGAIN_MS = 2_000;
const MOST_UPLOADED = 100;
/** So often a worker may die over a save before that is taken for the save's own doing. */
const MOST_LOST_RUNS = 5;
/** As many as its job has attempts, whose pauses come to some ten minutes. */
const MOST_FAILED_RUNS = 7;

const DIED_TOO_OFTEN = `The worker has died ${MOST_LOST_RUNS} times while it saved these. Whoever runs this bot finds out why in its log.`;

/**
 * Saves samples and shares them, from wherever an earlier run has left off. What is known of a save is in its row, so a
 * run may end at any moment.
 */
export function createSaveTask(options: SaveTaskOptions): SaveTask {
  const { pool } = options;
  const atWork = new Set<string>();
  /** Uploads that the row does not know of, since the database was lost just then. Another worker may end such a save. */
  const uploaded = new LRUCache<string, Shared>({ max: MOST_UPLOADED });

  return async (job) => {
    const { saveId, signal } = job;
    const save = await findSave(pool, saveId);
    if (!save || isEnded(save)) return;
    const mayBegin = atWork.size < MOST_AT_ONCE || save.stoppedBy !== undefined;
    if (signal.aborted || !mayBegin) return again(pool, saveId, LOOK_AGAIN_MS);
    atWork.add(saveId);
    try {
      const begun = await beginRun(pool, saveId, new Date());
      if (begun) await runSave(options, begun, job, uploaded);
    } finally {
      atWork.delete(saveId);
    }
  };
}

async function runSave(
  options: SaveTaskOptions,
  begun: SaveRun,
  { signal: leaving }: Job<{ readonly saveId: string }>,
  uploaded: LRUCache<string, Shared>,
): Promise<void> {
  const { pool, logger } = options;
  const { save, run } = begun;
  const saveId = save.id;
  const end = async (ending: SaveEnding) => {
    await transaction(pool, async (client) => {
      const isClosed = await closeSave(client, { saveId, run }, ending);
      if (isClosed) await addJob(client, 'show_save', { saveId });
    });
    uploaded.delete(saveId);
  };
  const before = uploaded.get(saveId);
  if (before) return end({ state: 'done', shared: before });
  if (begun.lostRuns >= MOST_LOST_RUNS) return end({ state: 'failed', outcome: DIED_TOO_OFTEN });
  if (save.stoppedBy !== undefined) return end({ state: 'stopped' });

  let why: 'stopped' | 'overtaken' | undefined;
  const ending = new AbortController();
  const report = startReport(options, { saveId, run, save }, (reason) => {
    why ??= reason;
    ending.abort();
  });
  void keepLink(options, save);
  const isLastAttempt = begun.failedRuns + 1 >= MOST_FAILED_RUNS;
  const attempt = { isLastAttempt, signal: AbortSignal.any([leaving, ending.signal]) };
  const result = await work(options, begun, attempt, report).catch((error: unknown) => ({ error }));
  if ('shared' in result && result.shared) uploaded.set(saveId, result.shared);
  await report.end();

  if (why === 'overtaken') return;
  if (why === undefined && leaving.aborted && !('state' in result)) {
    // First of all: whoever stops this worker waits for some seconds only.
    if (await leaveRun(pool, { saveId, run })) await again(pool, saveId, 0);
    return;
  }
  // An update that is under way would stand over what is said from here on.
  await unlessAborted(report.drawn(), leaving).catch(() => undefined);
  if ('state' in result) return end(result);
  if (why === 'stopped') return end({ state: 'stopped', ...('error' in result ? {} : result) });
  // It was overtaken as it noted what it had saved.
  if (!('error' in result)) return;
  const { error } = result;
  if (isLastAttempt || !mayPass(error)) {
    logger.error({ saveId, error: describeError(error) }, 'A save was given up');
    return end({ state: 'failed', outcome: sentenceOf(error) });
  }
  const left = await leaveRun(pool, { saveId, run }, `${sentenceOf(error)} It goes on in a while.`);
  // Nobody has looked since the report ended.
  if (left?.stoppedBy !== undefined) return end({ state: 'stopped' });
  if (left) await unlessAborted(showNow(options, left), leaving).catch(() => undefined);
  // Stopped meanwhile, by a job of its own: what is shown may be what was just said here, and nothing is to be tried again.
  if (isOver(await findSave(pool, saveId))) return addJob(pool, 'show_save', { saveId });
  throw error;
}

const isOver = (save: Save | undefined) => save === undefined || isEnded(save);

function again(pool: Pool, saveId: string, inMs: number): Promise<void> {
  return addJob(pool, 'save', { saveId }, new Date(Date.now() + inMs));
}

/** A pipeline that is away may come back, and so may Slack or a database. */
function mayPass(error: unknown): boolean {
  if (error instanceof KnownError) return false;
  return !(error instanceof PipelineError) || error.fault === 'unavailable';
}

function sentenceOf(error: unknown): string {
  if (error instanceof KnownError || error instanceof PipelineError) return error.message;
  if (error instanceof TryLater) return 'Everything is saved, and Slack does not take files right now.';
  return 'That went wrong, and the fault is mine. Whoever runs this bot finds out why in its log.';
}

/** For whoever asks for the same meanwhile. A save without a link is still a save. */
async function keepLink({ pool, messenger, logger }: SaveTaskOptions, { id, message }: Save): Promise<void> {
  if (message.link !== undefined) return;
  try {
    await linkSave(pool, id, await messenger.permalink(message));
  } catch (error) {
    logger.warn({ saveId: id, error: describeError(error) }, 'A save has no link');
  }
}

async function showNow({ messenger, render, logger }: SaveTaskOptions, save: Save): Promise<void> {
  await messenger
    .update(save.message, render(save, {}), { isPassing: true })
    .catch((error: unknown) =>
      logger.warn({ saveId: save.id, error: describeError(error) }, 'A save could not be shown'),
    );
}
