import { z } from 'zod';
import { renderNotInChannel, renderSentence } from '../../blocks/answers.ts';
import { mayAsk } from '../../src/domain/policy.ts';
import { KnownError } from '../../src/errors.ts';
import { describeError, type Logger } from '../../src/log.ts';
import type { Cards } from '../../src/slack/cards.ts';
import { SlackFailure } from '../../src/slack/failure.ts';
import type { Messenger } from '../../src/slack/messenger.ts';
import type { People } from '../../src/slack/people.ts';
import { explain } from './boundary.ts';
import { type CommandLine, parseCommandLine, readLine } from './command-line.ts';
import type { Answer, ButtonHandler, Command, Origin, Services } from './define.ts';
import { findCommand } from './find-command.ts';
import { matchArguments } from './usage.ts';

export interface DispatcherOptions {
  readonly commands: readonly Command[];
  readonly buttons: readonly ButtonHandler[];
  readonly services: Services;
  readonly people: People;
  readonly messenger: Messenger;
  readonly cards: Cards;
  /** @returns false when this delivery was handled before */
  readonly claim: (deliveryId: string) => Promise<boolean>;
  readonly isDatabaseDown: (error: unknown) => boolean;
  readonly logger: Logger;
}

/** Takes what was typed or clicked to its handler, and what the handler answers to Slack. Never throws. */
export interface Dispatcher {
  command(delivered: string, origin: Origin, deliveryId: string): Promise<void>;
  button(id: string, value: string, origin: Origin, deliveryId: string): Promise<void>;
  /** A button that runs a command: the private message that offered it goes away. */
  suggestion(command: string, origin: Origin, deliveryId: string): Promise<void>;
}

/** A person who has heard nothing for this long is told that it takes long. */
const PATIENCE_MS = 5_000;

const ChangeId = z.uuid();

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { commands, buttons, services, people, messenger, cards, claim, isDatabaseDown, logger } = options;
  const byId = new Map(buttons.map((button) => [button.id, button]));

  /** The boundary: one delivery, one answer, whatever happens. */
  async function handle(
    origin: Origin,
    deliveryId: string,
    line: CommandLine | undefined,
    work: () => Promise<Answer>,
  ): Promise<void> {
    const log = logger.child({ userId: origin.userId, channelId: origin.channelId });
    const patience = setTimeout(() => void sayWaiting(origin, log), PATIENCE_MS);
    try {
      if (!(await claim(deliveryId))) return;
      const answer = await work();
      // What takes long from here on is Slack itself.
      clearTimeout(patience);
      await give(answer, origin);
    } catch (error) {
      await messenger
        .answer(origin.responseUrl, explain(error, line, { logger: log, isDatabaseDown }))
        .catch((failed: unknown) =>
          log.error({ error: describeError(failed) }, 'The answer did not reach Slack'),
        );
    } finally {
      clearTimeout(patience);
    }
  }

  async function sayWaiting({ responseUrl }: Origin, log: Logger): Promise<void> {
    const message = renderSentence(
      ':hourglass_flowing_sand: This takes longer than usual. The answer will come here.',
    );
    await messenger
      .answer(responseUrl, message)
      .catch((error: unknown) =>
        log.warn({ error: describeError(error) }, 'Could not say that it takes long'),
      );
  }

  async function run(line: CommandLine, origin: Origin): Promise<Answer> {
    const command = findCommand(line.words[0]?.text ?? 'help', commands);
    const args = command.args.safeParse(matchArguments(command.usage, line));
    if (!args.success) throw new KnownError('bad_arguments', z.prettifyError(args.error));
    const actor =
      command.action === 'read'
        ? { userId: origin.userId, standing: 'unknown' as const }
        : await people.actor(origin.userId);
    const decision = command.action === 'read' ? { permitted: true as const } : mayAsk(actor);
    if (!decision.permitted) throw new KnownError('not_permitted', `${decision.reason} Nothing was changed.`);
    return command.run({ args: args.data, actor, origin, services, commands });
  }

  async function give(answer: Answer, origin: Origin): Promise<void> {
    if (answer.kind === 'message')
      return messenger.answer(origin.responseUrl, answer.message, { to: answer.to });
    const drawn = await drawCard(answer.changeId, answer.where);
    if (drawn === 'not_in_channel') {
      const change = await services.changes.find(answer.changeId);
      const message = renderNotInChannel(answer.changeId, change?.state === 'pending');
      return messenger.answer(origin.responseUrl, message);
    }
    if (drawn === 'slack_down' || drawn === 'database_down') {
      const what =
        drawn === 'slack_down'
          ? 'Slack does not take my messages'
          : 'It is kept, but my database does not answer';
      return messenger.answer(
        origin.responseUrl,
        renderSentence(`${what} right now. The card follows as soon as it does.`),
      );
    }
    if (drawn === 'gone') {
      return messenger.answer(
        origin.responseUrl,
        renderSentence('The card of this change is gone. `/alooma show` says how its input stands.'),
      );
    }
    if (answer.replacesClicked) await removeClicked(origin);
  }

  /** A message that stays on show is no reason to say that the click failed. */
  async function removeClicked({ responseUrl }: Origin): Promise<void> {
    await messenger
      .removeClicked(responseUrl)
      .catch((error: unknown) =>
        logger.warn({ error: describeError(error) }, 'What was clicked stays on show'),
      );
  }

  /** A card that cannot be drawn now is drawn by a job: the change itself is safe in its row. */
  async function drawCard(
    changeId: string,
    where: string | undefined,
  ): Promise<Awaited<ReturnType<Cards['draw']>> | 'slack_down' | 'database_down'> {
    try {
      await services.changes.markWaiting(changeId);
      return await cards.draw(changeId, where);
    } catch (error) {
      if (!(error instanceof SlackFailure) && !isDatabaseDown(error)) throw error;
      logger.warn({ error: describeError(error), changeId }, 'The card could not be drawn');
      return error instanceof SlackFailure ? 'slack_down' : 'database_down';
    }
  }

  return {
    command(delivered, origin, deliveryId) {
      const line = parseCommandLine(delivered);
      return handle(origin, deliveryId, line, () => run(line, origin));
    },

    button(id, value, origin, deliveryId) {
      return handle(origin, deliveryId, undefined, async () => {
        const button = byId.get(id);
        const changeId = ChangeId.safeParse(value);
        if (!button || !changeId.success) {
          throw new KnownError(
            'change_not_found',
            'This button is from another version of me and does nothing now.',
          );
        }
        const actor = await people.actor(origin.userId);
        return button.run({ value: changeId.data, actor, origin, services });
      });
    },

    suggestion(command, origin, deliveryId) {
      const line = readLine(command);
      return handle(origin, deliveryId, line, async () => {
        await removeClicked(origin);
        return run(line, origin);
      });
    },
  };
}
