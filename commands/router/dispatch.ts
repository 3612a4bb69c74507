import { z } from 'zod';
import { renderSentence } from '../../blocks/answers.ts';
import { ACTION } from '../../blocks/ids.ts';
import type { Choice } from '../../blocks/options.ts';
import type { Message } from '../../src/domain/message.ts';
import { KnownError } from '../../src/errors.ts';
import { describeError, type Logger } from '../../src/log.ts';
import type { Cards } from '../../src/slack/cards.ts';
import type { Messenger } from '../../src/slack/messenger.ts';
import type { Modals } from '../../src/slack/modals.ts';
import type { People } from '../../src/slack/people.ts';
import { createExplain } from './boundary.ts';
import { type CommandLine, parseCommandLine, readLine } from './command-line.ts';
import type {
  Answer,
  ButtonHandler,
  Command,
  FormHandler,
  Origin,
  PickerHandler,
  Services,
} from './define.ts';
import type { Delivery } from './delivery.ts';
import { findCommand, withLongerVerb } from './find-command.ts';
import { createGate } from './gate.ts';
import { createGiver } from './give.ts';
import { createSay } from './say.ts';
import { type Acknowledge, createSubmissions, type Submission } from './submissions.ts';
import { createSuggestions } from './suggestions.ts';
import { matchArguments } from './usage.ts';
import { createWindows } from './windows.ts';

/** Everything that can be typed, clicked, submitted and searched. */
export interface Handlers {
  readonly commands: readonly Command[];
  readonly buttons: readonly ButtonHandler[];
  readonly forms: readonly FormHandler[];
  readonly pickers: readonly PickerHandler[];
}

export interface DispatcherOptions {
  readonly handlers: Handlers;
  readonly services: Services;
  readonly people: People;
  readonly messenger: Messenger;
  readonly modals: Modals;
  readonly cards: Cards;
  /** @returns false when this delivery was handled before */
  readonly claim: (deliveryId: string) => Promise<boolean>;
  readonly isDatabaseDown: (error: unknown) => boolean;
  readonly logger: Logger;
}

/** Takes what was typed, clicked or filled in to its handler, and what the handler answers to Slack. Never throws. */
export interface Dispatcher {
  command(delivered: string, delivery: Delivery): Promise<void>;
  /** @param name of `ACTION` */
  click(name: string, value: string, delivery: Delivery): Promise<void>;
  submit(submission: Submission, acknowledge: Acknowledge): Promise<void>;
  /** @param id of the field that searches as one types @param metadata what its modal's own handler has it remember */
  choices(id: string, search: string, metadata: string): Promise<readonly Choice[]>;
}

/** A person who has heard nothing for this long is told that it takes long. */
const PATIENCE_MS = 5_000;

const ChangeId = z.uuid();

