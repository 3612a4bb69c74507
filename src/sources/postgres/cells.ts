import { heldJsonSteps } from '../../domain/exact-json.ts';
import { isObject, type Json, parseJson } from '../../domain/json.ts';
import { NotJson } from '../../domain/json-tokens.ts';
import { atOnce, type Steps } from '../../domain/steps.ts';
import type { Kind } from './types.ts';

/** Cells: how a column is asked for, and what JSON is made of what comes. */

/**
 * The expression that gives a column as text: as its type writes itself, but for what has parts. Of those PostgreSQL makes
 * JSON, so that nobody has to read its braces and quotes here.
 * @param column the column, quoted
 * @param limit bytes: one more than that is asked for, so that what is longer shows
 */
export function cellExpression(column: string, kind: Kind, limit: number): string {
  // Not `is null`: that is also true of a composite whose fields are.
  return `case when ${column} is distinct from null then ${textExpression(column, kind, limit)} end`;
}

function textExpression(column: string, kind: Kind, limit: number): string {
  switch (kind.is) {
    case 'bytes':
      return `pg_catalog.format('%s', pg_catalog.substring(${column}, 1, ${limit + 1}))`;
    case 'list':
      // As texts, since its numbers would be rounded when they are read; but a cast takes the spaces of char(n) away.
      return cut(
        `pg_catalog.array_to_json(${column}${kind.of.is === 'padded' ? '' : '::pg_catalog.text[]'})::pg_catalog.text`,
        limit,
      );
    case 'range':
      return cut(`${rangeExpression(column)}::pg_catalog.text`, limit);
    case 'ranges':
      return cut(
        `(select coalesce(pg_catalog.json_agg(${rangeExpression('one')}), '[]')::pg_catalog.text from pg_catalog.unnest(${column}) as one)`,
        limit,
      );
    default:
      // Not a cast to text: a type may have one that says something else than it is, char(5) without its spaces.
      return cut(`pg_catalog.format('%s', ${column})`, limit);
  }
}

/** Characters: at most four times as many bytes, which is no more than a moment's memory. */
function cut(expression: string, limit: number): string {
  return `pg_catalog.left(${expression}, ${limit + 1})`;
}

function rangeExpression(range: string): string {
  const bounds = `case when pg_catalog.isempty(${range}) then 'empty' else case when pg_catalog.lower_inc(${range}) then '[' else '(' end || case when pg_catalog.upper_inc(${range}) then ']' else ')' end end`;
  return `pg_catalog.json_build_object('lower', pg_catalog.lower(${range})::pg_catalog.text, 'upper', pg_catalog.upper(${range})::pg_catalog.text, 'bounds', ${bounds})`;
}

export interface Cell {
  readonly value: Json;
  readonly isCut: boolean;
}

const MORE = '…';

/**
 * @param text what the expression of that kind gave
 * @param limit as it was given to the expression
 */
export function readCell(text: string | null, kind: Kind, limit: number): Cell {
  if (text === null) return { value: null, isCut: false };
  if (kind.is === 'bytes') {
    const bytes = bytesOf(text);
    if (bytes.length <= limit) return { value: bytes.toString('base64'), isCut: false };
    // Whole groups of three, so that it reads as base64 up to the mark.
    return {
      value: `${bytes.subarray(0, limit - (limit % 3)).toString('base64')}${MORE}`,
      isCut: true,
    };
  }
  const encoded = Buffer.from(text);
  if (encoded.length <= limit) return { value: jsonOf(text, kind), isCut: false };
  if (holdsParts(text, kind)) return { value: `${MORE} (more than ${limit} bytes)`, isCut: true };
  const end = encoded
    .subarray(0, limit)
    .toString()
    .replace(/\ufffd+$/, '');
  return { value: `${end.replace(NUMBER_AT_END, '')}${MORE}`, isCut: true };
}

/** What is left of a card number when its last digit is cut off is still as good as all of it. */
const NUMBER_AT_END = /\d(?:[ -]?\d){11,18}$/;
const LOOKS_LIKE_JSON = /^\s*["[{]/;

/** A broken piece of it would be JSON no more, and what is to be masked in it would not be found by its names. */
function holdsParts(text: string, { is }: Kind): boolean {
  return is === 'json' || is === 'list' || is === 'range' || is === 'ranges' || LOOKS_LIKE_JSON.test(text);
}

function jsonOf(text: string, kind: Kind): Json {
  switch (kind.is) {
    case 'number':
      // NaN and Infinity are no JSON: they are what they are called.
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 't' || text === 'true';
    case 'json':
      return exactOrText(text);
    case 'bytes':
      return bytesOf(text).toString('base64');
    case 'timestamp':
      return timestampOf(text);
    case 'padded':
    case 'text':
      return text;
    case 'list':
      return itemsOf(parseJson(text) ?? [], kind.of);
    case 'range':
      return rangeOf(parseJson(text), kind.of);
    case 'ranges': {
      const ranges = parseJson(text);
      return Array.isArray(ranges) ? ranges.map((range: Json) => rangeOf(range, kind.of)) : [];
    }
  }
}

/** PostgreSQL keeps numbers of thousands of digits, which the reader refuses: such JSON stands as its text. */
function exactOrText(text: string): Json {
  try {
    return atOnce(heldJsonSteps(text, asItIs)) as Json;
  } catch (error) {
    if (error instanceof NotJson) return text;
    throw error;
  }
}

/** Lists of lists, where the array has several dimensions. Ranges in an array come as their type writes them. */
function itemsOf(value: Json, kind: Kind): Json {
  if (Array.isArray(value)) return value.map((item: Json) => itemsOf(item, kind));
  if (typeof value !== 'string') return value;
  return kind.is === 'range' || kind.is === 'ranges' || kind.is === 'list' ? value : jsonOf(value, kind);
}

/** @returns `{lower, upper, bounds}`; an end that is null is open for good, and `bounds` is `[)`, or `empty` */
function rangeOf(range: Json | undefined, kind: Kind): Json {
  if (!isObject(range)) return null;
  const end = (text: unknown) => (typeof text === 'string' ? jsonOf(text, kind) : null);
  return { lower: end(range.lower), upper: end(range.upper), bounds: String(range.bounds) };
}

/** `\x` and two digits for each byte, which is what the session asks for. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.slice(2), 'hex');
}

const TIMESTAMP = /^(\d+-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:\+00)?( BC)?$/;

/** As the documented service writes them: six digits behind the seconds. `infinity` is what it is called. */
function timestampOf(text: string): string {
  return text.replace(
    TIMESTAMP,
    (_, seconds: string, fraction = '', era = '') => `${seconds}.${fraction.padEnd(6, '0')}${era}`,
  );
}

// biome-ignore lint/correctness/useYield: there is nothing in one text to lay down
function* asItIs(text: string): Steps<string> {
  return text;
}
