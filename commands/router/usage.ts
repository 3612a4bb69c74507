import { code } from '../../src/domain/mrkdwn.ts';
import { didYouMean, nearest } from '../../src/domain/nearest.ts';
import { KnownError } from '../../src/errors.ts';
import { type CommandLine, readLine, restFrom, type Word } from './command-line.ts';
import { bareBecause, unquoted, withoutFlag } from './unquoted-reason.ts';
import { type Flag, type Part, parseUsage, shownUsage, type Usage, type UsageWord } from './usage-line.ts';

/** What a line gave: the text of each word by its name, and `true` for a flag that takes none. */
export type Arguments = Record<string, string | true>;

/**
 * @param line the command line, its first words being those of the verb
 * @returns each argument by its name; what was not given is absent
 * @throws KnownError `bad_arguments` that says what is missing or too much
 */
export function matchArguments(usageLine: string, line: CommandLine): Arguments {
  const usage = parseUsage(usageLine);
  const reader = createReader(usage, line, usageLine);
  for (const part of usage.parts) takePart(part, reader, usageLine, line);
  const extra = reader.peek();
  if (extra) throw tooMuch(extra, usage, reader.found, usageLine);
  return reader.found;
}

interface Reader {
  readonly found: Arguments;
  /** The flags that were passed, as they were typed, and where each begins. */
  readonly flags: readonly { readonly start: number; readonly text: string }[];
  /** The next word that is no flag: flags may stand anywhere, and are noted as they are passed. */
  peek(): Word | undefined;
  take(): Word | undefined;
  /** The words before the next keyword, or to the line's end. */
  takePhrase(): string | undefined;
  /** The line from the next word to its end. @param name what it is called */
  takeRest(name: string, asTyped: boolean): string | undefined;
}

function createReader(usage: Usage, line: CommandLine, usageLine: string): Reader {
  const found: Arguments = Object.create(null);
  const flags: { start: number; text: string }[] = [];
  const keywords = new Set(usage.parts.map(({ keyword }) => keyword));
  let at = usage.verb.split(' ').length;

  /** @param isText what is no flag may be the beginning of a text, which may have dashes before it */
  function passFlags(isText = false): void {
    for (let word = line.words[at]; word; word = line.words[at]) {
      const typed = readFlag(word, usage, usageLine, isText);
      if (!typed) return;
      const { name, value: takesValue } = typed.flag;
      if (name in found) throw badArguments(`${code(`--${name}`)} stands there twice.`, usageLine);
      at += 1;
      found[name] = takesValue === undefined || (typed.value ?? takeValue(name));
      flags.push({ start: word.start, text: line.text.slice(word.start, line.words[at - 1]?.end) });
    }
  }

  /** Behind a text that goes to the end of the line stand only flags that people see. @returns where they begin */
  function endOfText(from: number): number {
    const visible = { ...usage, flags: usage.flags.filter(({ isHidden }) => !isHidden) };
    const isVisible = (word: Word) =>
      visible.flags.some(({ name }) => name === flagIn(word)?.name.toLowerCase());
    const first = line.words.findIndex((word, place) => place > from && isVisible(word));
    if (first >= 0) return first;
    const last = line.words.findLast((word, place) => place > from && flagIn(word) !== undefined);
    if (last) readFlag(last, visible, usageLine, true);
    return line.words.length;
  }

  function takeValue(flag: string): string {
    const word = line.words[at];
    if (!word?.text || flagIn(word)) throw missingBehind(`--${flag}`, usageLine);
    at += 1;
    return word.text;
  }

  return {
    found,
    flags,
    peek() {
      passFlags();
      return line.words[at];
    },
    take() {
      passFlags();
      const word = line.words[at];
      at += 1;
      return word;
    },
    takePhrase() {
      passFlags();
      const first = at;
      const isEnd = (word: Word) => !word.isQuoted && keywords.has(word.text.toLowerCase());
      const end = line.words.findIndex((word, place) => place > first && isEnd(word));
      at = end < 0 ? line.words.length : end;
      return line.words[first] && restFrom(line, first, at);
    },
    takeRest(name, asTyped) {
      passFlags(true);
      const first = at;
      if (!line.words[first]) return undefined;
      const end = endOfText(first);
      const bare = usage.flags.some((flag) => flag.name === 'because') ? bareBecause(line, first, end) : -1;
      if (bare >= 0) throw withoutFlag(line, bare, first, name);
      at = end;
      passFlags();
      if (at < line.words.length) throw unquoted(line, end);
      return asTyped
        ? line.text.slice(line.words[first]?.start, line.words[end - 1]?.end)
        : restFrom(line, first, end);
    },
  };
}

