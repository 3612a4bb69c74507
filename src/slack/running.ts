import { setTimeout as pause } from 'node:timers/promises';

/**
 * The work that goes on after a request was acknowledged. Bolt's `stop()` does not wait for it, so it is counted here.
 */
export interface Running {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves once nothing is running, or when the time is over. @returns how much was still running then */
  idle(withinMs: number): Promise<number>;
}

export function createRunning(): Running {
  const running = new Set<Promise<unknown>>();
  return {
    track(work) {
      const settled: Promise<unknown> = work.then(
        () => running.delete(settled),
        () => running.delete(settled),
      );
      running.add(settled);
      return work;
    },

    async idle(withinMs) {
      const over = AbortSignal.timeout(withinMs);
      const timeUp = new Promise<void>((resolve) => over.addEventListener('abort', () => resolve()));
      while (running.size > 0 && !over.aborted) {
        await Promise.race([Promise.allSettled([...running]), timeUp]);
      }
      return running.size;
    },
  };
}

/** Waits for the work to end, but not for ever. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, pause(milliseconds, undefined, { ref: false })]);
}
