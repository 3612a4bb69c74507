/**
 * Names and values in Slack's mrkdwn. Whatever comes from outside passes through here before it stands in a sentence,
 * so that an input called `<!channel>` mentions nobody.
 */

const LONGEST_NAME = 80;
/** As long as a reason is kept. */
const LONGEST_QUOTE = 500;

/** What somebody has typed, as the end of a sentence: in quotes, with a full stop where it has no end of its own. */
export function quoted(text: string, longest = LONGEST_QUOTE): string {
  return `“${asTyped(shorten(text, longest))}”${/[.!?…]\s*$/.test(text) ? '' : '.'}`;
}

/** What may open or close bold, italic or struck text: between two letters, as in `orders_db`, it does not. */
const MARKS = /(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu;
const LIKE_MARKS: ReadonlyMap<string, string> = new Map([
  ['*', '∗'],
  ['_', 'ˍ'],
  ['~', '∼'],
]);
const EMOJI_START = /:(?=[^\s:/]+:)/g;

/**
 * People's own words within a sentence, to be seen as they were typed: they mention nobody, and what Slack would read as
 * formatting or as an emoji is a character that looks like it. Slack has no way to escape those.
 */
export function asTyped(text: string): string {
  const plain = oneLine(text.trim())
    .replace(MARKS, (mark) => LIKE_MARKS.get(mark) ?? mark)
    .replaceAll('`', 'ˋ')
    .replace(EMOJI_START, '∶');
  return escapeMrkdwn(plain);
}

/** Slack reads these three characters as the beginning of something else. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * The text as inline code: cut in the middle when it is long, with nothing in it that ends the code.
 */
export function code(text: string, longest = LONGEST_NAME): string {
  const shown = oneLine(text).replaceAll('`', 'ˋ');
  return `\`${escapeMrkdwn(shorten(shown || ' ', longest))}\``;
}

/**
 * The text on one line, with nothing in it that turns the direction of what follows, and with the spaces around it to be
 * seen: a name that ends with one is another name.
 */
export function oneLine(text: string): string {
  const straight = text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
  const fromWord = straight.trimStart();
  const word = fromWord.trimEnd();
  return [
    '␣'.repeat(straight.length - fromWord.length),
    word.replace(/\s+/g, ' '),
    '␣'.repeat(fromWord.length - word.length),
  ].join('');
}

/** Keeps the beginning and the end, since names of a family differ at either. Counts characters as people do. */
export function shorten(text: string, longest: number): string {
  // Of a text that is far too long only its ends are taken apart: a character has at most two units.
  const ends = text.length > 4 * longest ? text.slice(0, 2 * longest) + text.slice(-2 * longest) : text;
  const characters = [...ends];
  if (characters.length <= longest) return text;
  const kept = longest - 1;
  const head = Math.ceil(kept / 2);
  return [...characters.slice(0, head), '…', ...characters.slice(characters.length - (kept - head))].join('');
}

/** The beginning of a text, at most so many UTF-16 units: in those Slack counts. */
export function cutUnits(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, edge(text, limit - 1))}…`;
}

/** Where a text can be cut at a place or just before it: a character may be of two units. */
export function edge(text: string, at: number): number {
  const isWithin = isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1));
  return isWithin ? at - 1 : at;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * A headline that holds names or values. Slack ends bold at the first asterisk, also at one within code, and has no way to
 * escape it: a text with one stays plain, so that what stands in code stays as it is.
 */
export function bold(text: string): string {
  return text.includes('*') ? text : `*${text}*`;
}

/** A moment, shown to each reader in their own time zone. */
export function slackDate(moment: Date): string {
  const seconds = Math.floor(moment.getTime() / 1000);
  const fallback = `${moment.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${seconds}^{date_short_pretty} at {time}|${fallback}>`;
}

/** `3 s ago`, `12 min ago`, `5 h ago`, `2 days ago`. */
export function ago(moment: Date, now = new Date()): string {
  const seconds = Math.max(0, Math.round((now.getTime() - moment.getTime()) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${Math.floor(seconds / 86_400)} days ago`;
}

/** Ids come from Slack itself; anything that does not look like one is shown as text. */
export function person(userId: string): string {
  return /^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : code(userId);
}

export function link(url: string, text: string): string {
  return `<${escapeMrkdwn(url)}|${escapeMrkdwn(text)}>`;
}
