/**
 * JSON texts, cut without being taken apart: parsing and printing again would reorder keys and round numbers, and a
 * tree of a whole listing takes a second in which nobody else is answered. Every text here is known to be valid JSON.
 */

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/**
 * The values of an object or a list, each as its own characters of the text, one after another as they are asked for.
 * @param key the values of the object or list under this key of the text's object, in the place of the text's own
 */
export function* slices(text: string, key?: string): Generator<string> {
  const outer = skipSpace(text, 0);
  const at = key === undefined ? outer : valueUnder(text, outer, key);
  if (at === undefined) return;
  for (const { start, end } of members(text, at)) yield text.slice(start, end);
}

interface Member {
  /** As it is written, with its quotes; absent in a list. */
  readonly key: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** The last of that name, as `JSON.parse` takes it. */
function valueUnder(text: string, at: number, key: string): number | undefined {
  let found: number | undefined;
  for (const member of members(text, at)) {
    if (member.key !== undefined && JSON.parse(member.key) === key) found = member.start;
  }
  return found;
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
      next = skipSpace(text, text.indexOf(':', endOfKey) + 1);
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
