/**
 * A command's usage line is its grammar, so that help and parser cannot disagree:
 * `pause <input> [for <duration..>] [because <reason...>]`.
 *
 * | form | what it is |
 * | --- | --- |
 * | `<a>` | a word that must be there |
 * | `[<a>]`, `[<a> <b>]` | words that may be there, all of them or none |
 * | `[because <a>]` | the same behind a keyword |
 * | `<a..>` | words up to the next keyword of the line, or its end; help shows `<a>` |
 * | `<a...>` | the rest of the line as it was typed; where that is one quoted word, what is in the quotes |
 * | `<a[=b]...>` | several words that have a form of their own: the rest as it was typed, with its quotes, for `readLine` |
 * | `[--a]`, `[--a <b>]` | a flag, which may stand anywhere behind the verb (in or behind a text: at its very end), and one that takes a word; `--a=b` as well |
 * | `[[--a <b>]]` | a flag that only buttons write: help does not show it |
 *
 * What stands behind `[` or `...` within `<…>` is for the reader; the argument is called by what is before.
 */
export interface Usage {
  readonly verb: string;
  readonly parts: readonly Part[];
  readonly flags: readonly Flag[];
}

export interface Part {
  readonly isRequired: boolean;
  readonly keyword: string | undefined;
  readonly words: readonly UsageWord[];
}

export interface UsageWord {
  /** What the argument is called. */
  readonly name: string;
  /** What the reader sees in the place of it. */
  readonly label: string;
  readonly takes: 'word' | 'phrase' | 'rest' | 'words';
}

export interface Flag {
  readonly name: string;
  /** The name of the word that it takes; absent where it takes none. */
  readonly value: string | undefined;
  readonly isHidden: boolean;
}

const WORD = String.raw`<[a-z][a-z_|]*(?:\[[^\][<>]+\])?(?:\.{2,3})?>`;
const FORMS = new RegExp(
  [
    `(?<required>${WORD})`,
    String.raw`\[\[(?<hidden>--[a-z-]+(?: <[a-z_]+>)?)\]\]`,
    String.raw`\[(?<flag>--[a-z-]+(?: <[a-z_]+>)?)\]`,
    String.raw`\[(?:(?<keyword>[a-z][a-z-]*) )?(?<optional>${WORD}(?: ${WORD})*)\]`,
  ].join('|'),
  'y',
);

/** @throws Error when the line is not of that grammar: a test tries the line of every command */
export function parseUsage(line: string): Usage {
  const verb = verbOf(line);
  const [parts, flags]: [Part[], Flag[]] = [[], []];
  for (const { required, hidden, flag, keyword, optional } of formsOf(line, verb.length)) {
    const written = flag ?? hidden;
    if (written !== undefined) flags.push(flagOf(written, hidden !== undefined));
    else
      parts.push({ isRequired: required !== undefined, keyword, words: wordsOf(required ?? optional ?? '') });
  }
  const rest = parts.findIndex(({ words }) => words.slice(0, -1).some(({ takes }) => takes !== 'word'));
  if (rest >= 0) throw unknownForm(line);
  return { verb, parts, flags };
}

/** The plain words at the line's beginning. */
export function verbOf(line: string): string {
  return /^[a-z][a-z-]*(?: [a-z][a-z-]*)*(?= |$)/.exec(line)?.[0] ?? '';
}

/** The line as a reader sees it: without what only buttons write, and how many words a word may be. */
export function shownUsage(line: string): string {
  return line.replace(/ \[\[.*?\]\]/g, '').replace(/([^.])\.\.>/g, '$1>');
}

/** The names of all arguments, and whether each must be given: what a command's schema has to agree with. */
export function argumentNames(line: string): { name: string; isRequired: boolean }[] {
  const { parts, flags } = parseUsage(line);
  return [
    ...parts.flatMap(({ words, isRequired }) => words.map(({ name }) => ({ name, isRequired }))),
    ...flags.map(({ name }) => ({ name, isRequired: false })),
  ];
}

function* formsOf(line: string, from: number): Generator<Record<string, string | undefined>> {
  let at = from;
  while (at < line.length) {
    FORMS.lastIndex = at + 1;
    const match = line[at] === ' ' ? FORMS.exec(line) : null;
    if (!match?.groups) throw unknownForm(line);
    yield match.groups;
    at += 1 + match[0].length;
  }
}

function wordsOf(text: string): UsageWord[] {
  return [...text.matchAll(new RegExp(WORD, 'g'))].map(([word]) => {
    const [, name = '', form, dots] = /^<([a-z_|]+)(\[.*\])?(\.{2,3})?>$/.exec(word) ?? [];
    const several = form === undefined ? 'rest' : 'words';
    const takes = dots === undefined ? 'word' : dots === '..' ? 'phrase' : several;
    return { name, label: `${name}${form ?? ''}`, takes };
  });
}

function flagOf(text: string, isHidden: boolean): Flag {
  const [, name = '', value] = /^--([a-z-]+)(?: <(.*)>)?$/.exec(text) ?? [];
  return { name, value, isHidden };
}

function unknownForm(line: string): Error {
  return new Error(`The usage "${line}" is not of a known form`);
}
