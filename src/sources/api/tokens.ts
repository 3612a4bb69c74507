/** JSON texts, a token at a time: a large one is looked through in slices, and none of its numbers is read. */

export interface Token {
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'text' | 'leaf';
  readonly start: number;
  readonly end: number;
}

/** The text is no JSON. */
export class NotJson extends Error {}

const LEAF = /-?(?:0|[1-9]\d{0,999})(?:\.\d{1,999})?(?:[eE][+-]?\d{1,9})?|true|false|null/y;
const BACKSLASH = 0x5c;

/** @returns the token at `from` or behind the space there; nothing at the text's end @throws NotJson */
export function tokenAt(text: string, from: number): Token | undefined {
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
  readText(text, start, end + 1);
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
