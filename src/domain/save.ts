/** A save: the samples of many events being put into files, and how far that is. It is a row; Slack only shows it. */
export interface Save {
  readonly id: string;
  readonly state: SaveState;
  readonly of: SaveOf;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** The message that shows it, and in whose thread the files go. */
  readonly message: { readonly channelId: string; readonly ts: string; readonly link: string | undefined };
  /**
   * When a worker first took it up, by that worker's clock, by which it also dates its files: what was written since is
   * not fetched again.
   */
  readonly startedAt: Date | undefined;
  /** As it was noted last. */
  readonly progress: SaveProgress | undefined;
  /** Of what has been saved, once all of it has. */
  readonly fileCount: number | undefined;
  /** What became of sharing the files; absent until it was tried, and where there was nothing to share. */
  readonly shared: Shared | undefined;
  readonly stoppedBy: string | undefined;
  readonly closedAt: Date | undefined;
  /** Why it ended as it did: a sentence, absent where the state says it all. */
  readonly outcome: string | undefined;
}

/** Whose samples: those of all events of an input, or of all events. */
export type SaveOf = { readonly type: 'input'; readonly name: string } | { readonly type: 'all' };

/** How far the saving is. Counts are of events. */
export interface SaveProgress {
  readonly total: number;
  /** With how many of them it is through: saved, found saved, or failed. */
  readonly done: number;
  /** The first of those that could not be saved, each with the sentence that says why. */
  readonly failed: readonly Failed[];
  readonly failedCount: number;
  /** The inputs whose file is missing or lacks something, though not all of their events failed; absent where there are none. */
  readonly failedInputs?: { readonly first: readonly Failed[]; readonly count: number } | undefined;
  /** Those that have no samples: their files hold an empty list. Those that were found saved do not count. */
  readonly empty: number;
  /** Of `done`, those whose files had been written by an earlier run of the same save. */
  readonly reused: number;
}

/** What could not be saved, and the sentence that says why. */
export interface Failed {
  readonly name: string;
  readonly why: string;
}

/** The file in the thread, or why it is not there. */
export interface Shared {
  readonly how: (typeof SHARED_HOW)[number];
  readonly fileName: string;
  /** Why it could not be made, as a sentence, where that can be said. */
  readonly why?: string | undefined;
  /** Under which keys something was masked: the first of them, in alphabetical order. */
  readonly masked: readonly string[];
  /** Files that could not be masked, and so not be shared, as a whole or in part: the first of them. */
  readonly leftOut: readonly string[];
  /** How many more of them there are. */
  readonly leftOutMore?: number | undefined;
}

/**
 * - `attached`: it is in the thread.
 * - `uncertain`: it may be there, since Slack did not answer to the last step. It is not sent again: it could be there twice.
 * - `refused`, `unavailable`: Slack will not take it, or did not in the end.
 * - `broken`: it could not be made.
 */
export const SHARED_HOW = ['attached', 'uncertain', 'refused', 'unavailable', 'broken'] as const;

/**
 * - `starting`: no worker has taken it up yet.
 * - `running`: events are fetched and written.
 * - `sharing`: everything is saved and on its way into the thread.
 */
export type SaveState = (typeof SAVE_STATES)[number];
export const SAVE_STATES = ['starting', 'running', 'sharing', 'done', 'stopped', 'failed'] as const;

export function isEnded({ state }: Pick<Save, 'state'>): boolean {
  return state === 'done' || state === 'stopped' || state === 'failed';
}

/** How many files are in the zip that is being made of them. */
export interface Packing {
  readonly packed: number;
  readonly files: number;
}

/** What is known of a run while it goes on, and nowhere kept. */
export interface Passing {
  readonly pace?: Pace | undefined;
  readonly packing?: Packing | undefined;
}

/** How fast a run is, and how long it still takes if it goes on so. */
export interface Pace {
  readonly perSecond: number;
  readonly secondsLeft: number;
}

/** Sooner than this, nothing can be said of it. */
const SHORTEST_MEASURED_MS = 1_000;

/** @param elapsed since the run began, in milliseconds: what an earlier one had done does not count */
export function paceOf(
  { total, done, reused }: Pick<SaveProgress, 'total' | 'done' | 'reused'>,
  elapsed: number,
): Pace | undefined {
  const perSecond = ((done - reused) * 1_000) / elapsed;
  if (elapsed < SHORTEST_MEASURED_MS || perSecond <= 0) return undefined;
  return { perSecond, secondsLeft: (total - done) / perSecond };
}
