import { isObject } from './json.ts';
import { quoted } from './printed.ts';
import type { Steps } from './steps.ts';

/** How many lines are made at a time. */
const AT_ONCE = 200;

/**
 * A value as the lines of its JSON text, made one after another: printing a megabyte at once holds everybody up.
 * Characters that cannot be seen are written as escapes.
 * @param sorted the keys of every object in alphabetical order
 */
export function* jsonLines(value: unknown, sorted = false): Generator<string, void, void> {
  yield* linesOf(value, { indent: '', label: '', end: '' }, sorted);
}

/** @returns the lines of the JSON text as one */
export function* jsonTextSteps(value: unknown): Steps<string> {
  const lines: string[] = [];
  for (const line of jsonLines(value)) {
    if (lines.push(line) % AT_ONCE === 0) yield;
  }
  return lines.join('\n');
}

/** The first lines of a text, and how many it has. */
export interface Head {
  readonly lines: readonly string[];
  readonly total: number;
}

/** @param room characters: of the lines behind it, only the number is kept */
export function* jsonHeadSteps(value: unknown, room: number): Steps<Head> {
  const lines: string[] = [];
  let [used, total] = [0, 0];
  for (const line of jsonLines(value, true)) {
    total += 1;
    used += line.length + 1;
    if (used <= room || lines.length === 0) lines.push(line);
    if (total % AT_ONCE === 0) yield;
  }
  return { lines, total };
}

interface Around {
  readonly indent: string;
  /** The key, with its colon. */
  readonly label: string;
  readonly end: string;
}

function* linesOf(
  value: unknown,
  { indent, label, end }: Around,
  sorted: boolean,
): Generator<string, void, void> {
  const members = membersOf(value, sorted);
  if (members.length === 0) {
    yield `${indent}${label}${leaf(value)}${end}`;
    return;
  }
  const [opening, closing] = Array.isArray(value) ? '[]' : '{}';
  yield `${indent}${label}${opening}`;
  for (const [at, [inner, item]] of members.entries()) {
    const around = { indent: `${indent}  `, label: inner, end: at < members.length - 1 ? ',' : '' };
    yield* linesOf(item, around, sorted);
  }
  yield `${indent}${closing}${end}`;
}

function membersOf(value: unknown, sorted: boolean): [label: string, value: unknown][] {
  if (Array.isArray(value)) return value.map((item: unknown) => ['', item]);
  if (!isObject(value)) return [];
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return (sorted ? keys.sort() : keys).map((key) => [`${quoted(key)}: `, value[key]]);
}

function leaf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  return isObject(value) ? '{}' : (JSON.stringify(value) ?? 'null');
}
