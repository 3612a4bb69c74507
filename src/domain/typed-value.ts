import { visit } from 'jsonc-parser';
import { heldJson, type Json, parseJson } from './json.ts';

/**
 * What a person typed, in the form that the field has: the API keeps `auto_map` as the string "true" and `batch_size`
 * as a number, and a pipeline that finds the other form may stop.
 */

export type TypedValue =
  | { readonly ok: true; readonly value: Json }
  /** What the field takes, to be put behind its name: "is a number". */
  | { readonly ok: false; readonly expected: string };

const accept = (value: Json): TypedValue => ({ ok: true, value });
const refuse = (expected: string): TypedValue => ({ ok: false, expected });

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** @param current the value that the field has now @param typed the text that should replace it */
export function typedValue(current: unknown, typed: string): TypedValue {
  if (typeof current === 'number') return asNumber(typed);
  if (typeof current === 'boolean') return asBoolean(typed, (value) => value);
  if (isBooleanText(current)) return asBoolean(typed, (value) => inCaseOf(current, String(value)));
  if (Array.isArray(current)) return asJson(typed, 'a list', Array.isArray);
  if (typeof current === 'object' && current !== null) return asJson(typed, 'an object', isPlainObject);
  const held = heldJson(current);
  if (held !== undefined) return asHeldJson(typed, held);
  if (typeof current === 'string') return accept(typed);
  return asWhatItLooksLike(typed);
}

/** @returns yes or no in the form that a field has; without one as the API has it, which is a text */
export function inFormOf(current: unknown, yes: boolean): Json {
  if (typeof current === 'boolean') return yes;
  return isBooleanText(current) ? inCaseOf(current, String(yes)) : String(yes);
}

function asNumber(typed: string): TypedValue {
  const value = Number(typed);
  if (!NUMBER.test(typed) || !Number.isFinite(value)) return refuse('is a number');
  return losesDigits(typed) ? refuse('is a number of at most 15 digits here') : accept(value);
}

function isBooleanText(value: unknown): value is string {
  return typeof value === 'string' && /^(true|false)$/i.test(value);
}

/** Python writes True, SQL writes TRUE: a pipeline that compares text knows only its own form. */
function inCaseOf(current: string, word: string): string {
  if (current === current.toUpperCase()) return word.toUpperCase();
  return /^[A-Z]/.test(current) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function asBoolean(typed: string, form: (value: boolean) => Json): TypedValue {
  const word = typed.toLowerCase();
  if (word !== 'true' && word !== 'false') return refuse('is true or false');
  return accept(form(word === 'true'));
}

function asJson(typed: string, what: string, isKind: (value: Json) => boolean): TypedValue {
  const value = parseJson(typed);
  if (value === undefined || !isKind(value)) return refuse(`is ${what}, written as JSON`);
  if (hasKeyTwice(typed)) return refuse(`is ${what} in which each key stands once`);
  return losesDigits(typed) ? refuse(`is ${what} with numbers of at most 15 digits here`) : accept(value);
}

function isPlainObject(value: Json): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string that holds JSON stays one: the text is kept as it was typed, once it is known to be JSON of that kind. */
function asHeldJson(typed: string, held: unknown): TypedValue {
  const checked = Array.isArray(held)
    ? asJson(typed, 'a list', Array.isArray)
    : asJson(typed, 'an object', isPlainObject);
  return checked.ok ? accept(typed) : checked;
}

/** A field that is null says nothing of its form: JSON is taken as what it is, everything else as text. */
function asWhatItLooksLike(typed: string): TypedValue {
  const value = parseJson(typed);
  if (value === undefined) return accept(typed);
  if (hasKeyTwice(typed)) return refuse('takes objects in which each key stands once');
  return losesDigits(typed) ? refuse('takes numbers of at most 15 digits here') : accept(value);
}

/** Would a number in the JSON text be written as another one than was typed? */
function losesDigits(json: string): boolean {
  let loses = false;
  visit(json, {
    onLiteralValue(value, offset, length) {
      if (typeof value === 'number') loses ||= !isKept(value, json.slice(offset, offset + length));
    },
  });
  return loses;
}

/** `1.50` and `1.5` are one number, and so are `1e3` and `1000`: what counts are the digits and where the point is. */
function isKept(value: number, written: string): boolean {
  return Number.isFinite(value) && normalForm(written) === normalForm(String(value));
}

/** @returns the digits without outer zeros, and the power of ten of the last */
function normalForm(written: string): string {
  const [mantissa = '', exponent = '0'] = written.toLowerCase().replace('-', '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return '0';
  return `${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`;
}

/** Of a key that stands twice, `JSON.parse` keeps the last without a word. */
function hasKeyTwice(json: string): boolean {
  const open: Set<string>[] = [];
  let isTwice = false;
  visit(json, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectProperty(key) {
      isTwice ||= open.at(-1)?.has(key) ?? false;
      open.at(-1)?.add(key);
    },
    onObjectEnd: () => void open.pop(),
  });
  return isTwice;
}
