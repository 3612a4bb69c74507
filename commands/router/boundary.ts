import { randomBytes } from 'node:crypto';
import { renderSentence, renderUnseen } from '../../blocks/answers.ts';
import type { Message } from '../../src/domain/message.ts';
import { holdsSecret } from '../../src/domain/secrets.ts';
import { type ErrorCode, KnownError, OutcomeUnknown } from '../../src/errors.ts';
import { describeError, type Logger } from '../../src/log.ts';
import { PipelineError } from '../../src/services/pipeline.ts';
import { type CommandLine, readLine, replaceWord, restFrom } from './command-line.ts';

/**
 * The one place where an error becomes a sentence. What a person can mend says how; what they cannot says what was
 * not done; a fault of ours gives a reference that is in the log.
 */
export function explain(
  error: unknown,
  line: CommandLine | undefined,
  { logger, isDatabaseDown }: { logger: Logger; isDatabaseDown: (error: unknown) => boolean },
): Message {
  if (error instanceof KnownError) {
    logger.info({ code: error.code }, 'Refused');
    if (error.unseenChange) return renderUnseen(error.message, error.unseenChange);
    return renderSentence(error.message, line ? meantCommands(error, line) : []);
  }
  if (error instanceof PipelineError) {
    logger.warn({ error: describeError(error), fault: error.fault }, 'The pipeline failed a command');
    return renderSentence(`${error.message} Nothing was changed.`);
  }
  if (error instanceof OutcomeUnknown) {
    logger.error({ error: describeError(error) }, 'The database was lost as it was told to keep something');
    return renderSentence(
      'My database broke off at the very end, so whether that was done is not known. Look at `/alooma show` in a minute before you try again.',
    );
  }
  if (isDatabaseDown(error)) {
    logger.error({ error: describeError(error) }, 'The database does not answer');
    return renderSentence('My database does not answer, so nothing was done. Try again in a minute.');
  }
  const reference = randomBytes(4).toString('hex');
  logger.error({ error: describeError(error), reference }, 'A handler failed');
  return renderSentence(
    `That went wrong, and the fault is mine. Whoever runs this bot finds out why under the reference \`${reference}\` in its log. Find out what became of it before you try again.`,
  );
}

/** Where the word that is not known can stand, at the earliest: an input may be called like a verb. */
const FIRST_AT: Partial<Record<ErrorCode, number>> = { unknown_input: 1, unknown_field: 2 };

/** The command as typed, with the unknown word replaced by each that was probably meant. */
function meantCommands({ code, meant }: KnownError, line: CommandLine): string[] {
  const from = FIRST_AT[code] ?? 0;
  const word = meant && line.words.find(({ text }, at) => text === meant.typed && at >= from);
  if (!word) return [];
  return meant.nearest
    .map((name) => replaceWord(line, word, name))
    .filter((command) => !tellsSecret(command));
}

/** A secret that was typed behind a secret's name is not put on a button: that would keep it, in plain sight. */
function tellsSecret(command: string): boolean {
  const line = readLine(command);
  return line.words.some(({ text }, index) => holdsSecret(text, restFrom(line, index + 1)));
}
