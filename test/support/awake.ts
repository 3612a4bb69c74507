const TICK_MS = 10;

/**
 * Does something, and says how long that took.
 * @returns with its result, the milliseconds without those in which this process stood still
 */
export async function timeAwake<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly awake: number }> {
  let awake = 0;
  // One that comes late comes once, however late it is.
  const ticking = setInterval(() => {
    awake += TICK_MS;
  }, TICK_MS);
  try {
    return { result: await work(), awake };
  } finally {
    clearInterval(ticking);
  }
}
