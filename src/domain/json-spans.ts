/**
 * JSON texts, cut without being taken apart: parsing and printing again would reorder keys and round numbers, and a
 * whole listing parsed at once takes a time in which nobody else is answered. A text that is no JSON is cut somehow, and
 * `isFrame` or the parsing of a slice then says so.
 */

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Where in a text a value stands: from `start`, up to what is before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where an object or a list begins.
 * @param key that of the text's object under which it stands; the text's own when absent
 * @returns nothing where there is none
 */
export function openingAt(text: string, opening: '{' | '[', key?: string): number | undefined {
  const outer = skipSpace(text, 0);
  const at = key === undefined ? outer : valueUnder(text, outer, key);
  return at !== undefined && text[at] === opening ? at : undefined;
}

/** The values of the object or list that begins at `at`, one after another as they are asked for. */
export function spans(text: string, at: number): Generator<Span> {
  return members(text, at);
}

/** The value under a key of the text's own object, as it is written; the last, where the key stands twice. */
export function textUnder(text: string, key: string): string | undefined {
  const at = valueUnder(text, skipSpace(text, 0), key);
  return at === undefined ? undefined : text.slice(at, endOfValue(text, at));
}

/** The values of the object that begins at `at`, each as it is written, by their names. */
export function* memberTexts(text: string, at: number): Generator<readonly [name: string, value: string]> {
  for (const { key, start, end } of members(text, at)) {
    if (key !== undefined) yield [JSON.parse(key) as string, text.slice(start, end)];
  }
}

/** Is what stands around the values JSON? With each value being JSON too, the whole text is. */
export function isFrame(text: string, values: readonly Span[]): boolean {
  let from = 0;
  const gaps = values.map(({ start, end }) => {
    const gap = text.slice(from, start);
    from = end;
    return gap;
  });
  return parses([...gaps, text.slice(from)].join('0'));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Member extends Span {
  /** As it is written, with its quotes; absent in a list. */
  readonly key: string | undefined;
}

/** The last of that name, as `JSON.parse` takes it. */
function valueUnder(text: string, at: number, key: string): number | undefined {
  let found: number | undefined;
  for (const member of members(text, at)) {
    if (member.key !== undefined && isKey(member.key, key)) found = member.start;
  }
  return found;
}

/** Keys are compared as they are meant, however they are escaped. */
function isKey(written: string, key: string): boolean {
  return written === `"${key}"` || (written.includes('\\') && parses(written) && JSON.parse(written) === key);
}

function* members(text: string, at: number): Generator<Member> {
  const opening = text.charCodeAt(at);
  if (opening !== OPEN_BRACE && opening !== OPEN_BRACKET) return;
  let next = skipSpace(text, at + 1);
  while (next < text.length && !isClosing(text.charCodeAt(next))) {
    let key: string | undefined;
    if (opening === OPEN_BRACE) {
      const endOfKey = endOfString(text, next);
      key = text.slice(next, endOfKey);
      const colon = text.indexOf(':', endOfKey);
      if (colon < 0) return;
      next = skipSpace(text, colon + 1);
    }
    const end = endOfValue(text, next);
    yield { key, start: next, end };
    next = skipSpace(text, end);
    if (text.charCodeAt(next) === COMMA) next = skipSpace(text, next + 1);
  }
}

/** @returns the index behind the value that begins at `at` */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) {
      index = endOfString(text, index) - 1;
      if (depth === 0) return index + 1;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1;
    } else if (isClosing(character)) {
      // At no depth this is the end of what a number or a word stands in.
      if (depth === 0) return index;
      depth -= 1;
      if (depth === 0) return index + 1;
    } else if (depth === 0 && (character === COMMA || isSpace(character))) {
      return index;
    }
  }
  return text.length;
}

/** @param at where its first quote is @returns the index behind its last */
function endOfString(text: string, at: number): number {
  let index = at + 1;
  while (index < text.length && text.charCodeAt(index) !== QUOTE) {
    index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  }
  return index + 1;
}

function isClosing(character: number): boolean {
  return character === CLOSE_BRACE || character === CLOSE_BRACKET;
}

function isSpace(character: number): boolean {
  return character === 0x20 || (character >= 0x09 && character <= 0x0d);
}

function skipSpace(text: string, at: number): number {
  let index = at;
  while (isSpace(text.charCodeAt(index))) index += 1;
  return index;
}
