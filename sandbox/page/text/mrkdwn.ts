import { readInline } from './inline.ts';
import type { RichTextPart } from './rich-text.ts';

/**
 * Slack's `mrkdwn` as the rich text that it stands for. The display library has a reader of its own, but that one
 * reads Markdown: it drops headings and tags, turns an escaped `&lt;!channel&gt;` into a mention, and eats the colons
 * of `10:30:45`. Here a message must look as it would in Slack, most of all a hostile one.
 */
export function readMrkdwn(source: string): RichTextPart[] {
  return source
    .split(/```([\s\S]+?)```/)
    .flatMap((piece, index) => (index % 2 ? preformatted(piece) : prose(piece)));
}

function preformatted(source: string): RichTextPart[] {
  const text = source.replace(/^\n/, '').replace(/\n$/, '');
  return [{ type: 'rich_text_preformatted', elements: readInline(text, { code: true }) }];
}

/** Text outside of code blocks: quoted lines and the rest, in turns. */
function prose(source: string): RichTextPart[] {
  const lines = source.replace(/^\n|\n$/g, '').split('\n');
  if (lines.join('') === '') return [];

  const runs: { isQuote: boolean; lines: string[] }[] = [];
  for (const line of lines) {
    const isQuote = QUOTE.test(line);
    const last = runs.at(-1);
    if (last?.isQuote === isQuote) last.lines.push(line);
    else runs.push({ isQuote, lines: [line] });
  }
  return runs.map((run) => ({
    type: run.isQuote ? 'rich_text_quote' : 'rich_text_section',
    elements: readInline(run.lines.map((line) => (run.isQuote ? line.replace(QUOTE, '') : line)).join('\n')),
  }));
}

const QUOTE = /^(&gt;|>) ?/;
