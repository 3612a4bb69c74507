/** @returns the text as one word of a command line, in quotes where it would be several, or a flag */
export function quote(text: string): string {
  if (/^(?!--)[^\s"'“”‘’\\]+$/.test(text)) return text;
  return `"${text.replace(/(["\\])/g, '\\$1')}"`;
}

/** The same for a name right behind a verb's first word: what could be taken for its second is always in quotes. */
export function quoteBehindVerb(text: string): string {
  return /^[a-z][a-z-]*$/i.test(text) ? `"${text}"` : quote(text);
}
