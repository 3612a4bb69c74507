import { randomBytes } from 'node:crypto';
import { heldJson } from './json.ts';

/**
 * Numbers as they are written. JavaScript reads 12345678901234567890 as another number and writes 1.0 as 1; who approves a
 * change has to see what the input holds.
 */

/** Of this process alone, so that no text of an input is taken for a number. */
const MARK = `\ue000${randomBytes(8).toString('hex')}:`;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const HOLDS_JSON = /^"\s*[[{]/;
/** What a number has to have somewhere to be written otherwise. Most configurations hold no such thing at all. */
const SIGNS = /\d{16}|[\d.]{17}|\d\.\d*0(?!\d)|\d\.\d{7}|\d[eE][+-]?\d|-0/;

/**
 * @param json a JSON text
 * @returns the same with each number that would be written otherwise as a text of its digits, also in the strings that
 *   hold JSON
 */
export function withExactNumbers(json: string): string {
  if (!SIGNS.test(json)) return json;
  return json.replace(TOKEN, (token) => {
    if (token.startsWith('"'))
      return HOLDS_JSON.test(token) && SIGNS.test(token) ? heldExactly(token) : token;
    return String(Number(token)) === token ? token : `"${MARK}${token}"`;
  });
}

/** @returns the digits of what is a number in truth */
export function exactNumber(text: string): string | undefined {
  return text.startsWith(MARK) ? text.slice(MARK.length) : undefined;
}

function heldExactly(token: string): string {
  const text = JSON.parse(token) as string;
  return heldJson(text) === undefined ? token : JSON.stringify(withExactNumbers(text));
}
