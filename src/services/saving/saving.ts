import type { SaveProgress } from '../../domain/save.ts';
import type { Pipeline } from '../pipeline.ts';
import type { SampleFiles, SavedFile } from '../sample-sources.ts';
import { BrokenOff, createEnding } from './ending.ts';
import { createCounting } from './save-counting.ts';
import { type Saving, saveWanted } from './save-steps.ts';
import { type ToSave, wanted } from './save-wanted.ts';

export type { ToSave } from './save-wanted.ts';

export interface SavingOptions {
  readonly pipeline: Pick<Pipeline, 'listEvents' | 'listSamples'>;
  readonly files: SampleFiles;
  /** How many events are asked for side by side. */
  readonly concurrency: number;
  /** What is made of a list's text before it is written: masking, where saved files are to be masked. */
  readonly change?: (text: string) => Promise<string>;
}

export interface SavingRun {
  /** An event whose file was written since then is not asked for again: a save that was broken off goes on. */
  readonly since?: Date;
  /** Ends it: what is under way is given up at once, what was saved stays. */
  readonly signal?: AbortSignal;
  /** Called when the events are known and then after each of them: whoever shows it sees to it that it is not too often. */
  onProgress?(progress: SaveProgress): void;
}

export interface Saved {
  /** What is there now: the events' files, and those of inputs behind them. */
  readonly files: readonly SavedFile[];
  readonly progress: SaveProgress;
  /** Was it ended by the signal? The file of an input whose events are not all through is then left as it was. */
  readonly isStopped: boolean;
}

/**
 * Saves samples, each list as the pipeline gave it. Source: `Samples.write_alooma_samples_to_files`.
 *
 * An event that cannot be saved is noted by its name and stops nothing, unless it is the only one that was asked for.
 * So is an input whose file cannot be written, or lacks an event whose file cannot be read.
 * @throws PipelineError where the events cannot be listed, where the pipeline refuses the credentials, and where it is
 *   unavailable for many events in a row
 * @throws KnownError `bad_folder` where the folder cannot be written to; what the only event failed of
 */
export async function saveSamples(
  toSave: ToSave,
  options: SavingOptions,
  run: SavingRun = {},
): Promise<Saved> {
  const ending = createEnding(run.signal);
  const counting = createCounting(run.onProgress?.bind(run));
  try {
    const all = await ending.unlessEnded(wanted(toSave, options.pipeline));
    const saving: Saving = {
      ...options,
      change: options.change,
      since: run.since,
      isOnly: toSave.type === 'event',
      ending,
      counting,
    };
    const files = await saveWanted(saving, all);
    if (ending.fault) throw ending.fault.error;
    return { files, progress: counting.progress(), isStopped: ending.isEnded };
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error;
    return { files: [], progress: counting.progress(), isStopped: true };
  } finally {
    ending.close();
  }
}
