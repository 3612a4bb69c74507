import { type Change, isDirect } from '../domain/change.ts';
import type { Message } from '../domain/message.ts';
import { describeError, type Logger } from '../log.ts';
import type { Reminding } from '../services/reminding.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { ChangeTask } from './tasks.ts';

export interface RemindOptions {
  readonly reminding: Reminding;
  readonly messenger: Messenger;
  readonly render: (change: Change) => Message;
  readonly logger: Logger;
}

/** Reminds those who may approve a change, in the thread of its card and in the channel. */
export function createRemindTask({ reminding, messenger, render, logger }: RemindOptions): ChangeTask {
  return async ({ changeId }) => {
    const change = await reminding.take(changeId);
    if (!change?.card) return;
    const { channelId, ts } = change.card;
    try {
      const options = { threadTs: ts, isBroadcast: !isDirect(channelId) };
      await messenger.post(channelId, render(change), options);
    } catch (error) {
      if (!(error instanceof SlackFailure)) throw error;
      logger.warn({ changeId, error: describeError(error) }, 'A reminder was not posted');
      // One that may be there is not posted twice; what Slack will not take now it will not take later.
      if (error.fault === 'unavailable' && !error.mayHaveArrived) await reminding.putBack(change);
    }
  };
}
