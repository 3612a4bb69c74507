import parse from 'parse-duration';
import { code } from '../../domain/mrkdwn.ts';

/** A span of time as people write it. */

const NUMBER = String.raw`\d{1,9}(?:\.\d{1,9})?`;
const UNIT = 'w|wks?|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?';
/** The package reads what it finds in a text and skips the rest: here all of it has to be numbers with their units. */
const SPAN = new RegExp(`^${NUMBER} ?(?:${UNIT})(?:(?: and |, ?| )?${NUMBER} ?(?:${UNIT}))*$`, 'i');
/** Minutes need no unit behind hours. */
const HOURS_AND_MINUTES = /^(\d{1,3} ?h) ?([0-5]?\d)$/i;
const BARE_NUMBER = /^\d+(?:\.\d+)?$/;

/**
 * @param written `45s`, `90m`, `2h30m`, `1h30`, `1.5 hours`, `1 day and 2 hours`
 * @returns milliseconds, or why not, in a sentence for whoever wrote it
 */
export function readSpan(written: string): number | string {
  const text = written.trim().replace(/\s+/g, ' ').replace(HOURS_AND_MINUTES, '$1 $2m');
  const span = SPAN.test(text) ? parse(text.replaceAll(',', ' ')) : null;
  if (span !== null) return Math.round(span);
  return BARE_NUMBER.test(text)
    ? `${code(text)} needs a unit: ${code(`${text}m`)} or ${code(`${text}h`)}.`
    : `I cannot read ${code(written)} as a span of time. Write it as \`45s\`, \`90m\`, \`2h30m\` or \`1 day\`.`;
}
