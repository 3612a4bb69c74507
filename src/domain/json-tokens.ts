/** JSON texts, a token at a time: a large one is looked through in slices, and none of its numbers is read. Source: RFC 8259. */

export interface Token {
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'text' | 'leaf';
  readonly start: number;
  readonly end: number;
}

/** The text is no JSON. */
export class NotJson extends Error {}

/** No number that anybody means has more digits, and each of them would be kept in mind while it is read. */
const LEAF = /-?(?:0|[1-9]\d{0,999})(?:\.\d{1,999})?(?:[eE][+-]?\d{1,9})?|true|false|null/y;
const BACKSLASH = 0x5c;

/** A text that something of an object stands under is told as a `key`. */
export type JsonToken = Token | { readonly kind: 'key'; readonly start: number; readonly end: number };

/** What may come next. */
type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'colon' | 'comma or end' | 'nothing';

/**
 * The tokens of a JSON text, one after another as they are asked for. What is in a text is left to `readText` to check.
 * @throws NotJson where it turns out to be none
 */
export function* jsonTokens(text: string): Generator<JsonToken> {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  const behindValue = (): Expected => (open.length === 0 ? 'nothing' : 'comma or end');
  for (let token = nextToken(text, 0); token; token = nextToken(text, token.end)) {
    const { kind } = token;
    if (kind === 'text' && (expected === 'key' || expected === 'key or end')) {
      expected = 'colon';
      yield { kind: 'key', start: token.start, end: token.end };
      continue;
    }
    if (kind === ':' && expected === 'colon') {
      expected = 'value';
    } else if (kind === ',' && expected === 'comma or end') {
      expected = open.at(-1) === '{' ? 'key' : 'value';
    } else if (kind === (open.at(-1) === '{' ? '}' : ']') && expected.endsWith('or end')) {
      open.pop();
      expected = behindValue();
    } else if (expected !== 'value' && expected !== 'value or end') {
      throw new NotJson();
    } else if (kind === '{' || kind === '[') {
      open.push(kind);
      expected = kind === '{' ? 'key or end' : 'value or end';
    } else if (kind === 'text' || kind === 'leaf') {
      expected = behindValue();
    } else {
      throw new NotJson();
    }
    yield token;
  }
  if (expected !== 'nothing') throw new NotJson();
}

/** @returns the token at `from` or behind the space there; nothing at the text's end @throws NotJson */
export function tokenAt(text: string, from: number): Token | undefined {
  const token = nextToken(text, from);
  if (token?.kind === 'text') readText(text, token.start, token.end);
  return token;
}

function nextToken(text: string, from: number): Token | undefined {
  let start = from;
  while (isSpace(text.charCodeAt(start))) start += 1;
  if (start >= text.length) return undefined;
  const character = text.charAt(start);
  switch (character) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ':':
      return { kind: character, start, end: start + 1 };
    case '"':
      return { kind: 'text', start, end: endOfText(text, start) };
  }
  LEAF.lastIndex = start;
  const leaf = LEAF.exec(text)?.[0];
  if (leaf === undefined) throw new NotJson();
  return { kind: 'leaf', start, end: start + leaf.length };
}

/** @param start where its first quote is @returns the index behind its last */
function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0) throw new NotJson();
  return end + 1;
}

/** The characters and escapes of a text are the platform's to check. */
export function readText(text: string, start: number, end: number): string {
  try {
    return JSON.parse(text.slice(start, end)) as string;
  } catch {
    throw new NotJson();
  }
}

/** Is there an odd number of backslashes before it? */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 1;
}

function isSpace(character: number): boolean {
  return character === 0x20 || character === 0x0a || character === 0x0d || character === 0x09;
}
