import { setImmediate } from 'node:timers/promises';
import type { Steps } from '../domain/steps.ts';

/** Milliseconds: everybody else waits for at most about that long. */
const SLICE_MS = 10;

/** Does the steps a slice at a time, and lets everything else that waits go on in between. */
export async function inSlices<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const { done, value } = steps.next();
      if (done) return value;
    }
    await setImmediate();
  }
}
