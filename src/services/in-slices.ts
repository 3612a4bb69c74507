import type { Steps } from '../domain/steps.ts';

/** Nothing may wait for 50 ms: a step that takes longer than most comes on top, and so does the collecting of garbage. */
const SLICE_MS = 5;

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
