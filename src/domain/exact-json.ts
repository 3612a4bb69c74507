import { randomBytes } from 'node:crypto';
import { KnownError } from '../errors.ts';
import { exactNumber, withExactNumbers } from './exact-numbers.ts';
import { isObject } from './json.ts';
import { jsonTokens, NotJson, readText } from './json-tokens.ts';
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
const TOKENS_A_STEP = 500;

/** The key as it was written: those that look like a place in a list are kept under a mark, so that they keep their order. */
export function plainKey(key: string): string {
  return key.startsWith(KEY_MARK) ? key.slice(KEY_MARK.length) : key;
}

interface Opened {
  readonly items: unknown[] | Record<string, unknown>;
  /** What the next value of an object stands under. */
  key: string | undefined;
  /** How many values are in it so far. */
  count: number;
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
export function* heldJsonSteps(json: string, text: (text: string) => Steps<unknown>): Steps<unknown> {
  const outer: Opened[] = [];
  let root: unknown;
  const put = (value: unknown) => {
    const into = outer.at(-1);
    if (!into) {
      root = value;
      return;
    }
    into.count += 1;
    if (Array.isArray(into.items)) into.items.push(value);
    else if (into.count > MOST_FIELDS) throw tooWide();
    else if (into.key !== undefined) into.items[into.key] = value;
  };
  const open = (items: Opened['items']) => {
    put(items);
    outer.push({ items, key: undefined, count: 0 });
  };
  yield;
  let tokens = 0;
  for (const { kind, start, end } of jsonTokens(json)) {
    tokens += 1;
    if (tokens % TOKENS_A_STEP === 0) yield;
    switch (kind) {
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
      case 'key': {
        const into = outer.at(-1);
        if (into) into.key = markedKey(readText(json, start, end));
        break;
      }
      case 'text':
        put(yield* text(readText(json, start, end)));
        break;
      case 'leaf': {
        const word = json.slice(start, end);
        put(PLAIN_NUMBER.test(word) ? Number(word) : JSON.parse(withExactNumbers(word)));
      }
    }
  }
  return root;
}

function tooWide(): KnownError {
  return new KnownError(
    'bad_file',
    `There is an object with more than ${MOST_FIELDS} fields in it. That is too much to look through for what is to be masked, so nothing of it is shown.`,
  );
}

function markedKey(key: string): string {
  return INDEX.test(key) ? `${KEY_MARK}${key}` : key;
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
