import { randomBytes } from 'node:crypto';
import { KnownError } from '../errors.ts';
import { exactNumber, withExactNumbers } from './exact-numbers.ts';
import { isObject } from './json.ts';
import { NotJson } from './json-tokens.ts';
import { valueSteps } from './json-values.ts';
import { quoted } from './printed.ts';
import type { Steps } from './steps.ts';

/**
 * JSON read and written so that numbers keep their digits and keys their order, and a slice at a time: JavaScript rounds
 * the ones, moves keys such as `1` to the front, and reads a large text in one go.
 */

/** Of this process alone, so that no key of an event is taken for a marked one. */
const KEY_MARK = `\ue001${randomBytes(8).toString('hex')}\ue001`;
const INDEX = /^\d+$/;
/** What JavaScript writes as it read it. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;
const PARTS_A_STEP = 500;

/** The key as it was written: those that look like a place in a list are kept under a mark, so that they keep their order. */
export function plainKey(key: string): string {
  return key.startsWith(KEY_MARK) ? key.slice(KEY_MARK.length) : key;
}

/** To list the keys of an object takes a time in which nothing else is done: for this many, ten milliseconds. */
const MOST_FIELDS = 50_000;

/**
 * @param json a JSON text
 * @param text what to make of a text that is not a key
 * @returns what it holds: objects without a prototype, keys as `plainKey` reads them, and numbers that JavaScript would
 *   write otherwise as texts that `exactNumber` reads. Of a key that stands twice, the last value
 * @throws KnownError `bad_file` where it is no JSON, and where an object in it has more fields than can be dealt with
 */
export function* exactJsonSteps(json: string, text: (text: string) => Steps<unknown>): Steps<unknown> {
  try {
    return yield* heldJsonSteps(json, text);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw new KnownError('bad_file', 'What is to be shown is not JSON.');
  }
}

/** As `exactJsonSteps`, for what may be no JSON. @throws NotJson */
export function heldJsonSteps(json: string, text: (text: string) => Steps<unknown>): Steps<unknown> {
  return valueSteps(json, { key: markedKey, text, word: exactWord });
}

function tooWide(): KnownError {
  return new KnownError(
    'bad_file',
    `There is an object with more than ${MOST_FIELDS} fields in it. That is too much to look through for what is to be masked, so nothing of it is shown.`,
  );
}

function markedKey(key: string, count: number): string {
  if (count > MOST_FIELDS) throw tooWide();
  return INDEX.test(key) ? `${KEY_MARK}${key}` : key;
}

function exactWord(word: string): unknown {
  return PLAIN_NUMBER.test(word) ? Number(word) : JSON.parse(withExactNumbers(word));
}

/** What is deeper is not moved in any further: the spaces alone would be more than there is room for. */
const DEEPEST_INDENT = 100;

interface Printed {
  readonly members: Iterator<readonly [label: string, value: unknown]>;
  readonly closing: string;
  isEmpty: boolean;
}

/**
 * @param value as `exactJsonSteps` gives it, however deep
 * @param spread on several lines, or on one without spaces
 * @returns its JSON text. Characters that cannot be seen are written as escapes
 */
export function* exactTextSteps(value: unknown, spread: boolean): Steps<string> {
  const outer: Printed[] = [];
  // Joined at each step: a text that is added to so often is only put together when somebody reads it, in one go.
  const texts: string[] = [];
  let written: string[] = [];
  const line = () => (spread ? `\n${'  '.repeat(Math.min(outer.length, DEEPEST_INDENT))}` : '');
  const put = (part: unknown) => {
    if (typeof part !== 'object' || part === null) {
      written.push(leafText(part));
    } else if (isObject(part)) {
      written.push('{');
      outer.push({ members: membersOf(part, spread), closing: '}', isEmpty: true });
    } else {
      written.push('[');
      outer.push({ members: itemsOf(part as unknown[]), closing: ']', isEmpty: true });
    }
  };
  put(value);
  for (let parts = 1, inner = outer.at(-1); inner; parts += 1, inner = outer.at(-1)) {
    if (parts % PARTS_A_STEP === 0) {
      texts.push(written.join(''));
      written = [];
      yield;
    }
    const next = inner.members.next();
    if (next.done) {
      outer.pop();
      written.push(`${inner.isEmpty ? '' : line()}${inner.closing}`);
    } else {
      const [label, part] = next.value;
      written.push(`${inner.isEmpty ? '' : ','}${line()}${label}`);
      inner.isEmpty = false;
      put(part);
    }
  }
  return texts.join('') + written.join('');
}

function* membersOf(object: Record<string, unknown>, spread: boolean): Generator<[string, unknown]> {
  for (const key of Object.keys(object)) yield [`${quoted(plainKey(key))}:${spread ? ' ' : ''}`, object[key]];
}

function* itemsOf(list: readonly unknown[]): Generator<[string, unknown]> {
  for (const item of list) yield ['', item];
}

function leafText(value: unknown): string {
  if (typeof value === 'string') return exactNumber(value) ?? quoted(value);
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}
