import type { Inline, InlineStyle } from './rich-text.ts';
import { unescapeText } from './unescape.ts';

/**
 * What stands between `<` and `>` in a message: a mention, a date or a link. `undefined` when it is none of them, and
 * then the angle brackets are only text.
 */
export function readSpecial(inner: string, style: InlineStyle | undefined): Inline | undefined {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescapeText(inner.slice(bar + 1));
  const found = readTarget(target, label);
  return found && style ? { ...found, style } : found;
}

function readTarget(target: string, label: string | undefined): Inline | undefined {
  if (/^@[UW]\w+$/.test(target)) return { type: 'user', user_id: target.slice(1) };
  if (/^#[CGD]\w+$/.test(target)) return { type: 'channel', channel_id: target.slice(1) };
  if (/^!subteam\^\w+$/.test(target)) return { type: 'usergroup', usergroup_id: target.slice(9) };
  const range = /^!(here|channel|everyone)$/.exec(target)?.[1];
  if (range === 'here' || range === 'channel' || range === 'everyone') return { type: 'broadcast', range };
  if (target.startsWith('!date^')) return readDate(target, label);
  if (/^(https?:\/\/|mailto:)/i.test(target)) {
    const url = unescapeText(target);
    return label ? { type: 'link', url, text: label } : { type: 'link', url };
  }
  return undefined;
}

function readDate(target: string, fallback = ''): Inline | undefined {
  const [, seconds, format, url] = target.split('^');
  const timestamp = Number(seconds);
  if (!format || !Number.isInteger(timestamp)) return undefined;
  return {
    type: 'date',
    timestamp,
    format: unescapeText(format),
    fallback,
    ...(url ? { url: unescapeText(url) } : {}),
  };
}
