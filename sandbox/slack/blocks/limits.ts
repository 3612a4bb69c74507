/** Counting what Slack counts over a whole message. */

/** What Slack refuses is not documented; messages failed from about 11,000 characters (bolt-js #2509 and #2867). */
export const MESSAGE_TEXT = 10_000;
export const MARKDOWN_TEXT = 12_000;

const ownLimit = new Set(['markdown', 'table', 'data_table']);

/** The characters of every `text` string below a value; blocks with a limit of their own are left out. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  const fields = value as Record<string, unknown>;
  if (typeof fields.type === 'string' && ownLimit.has(fields.type)) return 0;
  return Object.entries(fields).reduce(
    (sum, [name, field]) =>
      sum + (name === 'text' && typeof field === 'string' ? field.length : textLength(field)),
    0,
  );
}

/** The characters of all `markdown` blocks of a message. */
export function markdownLength(blocks: readonly { type: string; text?: unknown }[]): number {
  return blocks.reduce(
    (sum, block) =>
      sum + (block.type === 'markdown' && typeof block.text === 'string' ? block.text.length : 0),
    0,
  );
}
