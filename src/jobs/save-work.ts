import type { Pool } from '../db/pool.ts';
import type { SaveRun } from '../db/save-rows.ts';
import { noteSaved, type SaveEnding } from '../db/saves.ts';
import type { Save, SaveProgress } from '../domain/save.ts';
import { formatNumber } from '../domain/stats.ts';
import { type SavingOptions, saveSamples } from '../services/saving/saving.ts';
import type { Report } from './save-report.ts';
import { filesToShare, type ShareOptions, shareSaved } from './save-share.ts';

export interface WorkOptions extends SavingOptions, ShareOptions {
  readonly pool: Pool;
}

/** What a run has saved when it was told to end; nothing where it did not come to that, and an earlier run may have. */
export interface Interrupted {
  readonly fileCount?: number;
  readonly progress?: SaveProgress;
}

/** How a run is to go about it. */
export interface Attempt {
  readonly isLastAttempt: boolean;
  readonly signal: AbortSignal;
}

/**
 * What a run does: saves what an earlier one has not, and shares all of it.
 * @returns how the save ends, or how far it was when the signal ended the run
 */
export async function work(
  options: WorkOptions,
  { save, run, files: kept }: SaveRun,
  { isLastAttempt, signal }: Attempt,
  report: Report,
): Promise<SaveEnding | Interrupted> {
  let files = kept;
  let progress = save.progress;
  if (!files || !progress) {
    const saved = await saveAll(options, save, signal, report);
    ({ files, progress } = saved);
    const interrupted = saved.hasBegun ? { fileCount: files.length, progress } : {};
    if (saved.isStopped) return interrupted;
    if (isForNothing(progress))
      return { state: 'failed', progress, fileCount: 0, outcome: nothingOf(progress) };
    const sharing = await noteSaved(options.pool, { saveId: save.id, run }, files, progress);
    if (!sharing) return interrupted;
    report.show(sharing);
  }
  if (filesToShare(save, files).length === 0) return { state: 'done', progress };
  if (signal.aborted) return {};
  const sharing = { signal, onPacked: report.pack };
  return { state: 'done', shared: await shareSaved(options, save, files, isLastAttempt, sharing) };
}

async function saveAll(options: WorkOptions, save: Save, signal: AbortSignal, report: Report) {
  // What an earlier run has saved is not read again, so it alone knows what of it was empty.
  const emptyBefore = save.progress?.empty ?? 0;
  const whole = (progress: SaveProgress) => ({ ...progress, empty: emptyBefore + progress.empty });
  let hasBegun = false;
  const saved = await saveSamples(save.of, options, {
    ...(save.startedAt ? { since: save.startedAt } : {}),
    signal,
    onProgress(progress) {
      hasBegun = true;
      report.tell(whole(progress));
    },
  });
  return { ...saved, progress: whole(saved.progress), hasBegun };
}

const isForNothing = ({ done, failedCount }: SaveProgress) => done > 0 && failedCount === done;

function nothingOf({ total }: SaveProgress): string {
  return total === 1 ? 'The only event failed.' : `All ${formatNumber(total)} events failed.`;
}
