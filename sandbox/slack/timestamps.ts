/**
 * Message timestamps, `seconds.microseconds`: each is later than the one before, also across restarts, since they
 * follow the clock and never go below `latest`.
 * @param latest the last one given before the restart, if any
 */
export function startTimestamps(latest: string | undefined): () => string {
  let last = latest === undefined ? 0n : BigInt(latest.replace('.', ''));
  return () => {
    const now = BigInt(Date.now()) * 1000n;
    last = now > last ? now : last + 1n;
    const digits = String(last);
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  };
}
