import { visit } from 'jsonc-parser';
import { parseJson } from './json.ts';

/** What JavaScript would write in another form than it is written in: `1.50`, `2e3`, or with more digits than it keeps. */

/** @returns the numbers, as JavaScript has them, that stand in such a form in a JSON text, or in a string there that holds JSON */
export function oddNumbers(json: string): ReadonlySet<number> {
  const odd = new Set<number>();
  visit(json, {
    onLiteralValue(value, offset, length) {
      if (typeof value === 'number' && json.slice(offset, offset + length) !== JSON.stringify(value)) {
        odd.add(value);
      }
      if (typeof value === 'string' && /^\s*[[{"]/.test(value) && parseJson(value) !== undefined) {
        for (const inner of oddNumbers(value)) odd.add(inner);
      }
    },
  });
  return odd;
}

/** Does one of the numbers stand in the value, also in a string there that holds JSON? */
export function holdsNumber(value: unknown, numbers: ReadonlySet<number>): boolean {
  if (numbers.size === 0) return false;
  if (typeof value === 'number') return numbers.has(value);
  if (typeof value === 'string') return /^\s*[[{"]/.test(value) && holdsNumber(parseJson(value), numbers);
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).some((one) => holdsNumber(one, numbers))
  );
}
