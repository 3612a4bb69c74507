import { code } from '../../src/domain/mrkdwn.ts';
import { didYouMean, nearest } from '../../src/domain/nearest.ts';
import { KnownError } from '../../src/errors.ts';
import { type CommandLine, restFrom } from './command-line.ts';

/**
 * A command's usage line is its grammar, so that help and parser cannot disagree:
 * `pause <input> [because <reason...>]`. `<a>` is a word that must be there, `[<a>]` one that may be,
 * `[because <a>]` a word behind a keyword, and `...` takes the rest of the line as it was typed.
 */
export interface Usage {
  readonly verb: string;
  readonly parts: readonly Part[];
}

interface Part {
  readonly name: string;
  readonly isRequired: boolean;
  readonly takesRest: boolean;
  readonly keyword: string | undefined;
}

const PART = /\[(?:([a-z-]+) )?<([a-z_]+)(\.\.\.)?>\]|<([a-z_]+)(\.\.\.)?>/g;

/** @throws Error when the line is not of that grammar: a test tries the line of every command */
export function parseUsage(line: string): Usage {
  const [verb = '', ...rest] = line.split(' ');
  const parts = [...rest.join(' ').matchAll(PART)].map(
    ([, keyword, optional, optionalRest, required, requiredRest]): Part => ({
      name: optional ?? required ?? '',
      isRequired: required !== undefined,
      takesRest: (optionalRest ?? requiredRest) !== undefined,
      keyword,
    }),
  );
  if (rest.join(' ').replace(PART, '').trim() !== '')
    throw new Error(`The usage "${line}" is not of a known form`);
  return { verb, parts };
}

/**
 * @param line the command line, the verb being its first word
 * @returns each part's text by its name
 * @throws KnownError `bad_arguments` that says what is missing or too much
 */
export function matchArguments(usageLine: string, line: CommandLine): Record<string, string> {
  const { parts } = parseUsage(usageLine);
  const found: Record<string, string> = {};
  let at = 1;
  for (const part of parts) {
    const word = line.words[at];
    if (!word || (part.keyword !== undefined && !isKeyword(word.text, part.keyword))) {
      if (part.isRequired) throw badArguments(`It needs ${code(`<${part.name}>`)}.`, usageLine);
      continue;
    }
    if (part.keyword !== undefined) at += 1;
    const text = part.takesRest ? restFrom(line, at) : line.words[at]?.text;
    // Nothing in quotes is a value like any other where one has to be given, and no reason where none has to.
    if (text === undefined || (text === '' && !part.isRequired))
      throw badArguments(`After ${code(part.keyword ?? part.name)} something is missing.`, usageLine);
    found[part.name] = text;
    at = part.takesRest ? line.words.length : at + 1;
  }
  const extra = line.words[at];
  if (extra) {
    const keywords = parts.flatMap(({ keyword, name }) => (keyword && !(name in found) ? keyword : []));
    const hint = didYouMean(nearest(extra.text, keywords, 1)) ?? 'A name with spaces goes in quotes.';
    throw badArguments(`I do not know what ${code(extra.text)} means here. ${hint}`, usageLine);
  }
  return found;
}

function isKeyword(word: string, keyword: string): boolean {
  return word.toLowerCase() === keyword;
}

function badArguments(what: string, usageLine: string): KnownError {
  return new KnownError(
    'bad_arguments',
    `${what} The form is ${code(`/alooma ${usageLine}`, 200)}. Nothing was done.`,
  );
}
