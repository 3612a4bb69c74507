import { code } from '../../src/domain/mrkdwn.ts';
import { redactText } from '../../src/domain/secrets.ts';
import { KnownError } from '../../src/errors.ts';
import { readSpan } from '../../src/services/pausing/durations.ts';
import { readMoment } from '../../src/services/pausing/moments.ts';
import { type CommandLine, restFrom, type Word } from '../router/command-line.ts';

/** `pause`, the input, and what comes behind it. */
const BEHIND_INPUT = 2;
/** Words of the longest end that can be read: `1 day and 2 hours and 30 minutes`. */
const LONGEST_END = 8;

/**
 * The end of a pause that stands where it would not be taken for one: at the end of the reason, which goes to the end of the
 * line, so that the pause would have no end and nobody would notice; or without its keyword.
 * @throws KnownError `bad_arguments` that offers the line as it was most likely meant
 */
export function refuseMisplacedEnd(line: CommandLine): void {
  const { words } = line;
  const because = words.findIndex((word, at) => at >= BEHIND_INPUT && is(word, 'because'));
  const stop = because < 0 ? words.length : because;
  if (stop > BEHIND_INPUT) {
    const end = endOf(restFrom(line, BEHIND_INPUT, stop));
    if (end) throw refused(line, `Did you mean ${code(end)}?`, end, typed(line, stop, words.length));
    return;
  }
  const first = Math.max(because + 2, words.length - LONGEST_END);
  const at = because < 0 ? -1 : words.findIndex((word, at) => at >= first && isEndHere(line, word, at));
  if (at < 0) return;
  const end = typed(line, at, words.length);
  throw refused(
    line,
    `${code(end)} stands behind ${code('because')}, where it is a part of the reason, and the pause would have no end. Put it before ${code('because')}, or the reason in quotes if it belongs there.`,
    end,
    typed(line, because, at),
  );
}

function isEndHere(line: CommandLine, word: Word, at: number): boolean {
  const keyword = ['for', 'until'].find((known) => is(word, known));
  return keyword !== undefined && endOf(restFrom(line, at + 1))?.startsWith(keyword) === true;
}

/** @returns `for 2h`, `until 18:00`; nothing for what is neither a span nor a time */
function endOf(text: string): string | undefined {
  if (typeof readSpan(text) === 'number') return `for ${text}`;
  return typeof readMoment(text, 'utc', new Date()) === 'string' ? undefined : `until ${text}`;
}

function refused(line: CommandLine, what: string, end: string, rest: string): KnownError {
  const instead = `${typed(line, 0, BEHIND_INPUT)} ${end} ${rest}`.trim();
  const isSafe = redactText(instead) === instead;
  return new KnownError('bad_arguments', `${what} Nothing was done.`, isSafe ? { instead } : {});
}

/** Some words of the line as they were typed, with their quotes. */
function typed({ text, words }: CommandLine, from: number, end: number): string {
  const first = words[from];
  return first && end > from ? text.slice(first.start, words[end - 1]?.end) : '';
}

function is({ text, isQuoted }: Word, keyword: string): boolean {
  return !isQuoted && text.toLowerCase() === keyword;
}
