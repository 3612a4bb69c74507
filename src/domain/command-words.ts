/** @returns the text as one word of a command line, in quotes where it would be several, or a flag */
export function quote(text: string): string {
  if (/^(?!--)[^\s"'“”‘’\\]+$/.test(text)) return text;
  return `"${text.replace(/(["\\])/g, '\\$1')}"`;
}
