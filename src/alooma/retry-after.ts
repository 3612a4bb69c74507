/**
 * @param value the header `Retry-After`: seconds, or a date
 * @param now milliseconds since 1970
 * @returns milliseconds to wait; `undefined` where the header is absent or makes no sense
 */
export function retryAfterOf(value: unknown, now: number): number | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