/** A quoted word is never a flag. */
function flagIn(word: Word): { name: string; value: string | undefined } | undefined {
  const match = word.isQuoted ? null : /^--([a-z][a-z-]*)(?:=(.*))?$/is.exec(word.text);
  return match ? { name: match[1] ?? '', value: match[2] } : undefined;
}

/**
 * One that is not known is refused only where there are flags to know, and in a text only where one of those was probably
 * meant: the value of an edit may have words with dashes.
 */
function readFlag(
  word: Word,
  { flags }: Usage,
  usageLine: string,
  isText: boolean,
): { flag: Flag; value: string | undefined } | undefined {
  const typed = flagIn(word);
  if (!typed) return undefined;
  const flag = flags.find(({ name }) => name === typed.name.toLowerCase());
  if (!flag) {
    const written = `--${typed.name}`;
    const isMeant = nearest(written, shown(flags), 1).length > 0;
    if (isText ? !isMeant : flags.every(({ isHidden }) => isHidden)) return undefined;
    throw unknownFlag(written, flags, usageLine);
  }
  if (typed.value === undefined) return { flag, value: undefined };
  if (flag.value === undefined) throw badArguments(`${code(`--${flag.name}`)} takes no value.`, usageLine);
  const value = readLine(typed.value).words[0]?.text;
  if (!value) throw missingBehind(`--${flag.name}`, usageLine);
  return { flag, value };
}

function takePart(
  { isRequired, keyword, words }: Part,
  reader: Reader,
  usageLine: string,
  line: CommandLine,
): void {
  const next = reader.peek();
  if (!next || (keyword !== undefined && !isKeyword(next, keyword))) {
    if (isRequired) throw badArguments(`It needs ${code(`<${words[0]?.label}>`)}.`, usageLine);
    return;
  }
  if (keyword !== undefined) reader.take();
  let before = keyword;
  for (const { name, label, takes } of words) {
    const text = takeWord({ name, takes }, reader);
    if (text === undefined && !isRequired && keyword === undefined)
      throw leftOut(label, next, line, reader, usageLine);
    if (text === undefined) throw missingBehind(before ?? label, usageLine);
    // Nothing in quotes is a value like any other where one has to be given, and no reason where none has to.
    if (text === '' && !isRequired && before === keyword) {
      if (keyword !== undefined) throw missingBehind(keyword, usageLine);
      throw badArguments(`${code(`<${label}>`)} is empty.`, usageLine);
    }
    reader.found[name] = text;
    before = label;
  }
}

function takeWord({ name, takes }: Pick<UsageWord, 'name' | 'takes'>, reader: Reader): string | undefined {
  if (takes === 'word') return reader.take()?.text;
  return takes === 'phrase' ? reader.takePhrase() : reader.takeRest(name, takes === 'words');
}

function isKeyword(word: Word, keyword: string): boolean {
  return word.text.toLowerCase() === keyword;
}

function tooMuch(extra: Word, { parts, flags }: Usage, found: Arguments, usageLine: string): KnownError {
  const keywords = parts.flatMap(({ keyword, words }) =>
    keyword !== undefined && words.every(({ name }) => !(name in found)) ? keyword : [],
  );
  const names = shown(flags).filter((flag) => !(flag.slice(2) in found));
  const hint = didYouMean(nearest(extra.text, [...keywords, ...names], 1));
  return badArguments(
    `I do not know what ${code(extra.text)} means here. ${hint ?? 'A name with spaces goes in quotes.'}`,
    usageLine,
  );
}

function unknownFlag(typed: string, flags: readonly Flag[], usageLine: string): KnownError {
  const hint =
    didYouMean(nearest(typed, shown(flags), 1)) ?? 'A name that begins with dashes goes in quotes.';
  return badArguments(`${code(typed)} is not known here. ${hint}`, usageLine);
}

const shown = (flags: readonly Flag[]) =>
  flags.filter(({ isHidden }) => !isHidden).map(({ name }) => `--${name}`);

function missingBehind(what: string, usageLine: string): KnownError {
  return badArguments(`After ${code(what)} something is missing.`, usageLine);
}

/** Without all of the group, the command opens a form that asks for it: that is where a secret is entered. */
function leftOut(
  label: string,
  first: Word,
  line: CommandLine,
  { flags }: Reader,
  usageLine: string,
): KnownError {
  const what = `${code(`<${label}>`)} is missing: type it, or have it asked for by the button below.`;
  const behind = flags.filter(({ start }) => start > first.start).map(({ text }) => text);
  return badArguments(what, usageLine, [line.text.slice(0, first.start).trim(), ...behind].join(' '));
}

function badArguments(what: string, usageLine: string, form?: string): KnownError {
  return new KnownError(
    'bad_arguments',
    `${what} The form is ${code(`/alooma ${shownUsage(usageLine)}`, 200)}. Nothing was done.`,
    form === undefined ? {} : { form },
  );
}
