import type { Inline, InlineStyle } from './rich-text.ts';
import { readSpecial } from './special.ts';
import { unescapeText } from './unescape.ts';

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

const SPECIAL = /<([^<>\n]+)>/y;
const CODE = /`([^`\n]+)`/y;
const MARKED = /([*_~])(?=\S)([^\n]*?\S)\1(?!\w)/y;
const EMOJI = /:([a-z0-9_+'-]*[a-z+_-][a-z0-9_+'-]*|100|1234):/y;
const BARE_LINK = /https?:\/\/[^\s<>|`]*[^\s<>|`.,;:!?)*_~]/y;

/**
 * One run of `mrkdwn` without blocks, as rich text. What stands in angle brackets is read inside code too, as Slack
 * does: a bot that forgets to escape a name must be seen to ping the channel here.
 */
export function readInline(source: string, style?: InlineStyle): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let at = 0;

  const flush = () => {
    if (plain) found.push({ type: 'text', text: unescapeText(plain), ...(style ? { style } : {}) });
    plain = '';
  };
  const take = (parts: Inline[], length: number) => {
    flush();
    found.push(...parts);
    at += length;
  };

  while (at < source.length) {
    const part = readPart(source, at, style);
    if (part) {
      take(part.inlines, part.length);
    } else {
      plain += source[at];
      at += 1;
    }
  }
  flush();
  return found;
}

interface Part {
  inlines: Inline[];
  length: number;
}

function readPart(source: string, at: number, style: InlineStyle | undefined): Part | undefined {
  const special = match(SPECIAL, source, at);
  const inline = special?.[1] ? readSpecial(special[1], style) : undefined;
  if (special && inline) return { inlines: [inline], length: special[0].length };
  if (style?.code) return undefined;

  const code = match(CODE, source, at);
  if (code?.[1]) return { inlines: readInline(code[1], { ...style, code: true }), length: code[0].length };

  const isWordStart = at === 0 || !/[\w]/.test(source[at - 1] ?? '');
  if (!isWordStart) return undefined;

  const marked = match(MARKED, source, at);
  const mark = marked ? MARKS[marked[1] as keyof typeof MARKS] : undefined;
  if (marked?.[2] && mark && !style?.[mark]) {
    return { inlines: readInline(marked[2], { ...style, [mark]: true }), length: marked[0].length };
  }

  const emoji = match(EMOJI, source, at);
  if (emoji?.[1]) return { inlines: [{ type: 'emoji', name: emoji[1] }], length: emoji[0].length };

  const link = match(BARE_LINK, source, at);
  if (link) {
    const url = unescapeText(link[0]);
    return { inlines: [{ type: 'link', url, ...(style ? { style } : {}) }], length: link[0].length };
  }
  return undefined;
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
