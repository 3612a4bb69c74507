import { randomBytes } from 'node:crypto';
import { KnownError } from '../errors.ts';
import { exactNumber, withExactNumbers } from './exact-numbers.ts';
import { isObject } from './json.ts';
import { quoted } from './printed.ts';
import type { Steps } from './steps.ts';

/**
 * JSON read and written so that numbers keep their digits and keys their order, and a slice at a time: JavaScript rounds
 * the ones, moves keys such as `1` to the front, and reads a large text in one go.
 */

/** Of this process alone, so that no key of an event is taken for a marked one. */
const KEY_MARK = `\ue001${randomBytes(8).toString('hex')}\ue001`;
const INDEX = /^\d+$/;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const WORD = /[\w.+-]+/y;
/** What JavaScript writes as it read it. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;
const TOKENS_A_STEP = 500;

/** The key as it was written: those that look like a place in a list are kept under a mark, so that they keep their order. */
export function plainKey(key: string): string {
  return key.startsWith(KEY_MARK) ? key.slice(KEY_MARK.length) : key;
}

interface Opened {
  readonly items: unknown[] | Record<string, unknown>;
  /** What the next value of an object stands under. */
  key: string | undefined;
}

/**
 * @param json a JSON text
 * @param text what to make of a text that is not a key
 * @returns what it holds: objects without a prototype, keys as `plainKey` reads them, and numbers that JavaScript would
 *   write otherwise as texts that `exactNumber` reads. Of a key that stands twice, the last value
 * @throws KnownError `bad_file` where it is no JSON
 */
export function* exactJsonSteps(json: string, text: (text: string) => Steps<unknown>): Steps<unknown> {
  // Says whether it is JSON, so that what follows can take that for granted.
  if (!isJson(json)) throw new KnownError('bad_file', 'What is to be shown is not JSON.');
  const outer: Opened[] = [];
  let root: unknown;
  const put = (value: unknown) => {
    const into = outer.at(-1);
    if (!into) root = value;
    else if (Array.isArray(into.items)) into.items.push(value);
    else if (into.key !== undefined) {
      into.items[into.key] = value;
      into.key = undefined;
    }
  };
  const open = (items: Opened['items']) => {
    put(items);
    outer.push({ items, key: undefined });
  };
  yield;
  for (let [at, tokens] = [0, 1]; at < json.length; tokens += 1) {
    if (tokens % TOKENS_A_STEP === 0) yield;
    const from = at;
    at += 1;
    switch (json[from]) {
      case '{':
        // A null prototype, so that a key called `__proto__` is a key like any other.
        open(Object.create(null));
        break;
      case '[':
        open([]);
        break;
      case '}':
      case ']':
        outer.pop();
        break;
      case '"': {
        at = endOfText(json, from);
        const read = JSON.parse(json.slice(from, at)) as string;
        const into = outer.at(-1);
        if (into && !Array.isArray(into.items) && into.key === undefined) into.key = markedKey(read);
        else put(yield* text(read));
        break;
      }
      default: {
        WORD.lastIndex = from;
        const word = WORD.exec(json)?.[0];
        if (word === undefined) break;
        at = from + word.length;
        put(PLAIN_NUMBER.test(word) ? Number(word) : JSON.parse(withExactNumbers(word)));
      }
    }
  }
  return root;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function markedKey(key: string): string {
  return INDEX.test(key) ? `${KEY_MARK}${key}` : key;
}

/** @param at where its first quote is @returns the index behind its last */
function endOfText(json: string, at: number): number {
  let index = at + 1;
  while (json.charCodeAt(index) !== QUOTE) index += json.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index + 1;
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
  let text = '';
  const line = () => (spread ? `\n${'  '.repeat(Math.min(outer.length, DEEPEST_INDENT))}` : '');
  const put = (part: unknown) => {
    if (typeof part !== 'object' || part === null) {
      text += leafText(part);
    } else if (isObject(part)) {
      text += '{';
      outer.push({ members: membersOf(part, spread), closing: '}', isEmpty: true });
    } else {
      text += '[';
      outer.push({ members: itemsOf(part as unknown[]), closing: ']', isEmpty: true });
    }
  };
  put(value);
  for (let parts = 1, inner = outer.at(-1); inner; parts += 1, inner = outer.at(-1)) {
    if (parts % TOKENS_A_STEP === 0) yield;
    const next = inner.members.next();
    if (next.done) {
      outer.pop();
      text += `${inner.isEmpty ? '' : line()}${inner.closing}`;
    } else {
      const [label, part] = next.value;
      text += `${inner.isEmpty ? '' : ','}${line()}${label}`;
      inner.isEmpty = false;
      put(part);
    }
  }
  return text;
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
