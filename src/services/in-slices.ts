import type { Steps } from '../domain/steps.ts';

/** People notice 50 ms; what else waits meanwhile has its own work to do. */
const SLICE_MS = 10;

/**
 * Does work a slice at a time, so that everything else that waits gets its turn in between: however many such works
 * there are, one slice of one of them is done between two looks at the network.
 */
export async function inSlices<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    await othersFirst();
    const until = performance.now() + SLICE_MS;
    do {
      const { done, value } = steps.next();
      if (done) return value;
    } while (performance.now() < until);
  }
}

const waiting: (() => void)[] = [];

/** Lets everything else that waits go on, before what takes long by itself and cannot be laid down. */
export function othersFirst(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });
}

/** One turn for each round of the event loop: `setImmediate` from here is for the next. */
function giveTurn(): void {
  const next = waiting.shift();
  if (waiting.length > 0) setImmediate(giveTurn);
  next?.();
}
