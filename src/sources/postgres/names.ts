/** Names of tables and columns, as people write them: in double quotes where they hold a dot, and a quote written twice. */

export interface Name {
  readonly text: string;
  /** Then it is what it says. Otherwise it may be meant in lower case, as SQL takes it. */
  readonly isQuoted: boolean;
}

const PART = /\s*(?:"((?:[^"]|"")+)"|([^".]+?))\s*(?:\.|$)/y;

/** @returns the names that dots part, from the outside in; nothing where a quote or a dot is out of place */
export function namesIn(written: string): Name[] | undefined {
  // No name holds this character, and PostgreSQL takes no text that does.
  if (written.includes('\0')) return undefined;
  const names: Name[] = [];
  PART.lastIndex = 0;
  for (let at = 0; at < written.length; at = PART.lastIndex) {
    const found = PART.exec(written);
    if (!found) return undefined;
    const [, quoted, plain = ''] = found;
    names.push(
      quoted === undefined
        ? { text: plain, isQuoted: false }
        : { text: quoted.replaceAll('""', '"'), isQuoted: true },
    );
  }
  return written.endsWith('.') ? undefined : names;
}

/** What it may be called, what was written first. */
export function meantBy({ text, isQuoted }: Name): string[] {
  return isQuoted ? [text] : [...new Set([text, text.toLowerCase()])];
}

/** @returns the candidate that a name means */
export function named<Of extends { readonly name: string }>(
  name: Name,
  candidates: readonly Of[],
): Of | undefined {
  return meantBy(name)
    .map((text) => candidates.find((candidate) => candidate.name === text))
    .find((found) => found !== undefined);
}

/** The name as somebody can type it: `namesIn` reads it as one. */
export function typedName(name: string): string {
  const isPlain = /^[^".]+$/.test(name) && name.trim() === name;
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}
