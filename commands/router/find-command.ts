import { code } from '../../src/domain/mrkdwn.ts';
import { didYouMean, nearest } from '../../src/domain/nearest.ts';
import { KnownError } from '../../src/errors.ts';
import type { Command } from './define.ts';

/**
 * @param typed the first word behind `/alooma`
 * @returns the command of that verb
 * @throws KnownError `unknown_verb` that offers one other verb at most: verbs undo one another, so a second guess
 *   beside the first would often be the opposite of what was meant
 */
export function findCommand(typed: string, commands: readonly Command[]): Command {
  const verb = typed.toLowerCase();
  const command = commands.find((one) => one.verb === verb);
  if (command) return command;
  const meant = verbMeant(verb, commands);
  throw new KnownError(
    'unknown_verb',
    `There is no command ${code(typed)}. ${didYouMean(meant) ?? 'See `/alooma help`.'}`,
    { meant: { typed, nearest: meant } },
  );
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
