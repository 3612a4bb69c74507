import type { Place } from './compare.ts';
import { exactNumber } from './exact-numbers.ts';
import { cutUnits } from './mrkdwn.ts';
import type { Steps } from './steps.ts';
import { Concealed, isList, Members, type Veiled } from './veiled.ts';

/**
 * Veiled values as lines of text. It is JSON but for two things that make differences readable: no commas at the ends
 * of lines, so that a new last key is one new line, and texts of several lines are written as such, between `"""`.
 */

/** What cannot be seen, or turns the direction of what follows. Emoji are made with the joiners that are not in it. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const FENCE = '"""';

function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function quoted(text: string): string {
  return visible(JSON.stringify(text));
}

/** @param beside what stands in its place on the first side, where the value is on the second */
export function textOf(value: Veiled, beside?: Veiled): unknown {
  return value instanceof Concealed ? value.after(beside) : value;
}

export function indentOf({ path }: Place): string {
  return '  '.repeat(path.length);
}

function labelOf({ key }: Place): string {
  return key === undefined ? '' : `${quoted(key)}: `;
}

export function opening(place: Place, ofList: boolean): string {
  return `${indentOf(place)}${labelOf(place)}${ofList ? '[' : '{'}`;
}

export function closing(place: Place, ofList: boolean): string {
  return `${indentOf(place)}${ofList ? ']' : '}'}`;
}

/** The lines of a value and of all that is in it. */
export function* linesOf(value: Veiled, place: Place, beside?: Veiled): Generator<string, void, void> {
  if (value instanceof Members && value.entries.length > 0) {
    yield opening(place, false);
    for (const { key, value: inner } of value.entries) {
      yield* linesOf(inner, { path: [...place.path, key], key });
    }
    yield closing(place, false);
  } else if (isList(value) && value.length > 0) {
    yield opening(place, true);
    for (const [index, item] of value.entries())
      yield* linesOf(item, { path: [...place.path, String(index)] });
    yield closing(place, true);
  } else {
    const block = blockOf(textOf(value, beside), place);
    if (block) yield* wholeBlock(block);
    else yield `${indentOf(place)}${labelOf(place)}${leafText(value, beside)}`;
  }
}

function leafText(value: Veiled, beside: Veiled | undefined): string {
  if (value instanceof Members) return '{}';
  if (isList(value)) return '[]';
  const text = textOf(value, beside);
  return typeof text === 'string' ? (exactNumber(text) ?? quoted(text)) : String(text);
}

/** A text of several lines, as it is written. */
export interface Block {
  readonly first: string;
  readonly lines: readonly string[];
  readonly last: string;
}

export function blockOf(text: unknown, place: Place): Block | undefined {
  if (typeof text !== 'string' || !text.includes('\n')) return undefined;
  const indent = indentOf(place);
  return {
    first: `${indent}${labelOf(place)}${FENCE}`,
    lines: text.split('\n').map((line) => `${indent}  ${visible(line)}`),
    last: `${indent}${FENCE}`,
  };
}

function* wholeBlock({ first, lines, last }: Block): Generator<string, void, void> {
  yield first;
  yield* lines;
  yield last;
}

/** The value on one line, cut behind so many characters, however large it is. */
export function inLine(value: Veiled, longest: number, beside?: Veiled): string {
  let line = '';
  for (const piece of piecesOf(value, longest, beside)) {
    line += piece;
    if (line.length > longest) return cutUnits(line, longest + 1);
  }
  return line;
}

/** All of the value on one line. */
export function* inLineSteps(value: Veiled, beside?: Veiled): Steps<string> {
  let line = '';
  for (const piece of piecesOf(value, Number.POSITIVE_INFINITY, beside)) {
    line += piece;
    yield;
  }
  return line;
}

function* piecesOf(value: Veiled, longest: number, beside?: Veiled): Generator<string, void, void> {
  if (value instanceof Members) {
    yield '{';
    for (const [index, { key, value: inner }] of value.entries.entries()) {
      yield `${index > 0 ? ',' : ''}${quoted(key)}:`;
      yield* piecesOf(inner, longest);
    }
    yield '}';
  } else if (isList(value)) {
    yield '[';
    for (const [index, item] of value.entries()) {
      if (index > 0) yield ',';
      yield* piecesOf(item, longest);
    }
    yield ']';
  } else {
    const text = textOf(value, beside);
    yield typeof text === 'string' ? (exactNumber(text) ?? quoted(text.slice(0, longest + 1))) : String(text);
  }
}
