import { addJob } from '../db/jobs.ts';
import { type Pool, transaction } from '../db/pool.ts';
import type { SaveRun } from '../db/save-rows.ts';
import {
  beginRun,
  closeSave,
  findSave,
  leaveRun,
  linkSave,
  noteSaved,
  type SaveEnding,
} from '../db/saves.ts';
import { isEnded, type Save, type SaveProgress, type Shared } from '../domain/save.ts';
import { KnownError } from '../errors.ts';
import { describeError, type Logger } from '../log.ts';
import { PipelineError } from '../services/pipeline.ts';
import type { SavedFile } from '../services/sample-sources.ts';
import { type SavingOptions, saveSamples } from '../services/saving.ts';
import { type Report, type ReportOptions, startReport } from './save-report.ts';
import { filesToShare, type ShareOptions, shareSaved, TryLater } from './save-share.ts';
import type { Job, SaveTask } from './tasks.ts';

export interface SaveTaskOptions extends SavingOptions, ShareOptions, Omit<ReportOptions, 'atWork'> {
  readonly pool: Pool;
  readonly logger: Logger;
}

/** A worker does five jobs at a time: the others are for what somebody waits for. */
const MOST_AT_ONCE = 2;
const LOOK_AGAIN_MS = 2_000;
/** So often a worker may die over a save before that is taken for the save's own doing. */
const MOST_LOST_RUNS = 5;

const DIED_TOO_OFTEN = `The worker has died ${MOST_LOST_RUNS} times while it saved these. Whoever runs this bot finds out why in its log.`;

/**
 * Saves samples and shares them, from wherever an earlier run has left off. What is known of a save is in its row, so a
 * run may end at any moment.
 */
export function createSaveTask(options: SaveTaskOptions): SaveTask {
  const { pool } = options;
  const atWork = new Set<string>();
  /** Uploads that the row does not know of, since the database was lost just then. */
  const uploaded = new Map<string, Shared>();

  return async (job) => {
    const { saveId, signal } = job;
    const save = await findSave(pool, saveId);
    if (!save || isEnded(save)) return;
    const mayBegin = atWork.size < MOST_AT_ONCE || save.stoppedBy !== undefined;
    if (signal.aborted || !mayBegin) return again(pool, saveId, LOOK_AGAIN_MS);
    atWork.add(saveId);
    try {
      const begun = await beginRun(pool, saveId, new Date());
      if (begun) await runSave({ ...options, atWork: () => atWork.size }, begun, job, uploaded);
    } finally {
      atWork.delete(saveId);
    }
  };
}

type RunOptions = SaveTaskOptions & ReportOptions;

async function runSave(
  options: RunOptions,
  begun: SaveRun,
  job: Job<{ readonly saveId: string }>,
  uploaded: Map<string, Shared>,
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
  if (begun.lostRuns >= MOST_LOST_RUNS) return end({ state: 'failed', outcome: DIED_TOO_OFTEN });
  if (save.stoppedBy !== undefined) return end({ state: 'stopped' });

  let why: 'stopped' | 'overtaken' | undefined;
  const ending = new AbortController();
  const report = startReport(options, { saveId, run, save }, (reason) => {
    why ??= reason;
    ending.abort();
  });
  void keepLink(options, save);
  const signal = AbortSignal.any([job.signal, ending.signal]);
  const result = await work(options, begun, { ...job, signal }, report, uploaded).catch((error: unknown) => ({
    error,
  }));
  await report.end();

  if (why === 'overtaken') return;
  if ('state' in result) return end(result);
  if (why === 'stopped') return end({ state: 'stopped', ...('files' in result ? counted(result) : {}) });
  if (job.signal.aborted) {
    await leaveRun(pool, { saveId, run });
    return again(pool, saveId, 0);
  }
  // It was overtaken as it noted what it had saved.
  if (!('error' in result)) return;
  const { error } = result;
  if (job.isLastAttempt || !mayPass(error)) {
    logger.error({ saveId, error: describeError(error) }, 'A save was given up');
    return end({ state: 'failed', outcome: sentenceOf(error) });
  }
  const waiting = await leaveRun(pool, { saveId, run }, `${sentenceOf(error)} It goes on in a while.`);
  if (waiting) await showNow(options, waiting);
  throw error;
}

/** What a run has saved when it was told to end. */
interface Interrupted {
  readonly files: readonly SavedFile[];
  readonly progress: SaveProgress;
}

async function work(
  options: RunOptions,
  { save, run, files: kept }: SaveRun,
  job: Job<{ readonly saveId: string }>,
  report: Report,
  uploaded: Map<string, Shared>,
): Promise<SaveEnding | Interrupted> {
  const { signal } = job;
  let files = kept;
  let progress = save.progress;
  if (!files || !progress) {
    const saved = await saveAll(options, save, signal, report);
    ({ files, progress } = saved);
    if (saved.isStopped) return { files, progress };
    const sharing = await noteSaved(options.pool, { saveId: save.id, run }, files, progress);
    if (!sharing) return { files, progress };
    report.show(sharing);
  }
  if (filesToShare(save, files).length === 0) return { state: 'done', progress };
  if (signal.aborted) return { files, progress };
  const shared = uploaded.get(save.id) ?? (await shareSaved(options, save, files, job.isLastAttempt, signal));
  uploaded.set(save.id, shared);
  return { state: 'done', shared };
}

async function saveAll(options: RunOptions, save: Save, signal: AbortSignal, report: Report) {
  // What an earlier run has saved is not read again, so it alone knows what of it was empty.
  const emptyBefore = save.progress?.empty ?? 0;
  const whole = (progress: SaveProgress) => ({ ...progress, empty: emptyBefore + progress.empty });
  const saved = await saveSamples(save.of, options, {
    ...(save.startedAt ? { since: save.startedAt } : {}),
    signal,
    onProgress: (progress) => report.tell(whole(progress)),
  });
  return { ...saved, progress: whole(saved.progress) };
}

const counted = ({ files, progress }: Interrupted) => ({ fileCount: files.length, progress });

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
async function keepLink({ pool, messenger, logger }: RunOptions, { id, message }: Save): Promise<void> {
  if (message.link !== undefined) return;
  try {
    await linkSave(pool, id, await messenger.permalink(message));
  } catch (error) {
    logger.warn({ saveId: id, error: describeError(error) }, 'A save has no link');
  }
}

async function showNow({ messenger, render, logger }: RunOptions, save: Save): Promise<void> {
  await messenger
    .update(save.message, render(save, undefined), { isPassing: true })
    .catch((error: unknown) =>
      logger.warn({ saveId: save.id, error: describeError(error) }, 'A save could not be shown'),
    );
}
