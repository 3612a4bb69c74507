import type { Failed, SaveProgress } from '../../domain/save.ts';

/** Of those that failed so many are kept by name. */
const NAMED = 50;

export type Ended = 'saved' | 'empty' | 'reused' | { readonly why: string };

export interface Counting {
  /** Starts the counting, and tells of it. */
  begin(total: number): void;
  count(name: string, ended: Ended): void;
  /** An input whose file is missing or lacks something. */
  countInput(name: string, why: string): void;
  /** Each is another object: what was given is not changed any more. */
  progress(): SaveProgress;
}

/** How far a save is. @param tell gets it after each event */
export function createCounting(tell: (progress: SaveProgress) => void = () => undefined): Counting {
  let now: SaveProgress = { total: 0, done: 0, failed: [], failedCount: 0, empty: 0, reused: 0 };
  const set = (progress: SaveProgress) => {
    now = progress;
    tell(now);
  };
  return {
    begin: (total) => set({ ...now, total }),
    count: (name, ended) => set({ ...now, done: now.done + 1, ...changedBy(now, name, ended) }),
    countInput(name, why) {
      const { first, count } = now.failedInputs ?? { first: [], count: 0 };
      set({ ...now, failedInputs: { first: firstOf(first, { name, why }), count: count + 1 } });
    },
    progress: () => now,
  };
}

function changedBy(now: SaveProgress, name: string, ended: Ended): Partial<SaveProgress> {
  if (ended === 'saved') return {};
  if (ended === 'empty') return { empty: now.empty + 1 };
  if (ended === 'reused') return { reused: now.reused + 1 };
  const failed = firstOf(now.failed, { name, why: ended.why });
  return { failed, failedCount: now.failedCount + 1 };
}

function firstOf(failed: readonly Failed[], next: Failed): readonly Failed[] {
  return failed.length < NAMED ? [...failed, next] : failed;
}
