import { isObject } from './json.ts';

/**
 * What the pipeline counts of an input. Nobody has documented its form: `count` has been seen, and `lastEvent` in
 * milliseconds since 1970.
 */

const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
/** The years 2001 to 2286 in milliseconds: another number is no moment. */
const [FIRST_MOMENT, LAST_MOMENT] = [1e12, 1e13];
const MOST_NUMBERS = 2;

/** @returns for example `70,358`; thousands are parted as the pipeline's own page does it */
export function formatNumber(value: number): string {
  return NUMBERS.format(value);
}

/** @returns for example `1 input` or `5,000 inputs` */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : several}`;
}

/** @returns for example `70,358 events`; where nothing is known by that name, the first numbers that there are */
export function statsText(stats: unknown): string | undefined {
  if (typeof stats === 'number') return formatNumber(stats);
  if (!isObject(stats)) return undefined;
  if (typeof stats.count === 'number') return counted(stats.count, 'event');
  const numbers = Object.entries(stats).flatMap(([name, value]) =>
    typeof value === 'number' ? [`${name} ${formatNumber(value)}`] : [],
  );
  return numbers.length > 0 ? numbers.slice(0, MOST_NUMBERS).join(', ') : undefined;
}

/** @returns when the last event came, where that is told */
export function lastEventOf(stats: unknown): Date | undefined {
  if (!isObject(stats)) return undefined;
  const { lastEvent } = stats;
  const isMoment = typeof lastEvent === 'number' && lastEvent >= FIRST_MOMENT && lastEvent < LAST_MOMENT;
  return isMoment ? new Date(lastEvent) : undefined;
}
