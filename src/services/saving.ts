import type { Pipeline } from './pipeline.ts';
import type { SampleFiles, SavedFile } from './sample-sources.ts';

/** Whose samples are saved: those of one event, of all events of an input, or of everything. */
export type ToSave =
  | { readonly type: 'event'; readonly name: string }
  /** `events` where they are known: those of the pipeline's listing otherwise. */
  | { readonly type: 'input'; readonly name: string; readonly events?: readonly string[] }
  | { readonly type: 'events'; readonly names: readonly string[] }
  | { readonly type: 'all' };

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
  /** Called once when the events are known, and then after each: whoever shows it sees to it that this is not too often. */
  onProgress?(progress: SavingProgress): void;
}

/** Each is another object: what was given is not changed any more. */
export interface SavingProgress {
  /** How many events there are. */
  readonly total: number;
  /** With how many of them it is through: saved, found saved, or failed. */
  readonly done: number;
  /** The first of those that could not be saved. */
  readonly failed: readonly { readonly name: string; readonly why: string }[];
  readonly failedCount: number;
  /** How many have no samples: their files hold an empty list. Those that were found saved do not count. */
  readonly empty: number;
  /** How many were saved already. */
  readonly reused: number;
}

export interface Saved {
  /** What is there now: the events' files, and those of inputs behind them. */
  readonly files: readonly SavedFile[];
  readonly progress: SavingProgress;
  /** Was it ended by the signal? The files of inputs are then left as they were, since they would be incomplete. */
  readonly isStopped: boolean;
}

/**
 * Saves samples, each list as the pipeline gave it. Source: `Samples.write_alooma_samples_to_files`.
 *
 * An event that cannot be saved is noted by its name and stops nothing, unless it is the only one that was asked for.
 * @throws PipelineError where the events cannot be listed, where the pipeline refuses the credentials, and where it is
 *   unavailable for many events in a row
 * @throws KnownError `bad_file` where the folder cannot be written to
 */
export async function saveSamples(
  _toSave: ToSave,
  _options: SavingOptions,
  _run: SavingRun = {},
): Promise<Saved> {
  throw new Error('not yet');
}
