import { code } from '../../src/domain/mrkdwn.ts';
import { didYouMean, nearest } from '../../src/domain/nearest.ts';
import { KnownError } from '../../src/errors.ts';
import type { Command } from './define.ts';

/**
 * @param words what stands behind `/alooma`, up to the first that is in quotes; a verb may be several of them
 * @returns the command of the longest verb that they begin with; `help` where there are none
 * @throws KnownError `unknown_verb` that offers one other verb at most: verbs undo one another, so a second guess
 *   beside the first would often be the opposite of what was meant
 */
export function findCommand(words: readonly string[], commands: readonly Command[]): Command {
  const line = `${(words.length === 0 ? ['help'] : words).join(' ').toLowerCase()} `;
  const [command] = commands
    .filter(({ verb }) => line.startsWith(`${verb} `))
    .sort((one, other) => other.verb.length - one.verb.length);
  if (command) return command;
  const typed = words[0] ?? '';
  const family = commands.filter(({ verb }) => verb.startsWith(`${typed.toLowerCase()} `));
  const alike = commands.filter(({ also = [] }) => also.includes(typed.toLowerCase()));
  if (family.length > 0 && words.length === 1) throw halfAVerb(typed, [...alike, ...family]);
  const mistyped = mistypedBehind(words, family);
  if (mistyped) throw mistyped;
  const meant = verbMeant(typed.toLowerCase(), commands);
  throw new KnownError(
    'unknown_verb',
    `There is no command ${code(typed)}. ${didYouMean(meant) ?? 'See `/alooma help`.'}`,
    { meant: { typed, nearest: meant } },
  );
}

/** `sample apy`: the first word says which family is meant, so that only the second is wrong. */
function mistypedBehind(
  [first = '', second]: readonly string[],
  family: readonly Command[],
): KnownError | undefined {
  if (second === undefined) return undefined;
  const seconds = family.map(({ verb }) => verb.slice(first.length + 1));
  const meant = nearest(second.toLowerCase(), seconds, 1);
  if (meant.length === 0) return undefined;
  const hint = didYouMean(meant.map((word) => `${first.toLowerCase()} ${word}`));
  return new KnownError('unknown_verb', `There is no command ${code(`${first} ${second}`)}. ${hint}`, {
    meant: { typed: second, nearest: meant },
  });
}

/**
 * `samples svae event x` is read as a question for the event `svae`, with too many words: whoever is refused there is told
 * of the longer verb that may have been meant.
 * @param error what went wrong with the command
 * @returns what to throw in its place
 */
export function withLongerVerb(
  error: unknown,
  { verb: found }: Command,
  words: readonly string[],
  commands: readonly Command[],
): unknown {
  if (!(error instanceof KnownError)) return error;
  const typed = words[found.split(' ').length];
  const isAboutIt = error.code === 'bad_arguments' || error.meant?.typed === typed;
  if (typed === undefined || !isAboutIt) return error;
  const longer = commands.flatMap(({ verb }) =>
    verb.startsWith(`${found} `) ? verb.slice(found.length + 1) : [],
  );
  const meant = nearest(typed, longer, 2).map((word) => code(`/alooma ${found} ${word} …`));
  if (meant.length === 0) return error;
  return new KnownError(error.code, `${error.message} For the command, type ${meant.join(' or ')}.`, {
    ...(error.meant && { meant: error.meant }),
    cause: error,
  });
}

/** The verbs of a family do not undo one another: all of them are offered. */
function halfAVerb(typed: string, family: readonly Command[]): KnownError {
  const verbs = family.map(({ verb }) => verb);
  const sentence = `${code(typed)} alone is no command. There are ${verbs.map((verb) => code(verb)).join(' and ')}.`;
  return new KnownError('unknown_verb', sentence, { meant: { typed, nearest: verbs } });
}

/**
 * Mistyped other words count too: `unpuase` is nearer to `unpause` than to any verb. What cannot be undone is offered only
 * to who typed one of its words, or nearly its verb: `frob` is not `drop`.
 */
function verbMeant(typed: string, commands: readonly Command[]): string[] {
  const verbOf = new Map(
    commands.flatMap(({ verb, also = [], action }) =>
      [verb, ...also.filter((word) => action !== 'delete' || word === typed)].map(
        (word) => [word, verb] as const,
      ),
    ),
  );
  return nearest(typed, [...verbOf.keys()], 1).flatMap((word) => verbOf.get(word) ?? []);
}
