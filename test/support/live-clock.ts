const TICK_MS = 20;
const MOST_OF_A_TICK_MS = 50;

/**
 * Counts the time in which this process runs, the bot in it included. Where the machine holds it up, all of that counts as one
 * tick: how long the bot makes somebody wait is not what the machine makes it wait.
 * @returns how long it has run since, in milliseconds
 */
export function startLiveClock(): () => number {
  let lived = 0;
  let last = performance.now();
  const count = () => {
    const now = performance.now();
    lived += Math.min(now - last, MOST_OF_A_TICK_MS);
    last = now;
    return lived;
  };
  setInterval(count, TICK_MS).unref();
  return count;
}

/** @returns what came of the work, and how long this process was at it, in milliseconds by a live clock */
export async function timeAwake<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly awake: number }> {
  const lived = startLiveClock();
  return { result: await work(), awake: lived() };
}
