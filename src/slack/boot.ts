import { setTimeout as pause } from 'node:timers/promises';
import { describeError, type Logger } from '../log.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Tries until it works, with growing pauses, at boot and when something has to be started again: at boot the database or Slack may not be there yet, and a process that
 * gives up then has to be started by somebody who sleeps.
 * @throws when `signal` says to stop
 */
export async function untilItWorks<T>(
  what: string,
  work: () => Promise<T>,
  signal: AbortSignal,
  logger: Logger,
): Promise<T> {
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      logger.error(
        { error: describeError(error), retryInMs: wait },
        `Does not work yet, and is tried again: ${what}`,
      );
    }
    await pause(wait, undefined, { signal });
  }
}
