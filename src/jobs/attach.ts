import type { Change } from '../domain/change.ts';
import type { Preview } from '../domain/diff.ts';
import { diffFile } from '../domain/diff-file.ts';
import { describeError, type Logger } from '../log.ts';
import type { Changes } from '../services/changes.ts';
import type { Previews } from '../services/previews.ts';
import type { Cards } from '../slack/cards.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { Messenger } from '../slack/messenger.ts';
import type { ChangeTask } from './tasks.ts';

export interface AttachOptions {
  readonly changes: Changes;
  readonly previews: Previews;
  readonly messenger: Messenger;
  readonly cards: Cards;
  readonly isDiffCut: (change: Change, preview: Preview | undefined) => boolean;
  /** @param ts of the card in whose thread it is */
  readonly noteAttached: (changeId: string, ts: string) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Puts the whole diff into the card's thread, where the card has no room for it. One whose upload was broken off may be
 * there twice, which is better than not at all.
 */
export function createAttachTask(options: AttachOptions): ChangeTask {
  const { changes, previews, messenger, cards, isDiffCut, noteAttached, logger } = options;
  return async ({ changeId }) => {
    const change = await changes.find(changeId);
    if (!change?.card || change.diffAttached) return;
    const preview = await previews.of(change);
    if (!preview || !isDiffCut(change, preview)) return;
    const { channelId, ts } = change.card;
    try {
      await messenger.upload({ channelId, threadTs: ts, file: diffFile(change, preview) });
    } catch (error) {
      if (!(error instanceof SlackFailure) || error.fault === 'unavailable') throw error;
      // What Slack will not take now it will not take later; all of it is to be seen from the card still.
      logger.warn({ changeId, error: describeError(error) }, 'The diff could not be put into the thread');
      return;
    }
    await noteAttached(changeId, ts);
    await cards.draw(changeId);
  };
}
