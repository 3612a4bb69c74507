import {
  renderFileNotHere,
  renderNotInChannel,
  renderSentDirectly,
  renderSentence,
  withNote,
} from '../../blocks/answers.ts';
import { isDirect } from '../../src/domain/change.ts';
import type { Message } from '../../src/domain/message.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import { describeError, type Logger } from '../../src/log.ts';
import type { Cards } from '../../src/slack/cards.ts';
import { SlackFailure } from '../../src/slack/failure.ts';
import type { Messenger, Place } from '../../src/slack/messenger.ts';
import type { Answer, Origin, PostAnswer, Services, SpokenAnswer } from './define.ts';
import type { Say } from './say.ts';
import { createShortageWarning } from './shortage.ts';

type CardAnswer = Extract<Answer, { kind: 'card' }>;
type FileAnswer = Extract<Answer, { kind: 'file' }>;

export interface GiveOptions {
  readonly services: Services;
  readonly messenger: Messenger;
  readonly cards: Cards;
  readonly say: Say;
  readonly isDatabaseDown: (error: unknown) => boolean;
  readonly logger: Logger;
}

/** Takes what a handler answers to Slack. */
export interface Giver {
  give(answer: SpokenAnswer, origin: Origin): Promise<void>;
  /** Takes away the message that was clicked. One that stays on show is no reason to say that the click failed. */
  removeClicked(origin: Origin): Promise<void>;
}

export function createGiver({ services, messenger, cards, say, isDatabaseDown, logger }: GiveOptions): Giver {
  const warnOfShortage = createShortageWarning({ services, say, logger });

  async function giveCard({ changeId, where, replacesClicked }: CardAnswer, origin: Origin): Promise<void> {
    const drawn = await drawCard(changeId, where);
    switch (drawn) {
      case 'not_in_channel': {
        const change = await services.changes.find(changeId);
        return say(origin, renderNotInChannel(changeId, change?.state === 'pending'));
      }
      case 'slack_down':
      case 'database_down': {
        const what =
          drawn === 'slack_down'
            ? 'Slack does not take my messages'
            : 'It is kept, but my database does not answer';
        return say(origin, renderSentence(`${what} right now. The card follows as soon as it does.`));
      }
      case 'gone':
        return say(
          origin,
          renderSentence('The card of this change is gone. `/alooma show` says how its input stands.'),
        );
      case 'busy':
        return say(
          origin,
          renderSentence(
            where === undefined
              ? 'Its card is being posted right now, and shows it in a moment.'
              : 'Its card is being posted somewhere else right now. Click again in a few seconds.',
          ),
        );
      default:
        if (replacesClicked) await removeClicked(origin);
    }
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

  async function giveFile({ file, comment }: FileAnswer, origin: Origin): Promise<void> {
    try {
      await messenger.upload({ channelId: origin.channelId, file, comment });
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.fault !== 'not_in_channel') throw error;
      await say(origin, renderFileNotHere(file.name));
    }
  }

  async function givePost(answer: PostAnswer, origin: Origin): Promise<void> {
    const place = await post(answer, origin);
    if (answer.file) await attach(answer.file, answer, place);
    await answer.onPosted?.(place).catch(async (error: unknown) => {
      await change(place, renderSentence('This could not be done. The one who asked for it is told why.'));
      throw error;
    });
  }

  /** In direct messages where that was asked for, or where there is no other way; then it is told in the channel. */
  async function post({ to, message }: PostAnswer, origin: Origin): Promise<Place> {
    const { channelId, userId } = origin;
    if (to === 'channel' || isDirect(channelId)) {
      try {
        return await messenger.post(channelId, message);
      } catch (error) {
        if (!(error instanceof SlackFailure) || error.fault !== 'not_in_channel') throw error;
      }
    }
    const place = await messenger.post(userId, message);
    await say(origin, renderSentDirectly(to === 'channel')).catch((error: unknown) =>
      logger.warn({ error: describeError(error) }, 'Could not say that the answer is in direct messages'),
    );
    return place;
  }

  async function attach(
    file: NonNullable<PostAnswer['file']>,
    { message, fileRemains = '' }: PostAnswer,
    { channelId, ts }: Place,
  ): Promise<void> {
    try {
      await messenger.upload({ channelId, threadTs: ts, file });
    } catch (error) {
      if (!(error instanceof SlackFailure)) throw error;
      logger.warn({ error: describeError(error) }, 'A file could not be put into a thread');
      const note = `:warning: ${notAttached(file.name, error)} ${fileRemains}`;
      await change({ channelId, ts }, withNote(message, note.trim()));
    }
  }

  async function change(place: Place, message: Message): Promise<void> {
    await messenger
      .update(place, message)
      .catch((error: unknown) =>
        logger.warn({ error: describeError(error) }, 'A message could not be changed'),
      );
  }

  async function removeClicked({ responseUrl }: Origin): Promise<void> {
    await messenger
      .removeClicked(responseUrl)
      .catch((error: unknown) =>
        logger.warn({ error: describeError(error) }, 'What was clicked stays on show'),
      );
  }

  return {
    removeClicked,
    async give(answer, origin) {
      switch (answer.kind) {
        case 'message':
          return say(origin, answer.message, answer);
        case 'card':
          await giveCard(answer, origin);
          return warnOfShortage(answer.changeId, origin);
        case 'file':
          return giveFile(answer, origin);
        case 'post':
          return givePost(answer, origin);
      }
    },
  };
}

/** What is said of a file that did not come into its thread, or of which nobody knows whether it did. */
function notAttached(fileName: string, failure: SlackFailure): string {
  const file = code(fileName);
  if (failure.mayHaveArrived) {
    return `Slack did not say whether it took ${file}: look into the thread, and ask for it again if it is not there.`;
  }
  return `${file} is not attached: ${whyNot(failure)}`;
}

function whyNot({ fault, isLockedOut, retryAfter, slackError }: SlackFailure): string {
  if (retryAfter !== undefined) {
    return `Slack asks to wait ${Math.ceil(retryAfter / 1_000)} s before the next file. Ask for it again then.`;
  }
  if (isLockedOut) {
    return `Slack does not let me share files (${code(slackError)}). Whoever runs this bot has to mend its token or scopes.`;
  }
  return fault === 'unavailable'
    ? 'Slack does not take files right now. Ask for it again in a minute.'
    : `Slack refused the file (${code(slackError)}).`;
}
