import { randomBytes } from 'node:crypto';
import { renderSentence, renderUnseen } from '../../blocks/answers.ts';
import { VALUE_LIMIT } from '../../blocks/elements.ts';
import { quote, quoteBehindVerb } from '../../src/domain/command-words.ts';
import type { Message } from '../../src/domain/message.ts';
import { isSecretName } from '../../src/domain/secret-names.ts';
import { holdsSecret } from '../../src/domain/secrets.ts';
import { type ErrorCode, KnownError, NotNow, OutcomeUnknown, Unreadable } from '../../src/errors.ts';
import { describeError, type Logger } from '../../src/log.ts';
import { PipelineError } from '../../src/services/pipeline.ts';
import { SlackFailure, type SlackFault } from '../../src/slack/failure.ts';
import { type CommandLine, readLine, replaceWord, restFrom } from './command-line.ts';
import type { Origin } from './define.ts';

/** @param line what was typed, where something was */
export type Explain = (error: unknown, origin: Origin, line?: CommandLine) => Message;

interface ExplainOptions {
  readonly logger: Logger;
  readonly isDatabaseDown: (error: unknown) => boolean;
}

/**
 * The one place where an error becomes a sentence. What a person can mend says how; what they cannot says what was
 * not done; a fault of ours gives a reference that is in the log.
 */
export function createExplain({ logger, isDatabaseDown }: ExplainOptions): Explain {
  return (error, { userId, channelId }, line) =>
    explain(error, line, { logger: logger.child({ userId, channelId }), isDatabaseDown });
}

function explain(
  error: unknown,
  line: CommandLine | undefined,
  { logger, isDatabaseDown }: ExplainOptions,
): Message {
  if (error instanceof KnownError) {
    logger.info({ code: error.code }, 'Refused');
    if (error.unseenChange) return renderUnseen(error.message, error.unseenChange);
    const instead = [error.instead ?? ''].filter((command) => command !== '' && isForButton(command));
    const meant = line ? meantCommands(error, line) : [];
    return renderSentence(error.message, [...instead, ...meant], formLine(error.form));
  }
  if (error instanceof NotNow) {
    logger.error({ error: describeError(error) }, 'Something that is needed cannot be known right now');
    return renderSentence(error.message);
  }
  if (error instanceof Unreadable) {
    logger.error({ error: describeError(error) }, 'A change cannot be read');
    return renderSentence(
      'I cannot read this change: it was encrypted with a key that I do not have. Nothing was done. While keys are being exchanged, try again in a minute; otherwise press *Cancel* on its card, or wait until it lapses. My log says more.',
    );
  }
  if (error instanceof PipelineError) {
    logger.warn({ error: describeError(error), fault: error.fault }, 'The pipeline failed a command');
    return renderSentence(`${error.message} Nothing was changed.`);
  }
  const slack = error instanceof SlackFailure ? SLACK_SENTENCES[error.fault] : undefined;
  if (slack) {
    logger.warn({ error: describeError(error) }, 'Slack did not take an answer');
    return renderSentence(slack);
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

/** Of what cannot be answered because of Slack itself. What Slack will never take is a fault of ours. */
const SLACK_SENTENCES: Partial<Record<SlackFault, string>> = {
  too_late:
    'Slack lets a window be opened for three seconds only, and I took longer. Nothing was done: try again.',
  unavailable: 'Slack does not take my answer right now. Try again in a minute.',
};

/** Where the word that is not known can stand, at the earliest: an input may be called like a verb. The likelier place first. */
const FIRST_AT: Partial<Record<ErrorCode, readonly number[]>> = {
  unknown_input: [1],
  unknown_field: [2],
  unknown_parameter: [2],
  // `samples save event <event>`, and `samples <event>`.
  unknown_event: [3, 1],
  no_samples: [3],
  // `sample db <connection>`, and `samples <event> --status <status>`.
  unknown_connection: [2],
  unknown_status: [2],
};

/** The command as typed, with the unknown word replaced by each that was probably meant. */
function meantCommands({ code, meant }: KnownError, line: CommandLine): string[] {
  const places = (FIRST_AT[code] ?? [0]).map((from) =>
    line.words.findIndex(({ text }, at) => text === meant?.typed && at >= from),
  );
  const word = line.words[places.find((place) => place >= 0) ?? line.words.length];
  if (!word || !meant) return [];
  const written = writingOf(code, line.words.indexOf(word));
  return meant.nearest.map((name) => replaceWord(line, word, name, written)).filter(isForButton);
}

/** A verb of several words is not one name, and an event may be called like the second word of one. */
function writingOf(code: ErrorCode, at: number): (name: string) => string {
  if (code === 'unknown_verb') return (verb) => verb;
  return code === 'unknown_event' && at === 1 ? quoteBehindVerb : quote;
}

/** The line whose form is offered; where it would keep a secret or is too long for a button, without its values. */
function formLine(form: string | undefined): string | undefined {
  if (form === undefined) return undefined;
  const { words } = readLine(form);
  const bare = words.slice(0, 2).map(({ text }) => quote(text));
  return [form, bare.join(' ')].find(isForButton);
}

function isForButton(command: string): boolean {
  return command.length <= VALUE_LIMIT && !tellsSecret(command);
}

/** Behind which words all of the rest is looked at: a field is one of the first words of a command. */
const MOST_LOOKED_BEHIND = 5;

/**
 * A secret that was typed behind a secret's name is not put on a button: that would keep it, in plain sight. Anywhere
 * else in the line the name alone says it: to read the rest again for each of a thousand words would take too long.
 */
function tellsSecret(command: string): boolean {
  const line = readLine(command);
  return line.words
    .slice(0, -1)
    .some(({ text }, at) =>
      at < MOST_LOOKED_BEHIND ? holdsSecret(text, restFrom(line, at + 1)) : isSecretName(text),
    );
}
