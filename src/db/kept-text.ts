/**
 * Texts as PostgreSQL takes them. Names and keys come from other programs, and it refuses two things that JavaScript has
 * in a string: the character 0, and half of a character of two units. Both become `\ufffd`.
 */
export function keptText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** For a column of JSON: every text in the value as `keptText` makes it. */
export function keptJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? keptText(inner) : inner));
}
