import { describeError, type Logger } from '../log.ts';
import type { Looking } from '../services/pausing/looking.ts';
import type { Cards } from '../slack/cards.ts';
import type { ChangeTask } from './tasks.ts';

/**
 * Looks after a timed pause until it has ended.
 * @param goOn enqueues this job anew for a later time
 */
export function createTimedPauseTask(
  looking: Looking,
  goOn: (changeId: string, at: Date) => Promise<void>,
  cards: Cards,
  logger: Logger,
): ChangeTask {
  return async ({ changeId }) => {
    const next = await looking.look(changeId);
    if (!next) return;
    // First, so that nothing which Slack does not take stops the clock.
    await goOn(changeId, next.again);
    if (!next.isToDraw) return;
    await cards.draw(changeId).catch((error: unknown) => {
      logger.warn({ changeId, error: describeError(error) }, 'The card of a timed pause does not count down');
    });
  };
}
