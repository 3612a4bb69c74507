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
