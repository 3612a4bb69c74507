import { quote } from '../../src/domain/command-words.ts';

/** What a person typed behind `/alooma`, as Slack delivers it, taken apart into words. */

export interface Word {
  /** Without its quotes. */
  readonly text: string;
  readonly isQuoted: boolean;
  /** Where it stands in the line, with its quotes. */
  readonly start: number;
  readonly end: number;
}

export interface CommandLine {
  /** The whole line, as the person meant it. */
  readonly text: string;
  readonly words: readonly Word[];
}

export function parseCommandLine(delivered: string): CommandLine {
  return readLine(straighten(restoreEscaped(unlink(delivered))));
}

/** A line that the bot wrote itself, such as a suggestion: nothing in it is escaped, and its quotes are as meant. */
export function readLine(text: string): CommandLine {
  return { text, words: words(text) };
}

/** `<http://a.b|a.b>` is what Slack makes of an address: the person wrote what stands behind the bar, if anything does. */
function unlink(text: string): string {
  return text.replace(
    /<((?:https?|mailto|tel):[^<|>]*)(?:\|([^<>]*))?>/gi,
    (_, target: string, label?: string) => label ?? target,
  );
}

/** The only three characters that Slack escapes; `&amp;` last, so that `&amp;lt;` stays `&lt;`. */
function restoreEscaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/**
 * Phones and Macs turn quotes curly, `--` into a dash and a space into one that does not break. A short dash before a
 * number was typed as its minus: on a phone it is what a long press on the minus gives.
 */
function straighten(text: string): string {
  return text
    .replace(/[“”„‟″]/g, '"')
    .replace(/[‘’‚‛′]/g, "'")
    .replace(/(^|\s)–(?=\.?\d)/g, '$1-')
    .replace(/(^|\s)[—–](?=\w)/g, '$1--')
    .replace(/[\u00a0\u2007\u202f\u200b]/g, ' ')
    .trim();
}

/** A quote opens only at the beginning of a word, or behind `--flag=`: the one in `it's` is an apostrophe. */
const WORD =
  /"((?:[^"\\]|\\.)*)"(?=\s|$)|'([^']*)'(?=\s|$)|(--[a-z][a-z-]*=(?:"(?:[^"\\]|\\.)*"|'[^']*')(?=\s|$)|\S+)/gi;

function words(text: string): Word[] {
  return [...text.matchAll(WORD)].map((match) => {
    const [whole, double, single, plain] = match;
    const unquoted = double?.replace(/\\(["\\])/g, '$1') ?? single ?? plain ?? '';
    return {
      text: unquoted,
      isQuoted: plain === undefined,
      start: match.index,
      end: match.index + whole.length,
    };
  });
}

/**
 * The line from a word to its end, or to another word, as it was typed; where that is one quoted word, what is in the
 * quotes.
 */
export function restFrom(line: CommandLine, index: number, end = line.words.length): string {
  const first = line.words[index];
  if (!first) return '';
  return index === end - 1 ? first.text : line.text.slice(first.start, line.words[end - 1]?.end);
}

/** The line with one word replaced by another. @param written how that stands in a line: in quotes where it needs them */
export function replaceWord({ text }: CommandLine, word: Word, by: string, written = quote): string {
  return `${text.slice(0, word.start)}${written(by)}${text.slice(word.end)}`;
}
