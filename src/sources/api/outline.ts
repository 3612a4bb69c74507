import type { Steps } from '../../domain/steps.ts';
import { NotJson, readText, type Token, tokenAt } from './tokens.ts';

/** Where the lists of an answer stand. The whole text is checked on the way, without reading any of its values. */

export interface Item {
  readonly start: number;
  readonly end: number;
  readonly isObject: boolean;
}

/** A value that is reached from the outside through keys alone. */
export interface Place {
  /** The keys, joined by dots; empty for the whole answer. */
  readonly path: string;
  /** How many keys. */
  readonly depth: number;
  readonly kind: 'list' | 'object' | 'other';
  readonly start: number;
  readonly end: number;
  /** Of a list. */
  readonly items: readonly Item[];
}

export interface Outline {
  readonly root: Place;
  /** The lists that are directly in the answer's object. */
  readonly lists: readonly Place[];
  /** What stands under the path that was asked for. */
  readonly wanted: Place | undefined;
  /** The paths of lists anywhere, the first ones. */
  readonly paths: readonly string[];
}

/** Deeper than any event is, and no deeper than what is done with it can go. */
const DEEPEST = 100;
const MOST_PATHS = 20;
const TOKENS_A_STEP = 500;

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/** A value whose end has not come yet. */
interface Open {
  readonly kind: Place['kind'];
  /** Nothing inside of a list: what is there has no path. */
  readonly path: string | undefined;
  readonly depth: number;
  readonly start: number;
  /** Noted only where somebody may want them: a large answer has a million values. */
  readonly items: Item[] | undefined;
  /** What the next value stands under. */
  key: string;
}

/**
 * @param wanted the path of what is asked for
 * @throws NotJson where the text is no JSON, or nested beyond all use
 */
export function* outlineSteps(text: string, wanted: string | undefined): Steps<Outline> {
  const open: Open[] = [];
  const lists = new Map<string, Place>();
  const paths = new Set<string>();
  let root: Place | undefined;
  let found: Place | undefined;
  let expected: Expected = 'value';

  const begin = (kind: Place['kind'], start: number): Open => {
    const around = open.at(-1);
    const path = around ? pathIn(around) : '';
    const isNoted = kind === 'list' && path !== undefined && (open.length < 2 || path === wanted);
    return { kind, path, depth: open.length, start, items: isNoted ? [] : undefined, key: '' };
  };
  const finish = ({ kind, path, depth, start, items }: Open, end: number): void => {
    const around = open.at(-1);
    around?.items?.push({ start, end, isObject: kind === 'object' });
    expected = around ? 'comma or end' : 'nothing';
    if (path === undefined) return;
    const place: Place = { path, depth, kind, start, end, items: items ?? [] };
    if (depth === 0) root = place;
    // Of a key that stands twice the last counts, as wherever JSON is read.
    if (depth === 1) lists.delete(path);
    if (depth === 1 && kind === 'list') lists.set(path, place);
    if (kind === 'list' && paths.size < MOST_PATHS) paths.add(path);
    if (path === wanted) found = place;
  };
  const take = ({ kind, start, end }: Token): void => {
    if (kind === 'text' && (expected === 'key' || expected === 'key or end')) {
      const around = open.at(-1);
      if (around) around.key = readText(text, start, end);
      expected = 'colon';
    } else if (kind === ':' && expected === 'colon') {
      expected = 'value';
    } else if (kind === ',' && expected === 'comma or end') {
      expected = open.at(-1)?.kind === 'object' ? 'key' : 'value';
    } else if ((kind === '}' || kind === ']') && canEnd(expected, open.at(-1), kind)) {
      const ended = open.pop();
      if (ended) finish(ended, end);
    } else if (expected !== 'value' && expected !== 'value or end') {
      throw new NotJson();
    } else if (kind === '{' || kind === '[') {
      if (open.length === DEEPEST) throw new NotJson();
      open.push(begin(kind === '{' ? 'object' : 'list', start));
      expected = kind === '{' ? 'key or end' : 'value or end';
    } else if (kind === 'text' || kind === 'leaf') {
      finish(begin('other', start), end);
    } else {
      throw new NotJson();
    }
  };

  let count = 0;
  for (let token = tokenAt(text, 0); token; token = tokenAt(text, token.end)) {
    take(token);
    count += 1;
    if (count % TOKENS_A_STEP === 0) yield;
  }
  if (!root || open.length > 0) throw new NotJson();
  return { root, lists: [...lists.values()], wanted: found, paths: [...paths] };
}

function pathIn({ kind, path, depth, key }: Open): string | undefined {
  if (kind !== 'object' || path === undefined) return undefined;
  return depth === 0 ? key : `${path}.${key}`;
}

function canEnd(expected: Expected, around: Open | undefined, closing: '}' | ']'): boolean {
  if (around?.kind !== (closing === '}' ? 'object' : 'list')) return false;
  return expected === 'comma or end' || expected === (closing === '}' ? 'key or end' : 'value or end');
}