/** What is in quotes is a name, never a verb. */
function verbWords({ words }: CommandLine): string[] {
  const end = words.findIndex(({ isQuoted }) => isQuoted);
  return words.slice(0, end < 0 ? undefined : end).map(({ text }) => text);
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { services, people, messenger, modals, cards, claim, isDatabaseDown, logger } = options;
  const { commands, buttons, forms, pickers } = options.handlers;
  const byId = new Map(buttons.map((button) => [button.id, button]));
  const say = createSay(messenger);
  const explain = createExplain({ logger, isDatabaseDown });
  const gate = createGate({ rights: services.rights, people, claim });
  const suggestions = createSuggestions(pickers, services, logger);
  const windows = createWindows({ modals, explain, say, onShow: suggestions.warm });
  const giver = createGiver({ services, messenger, cards, say, isDatabaseDown, logger });

  /** The boundary: one delivery, one answer, whatever happens. */
  async function handle(
    delivery: Delivery,
    line: CommandLine | undefined,
    work: () => Promise<Answer>,
  ): Promise<void> {
    const { origin, triggerId } = delivery;
    const patience = setTimeout(() => void sayWaiting(delivery), PATIENCE_MS);
    try {
      if (!(await gate.isNew(triggerId))) return;
      const answer = await work();
      // What takes long from here on is Slack itself, or shows in a modal.
      clearTimeout(patience);
      await give(answer, delivery);
    } catch (error) {
      await tell(explain(error, origin, line), delivery).catch((failed: unknown) =>
        logger.error({ error: describeError(failed) }, 'The answer did not reach Slack'),
      );
    } finally {
      clearTimeout(patience);
    }
  }

  async function give(answer: Answer, delivery: Delivery): Promise<void> {
    if (answer.kind === 'modal') return windows.show(answer, delivery);
    const isPrivate = answer.kind === 'message' && answer.to === 'asker';
    if (isPrivate && delivery.view) return tell(answer.message, delivery);
    return giver.give(answer, delivery.origin);
  }

  /** In private: where somebody clicked in a modal, that is what they look at. */
  function tell(message: Message, { origin, view }: Delivery): Promise<void> {
    return view ? windows.tell(view, message, origin) : say(origin, message);
  }

  async function sayWaiting(delivery: Delivery): Promise<void> {
    if (delivery.view) return;
    const message = renderSentence(
      ':hourglass_flowing_sand: This takes longer than usual. The answer will come here.',
    );
    await say(delivery.origin, message).catch((error: unknown) =>
      logger.warn({ error: describeError(error) }, 'Could not say that it takes long'),
    );
  }

  /** What is asked for anew, typed or clicked: a card that stands goes on where nothing is asked for any more. */
  function handleLine(delivery: Delivery, line: CommandLine, work: () => Promise<Answer>): Promise<void> {
    return handle(delivery, line, async () => {
      gate.admit(delivery.origin);
      return work();
    });
  }

  async function run(line: CommandLine, origin: Origin, asForm = false): Promise<Answer> {
    const words = verbWords(line);
    const command = findCommand(words, commands);
    try {
      const actor = await gate.pass(origin, command.action);
      command.check?.(line);
      const args = command.args.safeParse(matchArguments(command.usage, line));
      if (!args.success) throw new KnownError('bad_arguments', z.prettifyError(args.error));
      return await command.run({ args: args.data, actor, origin, services, asForm, commands });
    } catch (error) {
      throw withLongerVerb(error, command, words, commands);
    }
  }

  async function press(name: string, typed: string, { origin, view }: Delivery): Promise<Answer> {
    const button = byId.get(name);
    const value = (button?.value ?? ChangeId).safeParse(typed);
    if (!button || !value.success) {
      throw new KnownError(
        'change_not_found',
        'This button is from another version of me and does nothing now.',
      );
    }
    const actor = await gate.pass(origin, button.action ?? 'decide');
    const metadata = view && { metadata: view.metadata };
    return button.run({ value: value.data, actor, origin, services, ...metadata });
  }

  /**
   * The clicked message offered what was probably meant, and goes, since that has been chosen. A form does not wait for
   * that: Slack lets it open for three seconds.
   */
  async function runInPlace(line: CommandLine, origin: Origin): Promise<Answer> {
    const removed = giver.removeClicked(origin);
    const answer = await run(line, origin).catch(async (error: unknown) => {
      await removed;
      throw error;
    });
    if (answer.kind !== 'modal') await removed;
    return answer;
  }

  /** Buttons whose value is a command line; `undefined` for all others. */
  function commandOf(name: string, delivery: Delivery): ((line: CommandLine) => Promise<Answer>) | undefined {
    const { origin, view } = delivery;
    switch (name) {
      case ACTION.run:
        return (line) => (view ? run(line, origin) : runInPlace(line, origin));
      case ACTION.command:
        return (line) => run(line, origin);
      case ACTION.form:
        return (line) => run(line, origin, true);
      case ACTION.page:
        return async (line) => {
          const answer = await run(line, origin);
          return answer.kind === 'message' ? { ...answer, replacesClicked: true } : answer;
        };
      default:
        return undefined;
    }
  }

  return {
    command(delivered, delivery) {
      const line = parseCommandLine(delivered);
      return handleLine(delivery, line, () => run(line, delivery.origin));
    },

    click(name, value, delivery) {
      const runLine = commandOf(name, delivery);
      if (!runLine) return handle(delivery, undefined, () => press(name, value, delivery));
      const line = readLine(value);
      return handleLine(delivery, line, () => runLine(line));
    },

    submit: createSubmissions({ forms, services, gate, giver, windows, say, explain, logger }),
    choices: suggestions.choices,
  };
}
