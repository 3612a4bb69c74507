/** What Slack's composer makes of what a person types. */

const URL_IN_TEXT = /https?:\/\/[^\s"'“”‘’<>|]*[^\s"'“”‘’<>|.,;:!?)\]}]/g;

/** Escapes `&`, `<` and `>`, and turns addresses into `<http://…>` links. */
export function composed(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replace(URL_IN_TEXT, (address) => `<${address}>`);
}

/** The command and its text, or `undefined` when the line is none. */
export function splitCommand(line: string): { command: string; text: string } | undefined {
  const match = /^\s*(\/\S+)\s*([\s\S]*)$/.exec(line);
  return match ? { command: match[1] ?? '', text: (match[2] ?? '').trimEnd() } : undefined;
}
