import { jsonTokens, NotJson, readText } from '../../domain/json-tokens.ts';
import type { Steps } from '../../domain/steps.ts';

/** Where the lists of an answer stand. The whole text is checked on the way, without reading any of its values. */

/** A value that is reached from the outside through keys alone. */
export interface Place {
  /** The keys, joined by dots; empty for the whole answer. */
  readonly path: string;
  readonly kind: 'list' | 'object' | 'other';
  readonly start: number;
  readonly end: number;
  /** Of a list, how many items it has. None of them is kept: a large answer has millions. */
  readonly count: number;
  /** Of a list, the index of the first item that is no object. */
  readonly firstOther: number | undefined;
}

export interface Outline {
  readonly root: Place;
  /** The lists directly in the answer's object that can be meant, the first ones: with objects in them, or else empty. */
  readonly lists: readonly Place[];
  /** What stands under the path that was asked for. */
  readonly wanted: Place | undefined;
  /** The paths of lists anywhere, the first ones. */
  readonly paths: readonly string[];
}

/** Deeper than any event is, and no deeper than what is done with it can go. */
const DEEPEST = 100;
/** So many are named or told apart, and no more are kept. */
const MOST_PATHS = 20;
const TOKENS_A_STEP = 500;

/** A value whose end has not come yet. */
interface Open {
  readonly kind: Place['kind'];
  /** Nothing inside of a list: what is there has no path. */
  readonly path: string | undefined;
  readonly depth: number;
  readonly start: number;
  count: number;
  hasObject: boolean;
  firstOther: number | undefined;
  /** What the next value stands under. */
  key: string;
}

/**
 * @param wanted the path of what is asked for
 * @throws NotJson where the text is no JSON, or nested beyond all use
 */
export function* outlineSteps(text: string, wanted: string | undefined): Steps<Outline> {
  const open: Open[] = [];
  const [full, empty] = [new Map<string, Place>(), new Map<string, Place>()];
  const paths = new Set<string>();
  let root: Place | undefined;
  let found: Place | undefined;

  const begin = (kind: Place['kind'], start: number): Open => {
    const around = open.at(-1);
    const path = around ? pathIn(around) : '';
    const nothing = { count: 0, hasObject: false, firstOther: undefined };
    return { kind, path, depth: open.length, start, ...nothing, key: '' };
  };
  const note = (place: Place, hasObject: boolean): void => {
    // Of a key that stands twice the last counts, as wherever JSON is read.
    for (const lists of [full, empty]) lists.delete(place.path);
    if (place.kind !== 'list' || (place.count > 0 && !hasObject)) return;
    const lists = hasObject ? full : empty;
    if (lists.size < MOST_PATHS) lists.set(place.path, place);
  };
  const finish = (ended: Open, end: number): void => {
    const { kind, path, depth, start, count, firstOther } = ended;
    const around = open.at(-1);
    if (around) countIn(around, kind);
    if (path === undefined) return;
    const place: Place = { path, kind, start, end, count, firstOther };
    if (depth === 0) root = place;
    if (depth === 1) note(place, ended.hasObject);
    if (kind === 'list' && paths.size < MOST_PATHS) paths.add(path);
    if (path === wanted) found = place;
  };

  let count = 0;
  for (const { kind, start, end } of jsonTokens(text)) {
    count += 1;
    if (count % TOKENS_A_STEP === 0) yield;
    switch (kind) {
      case '{':
      case '[':
        if (open.length === DEEPEST) throw new NotJson();
        open.push(begin(kind === '{' ? 'object' : 'list', start));
        break;
      case '}':
      case ']': {
        const ended = open.pop();
        if (ended) finish(ended, end);
        break;
      }
      case 'key': {
        const around = open.at(-1);
        if (around) around.key = readText(text, start, end);
        break;
      }
      case 'text':
        // What is in it is not needed, and is to be checked all the same.
        readText(text, start, end);
        finish(begin('other', start), end);
        break;
      case 'leaf':
        finish(begin('other', start), end);
    }
  }
  if (!root) throw new NotJson();
  const lists = full.size > 0 ? full : empty;
  return { root, lists: [...lists.values()], wanted: found, paths: [...paths] };
}

function countIn(around: Open, kind: Place['kind']): void {
  if (kind === 'object') around.hasObject = true;
  else around.firstOther ??= around.count;
  around.count += 1;
}

function pathIn({ kind, path, depth, key }: Open): string | undefined {
  if (kind !== 'object' || path === undefined) return undefined;
  return depth === 0 ? key : `${path}.${key}`;
}
