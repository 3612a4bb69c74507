import { type Json, parseJson } from './json.ts';
import { jsonTokens, NotJson, readText } from './json-tokens.ts';
import type { Steps } from './steps.ts';

/** What JSON texts hold, read a slice at a time: `JSON.parse` reads a large one in one go. */

const TOKENS_A_STEP = 500;
/** Characters: what is shorter is read at once, in less than a millisecond. */
const SHORT = 64 * 1024;

/** What to make of the parts of a text. */
export interface Reading {
  /** @param count of its object, so many with this one */
  key(key: string, count: number): string;
  /** The text itself when absent. */
  text?(text: string): Steps<unknown>;
  /** A number, `true`, `false` or `null`, as it is written. */
  word(word: string): unknown;
}

interface Opened {
  readonly items: unknown[] | Record<string, unknown>;
  /** What the next value of an object stands under. */
  key: string;
  /** How many keys are in it so far. */
  count: number;
}

/** @returns what the text holds: objects without a prototype; of a key that stands twice, the last value @throws NotJson */
export function* valueSteps(json: string, reading: Reading): Steps<unknown> {
  const outer: Opened[] = [];
  let root: unknown;
  const put = (value: unknown) => {
    const into = outer.at(-1);
    if (!into) root = value;
    else if (Array.isArray(into.items)) into.items.push(value);
    else into.items[into.key] = value;
  };
  const open = (items: Opened['items']) => {
    put(items);
    outer.push({ items, key: '', count: 0 });
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
        if (!into) break;
        into.count += 1;
        into.key = reading.key(readText(json, start, end), into.count);
        break;
      }
      case 'text': {
        const text = readText(json, start, end);
        put(reading.text ? yield* reading.text(text) : text);
        break;
      }
      case 'leaf':
        put(reading.word(json.slice(start, end)));
    }
  }
  return root;
}

/** As `parseJson`, of whatever length. The objects of a long text have no prototype. */
export function* parseJsonSteps(json: string): Steps<Json | undefined> {
  if (json.length < SHORT) return parseJson(json);
  try {
    return (yield* valueSteps(json, PLAIN)) as Json;
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

const PLAIN: Reading = { key: (key) => key, word: (word) => JSON.parse(word) };
