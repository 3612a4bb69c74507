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

/** Of those that failed so many are kept by name. */
const NAMED = 50;

export type Ended = 'saved' | 'empty' | 'reused' | { readonly why: string };

export interface Counting {
  /** Starts the counting, and tells of it. */
  begin(total: number): void;
  count(name: string, ended: Ended): void;
  progress(): SavingProgress;
}

/** How far a save is. @param tell gets it after each event */
export function createCounting(tell: (progress: SavingProgress) => void = () => undefined): Counting {
  let now: SavingProgress = { total: 0, done: 0, failed: [], failedCount: 0, empty: 0, reused: 0 };
  const set = (progress: SavingProgress) => {
    now = progress;
    tell(now);
  };
  return {
    begin: (total) => set({ ...now, total }),
    count: (name, ended) => set({ ...now, done: now.done + 1, ...changedBy(now, name, ended) }),
    progress: () => now,
  };
}

function changedBy(now: SavingProgress, name: string, ended: Ended): Partial<SavingProgress> {
  if (ended === 'saved') return {};
  if (ended === 'empty') return { empty: now.empty + 1 };
  if (ended === 'reused') return { reused: now.reused + 1 };
  const failed = now.failed.length < NAMED ? [...now.failed, { name, why: ended.why }] : now.failed;
  return { failed, failedCount: now.failedCount + 1 };
}
