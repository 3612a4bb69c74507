/** Spans of time in words. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: readonly (readonly [number, (count: number) => string])[] = [
  [DAY, (count) => (count === 1 ? '1 day' : `${count} days`)],
  [HOUR, (count) => `${count} h`],
  [MINUTE, (count) => `${count} min`],
  [SECOND, (count) => `${count} s`],
];

/** `45 s`, `1 h 30 min`, `2 days`. @param span in milliseconds */
export function spanWords(span: number): string {
  let left = Math.max(SECOND, Math.round(span / SECOND) * SECOND);
  const words = UNITS.flatMap(([unit, said]) => {
    const count = Math.floor(left / unit);
    left -= count * unit;
    return count > 0 ? [said(count)] : [];
  });
  return words.join(' ');
}

/**
 * What is left of a span, counted in steps that grow with it, so that what shows it has to be drawn anew rarely: `3 min`,
 * `1 h 40 min`, `2 days 5 h`. Never less than is left.
 */
export function leftWords(left: number): string {
  if (left <= MINUTE) return 'less than a minute';
  const step = left <= 10 * MINUTE ? MINUTE : left <= DAY ? 5 * MINUTE : HOUR;
  return spanWords(Math.ceil(left / step) * step);
}
