import { describeError, type Logger } from '../log.ts';
import type { Applying } from '../services/applying/applying.ts';
import { PipelineError } from '../services/pipeline.ts';
import type { ChangeTask } from './tasks.ts';

/**
 * Applies an approved change.
 * @param goOn enqueues this job anew for a later time
 */
export function createApplyTask(
  applying: Applying,
  goOn: (changeId: string, at: Date) => Promise<void>,
  logger: Logger,
): ChangeTask {
  return async ({ changeId, attempt, isLastAttempt }) => {
    try {
      const next = await applying.apply(changeId);
      if (next) await goOn(changeId, next.again);
    } catch (error) {
      if (!isLastAttempt && mayPass(error)) {
        const again = nextTry(attempt);
        if (error instanceof PipelineError)
          await applying.noteTrouble(changeId, { why: error.message, again });
        throw error;
      }
      logger.error({ changeId, error: describeError(error) }, 'A change was given up');
      await applying.giveUp(changeId, error);
    }
  };
}

/**
 * A pipeline that is away may come back, and so may a database; a refusal stays one. What this process has no key for
 * another may read: while keys are exchanged, they restart one after the other.
 */
function mayPass(error: unknown): boolean {
  return !(error instanceof PipelineError) || error.fault === 'unavailable';
}

/** When graphile-worker runs a job again that has failed: see its `fail_job`. */
function nextTry(attempt: number): Date {
  return new Date(Date.now() + Math.exp(Math.min(attempt, 10)) * 1_000);
}
