import { describeError, type Logger } from '../log.ts';
import type { Changes } from '../services/changes.ts';
import type { Cards } from '../slack/cards.ts';

/** A worker takes a job within a fraction of this. */
const APPROVED_FOR_SECONDS = 5;

/**
 * Cards of approved changes say so when nobody is there to apply them. One that Slack does not take now is drawn in a
 * later round: there is no worker whose job it could be.
 * @returns one round, which never fails
 */
export function createWatch(changes: Changes, cards: Cards, logger: Logger): () => Promise<void> {
  const toDraw = new Set<string>();
  return async () => {
    try {
      for (const changeId of await changes.markAllWaiting(APPROVED_FOR_SECONDS)) toDraw.add(changeId);
      for (const changeId of toDraw) {
        await cards.draw(changeId);
        toDraw.delete(changeId);
      }
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'Cards of waiting changes could not be redrawn');
    }
  };
}
