import { quote } from '../../src/domain/command-words.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import { redactText } from '../../src/domain/secrets.ts';
import { KnownError } from '../../src/errors.ts';
import { type CommandLine, restFrom, type Word } from './command-line.ts';

/**
 * Behind a text that goes to the end of the line a reason stands behind its flag and in quotes. What people type where
 * they forget either is refused, with the line as it was most likely meant.
 */

const KEYWORD = 'because';
const FLAG = `--${KEYWORD}`;

/**
 * @param from the first word of the text @param end the first one behind it
 * @returns where a `because` stands in the text that is not in quotes; below 0 where none does
 */
export function bareBecause({ text, words }: CommandLine, from: number, end: number): number {
  const start = words[from]?.start ?? 0;
  // JSON and the names of tables have quotes within the text.
  const isWithin = (word: Word) => text.slice(start, word.start).split('"').length % 2 === 0;
  return words.findIndex(
    (word, at) =>
      at >= from && at < end && !word.isQuoted && word.text.toLowerCase() === KEYWORD && !isWithin(word),
  );
}

/** @param at where the bare `because` stands @param from the first word of the text @param name what the text is called */
export function withoutFlag(line: CommandLine, at: number, from: number, name: string): KnownError {
  const reason = restFrom(line, at + 1);
  const before = at > from ? line.text.slice(0, line.words[at]?.start).trim() : undefined;
  const isReason = `Is what stands behind ${code(KEYWORD)} your reason? Then type it as ${exampleOf(line, FLAG, reason)}.`;
  const isText = `If it belongs to the ${name}, put the whole ${name} in quotes.`;
  return refused(`${isReason} ${isText}`, before, FLAG, reason);
}

/** @param at where the flag stands, behind which there are more words than it takes */
export function unquoted(line: CommandLine, at: number): KnownError {
  const typed = line.words[at]?.text ?? '';
  const [flag = '', beginning] = typed.split(/=(.*)/s);
  const rest = restFrom(line, at + 1);
  const value = beginning === undefined ? rest : `${beginning} ${rest}`;
  const before = line.text.slice(0, line.words[at]?.start).trim();
  const isValue = `What ${code(flag)} says goes in quotes where it is several words, at the end of the line: ${exampleOf(line, flag, value)}.`;
  const isText = `If ${code(flag)} belongs to what stands before it, put that in quotes as a whole.`;
  return refused(`${isValue} ${isText}`, before, flag, value);
}

/** The line as it should be typed, but for what stands in its middle, which may be secret. */
function exampleOf({ words }: CommandLine, flag: string, value: string): string {
  const [verb] = words;
  const shown = value === '' || hasFlag(value) ? '…' : redactText(value);
  return code(`/alooma ${verb?.text ?? ''} … ${flag} "${shown.replace(/(["\\])/g, '\\$1')}"`, 150);
}

function refused(what: string, before: string | undefined, flag: string, value: string): KnownError {
  const instead = `${before} ${flag} ${quote(value)}`;
  const isSafe = before !== undefined && value !== '' && redactText(instead) === instead;
  const isSure = isSafe && !hasFlag(value) && !hasFlag(before);
  return new KnownError('bad_arguments', `${what} Nothing was done.`, isSure ? { instead } : {});
}

/** Then what belongs to what is not sure. */
function hasFlag(text: string): boolean {
  return new RegExp(`(^|\\s)${FLAG}(\\s|=|$)`, 'i').test(text);
}
