import type { JobHelpers, Task, TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { JobName } from '../db/jobs.ts';
import { describeError, type Logger } from '../log.ts';

/** What a task is told of its job. */
export interface Job {
  readonly changeId: string;
  /** Will it be tried no more when this attempt fails? */
  readonly isLastAttempt: boolean;
}

export type ChangeTask = (job: Job) => Promise<void>;

const Payload = z.object({ changeId: z.uuid() });

/** One task for each kind of job, as graphile-worker wants them. A failure is logged and thrown on: it is tried again. */
export function createTaskList(tasks: Readonly<Record<JobName, ChangeTask>>, logger: Logger): TaskList {
  const wrap =
    (name: string, task: ChangeTask): Task =>
    async (payload: unknown, { job }: JobHelpers) => {
      const { changeId } = Payload.parse(payload);
      try {
        await task({ changeId, isLastAttempt: job.attempts >= job.max_attempts });
      } catch (error) {
        logger.warn(
          { job: name, changeId, attempt: job.attempts, error: describeError(error) },
          'A job failed',
        );
        // graphile-worker keeps the message in its table, so it gets no more of the error than that.
        throw new Error(error instanceof Error ? error.name : 'failed');
      }
    };
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, wrap(name, task)]));
}
