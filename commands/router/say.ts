import type { Message } from '../../src/domain/message.ts';
import { SlackFailure } from '../../src/slack/failure.ts';
import type { AnswerOptions, Messenger } from '../../src/slack/messenger.ts';
import type { Origin } from './define.ts';

/** Says something to whoever typed or clicked, or in their channel. */
export type Say = (origin: Origin, message: Message, options?: AnswerOptions) => Promise<void>;

/** Slack's words for a `response_url` that was used five times, or is older than half an hour. */
const SPENT = new Set(['used_url', 'expired_url', 'http_404', 'http_410']);

/** A form may be submitted long after its command: what its `response_url` no longer takes is posted. */
export function createSay(messenger: Messenger): Say {
  async function postInstead(
    { channelId, userId }: Origin,
    message: Message,
    isOpen: boolean,
  ): Promise<void> {
    if (!isOpen) return void (await messenger.post(userId, message));
    try {
      await messenger.post(channelId, message);
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.fault !== 'not_in_channel') throw error;
      await messenger.post(userId, message);
    }
  }

  return async (origin, message, options = {}) => {
    try {
      await messenger.answer(origin.responseUrl, message, options);
    } catch (error) {
      if (!(error instanceof SlackFailure) || !SPENT.has(error.slackError)) throw error;
      await postInstead(origin, options.plain ?? message, options.to === 'channel');
    }
  };
}
