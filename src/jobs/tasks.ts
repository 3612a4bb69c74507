import type { Task, TaskList } from 'graphile-worker';
import { z } from 'zod';
import type { JobName, JobPayloads } from '../db/jobs.ts';
import { describeError, type Logger } from '../log.ts';

/** What a task is told of its job: the row that it is about, and how it is run. */
export type Job<Payload> = Payload & {
  /** The first is 1. */
  readonly attempt: number;
  /** Will it be tried no more when this attempt fails? */
  readonly isLastAttempt: boolean;
  /** Fires when the worker is told to stop: what takes long then comes to an end, and goes on elsewhere. */
  readonly signal: AbortSignal;
};

export type ChangeTask = (job: Job<{ readonly changeId: string }>) => Promise<void>;
export type SaveTask = (job: Job<{ readonly saveId: string }>) => Promise<void>;

/** The tasks by their names, each for what its jobs are given. */
export type Tasks = { readonly [Name in JobName]: (job: Job<JobPayloads[Name]>) => Promise<void> };

const ofChange = z.object({ changeId: z.uuid() });
const ofSave = z.object({ saveId: z.uuid() });

const PAYLOADS: { readonly [Name in JobName]: z.ZodType<JobPayloads[Name]> } = {
  apply: ofChange,
  card: ofChange,
  attach: ofChange,
  tell: ofChange,
  expire: ofChange,
  remind: ofChange,
  alarm: ofChange,
  timed_pause: ofChange,
  forget: ofChange,
  terms: z.object({}),
  save: ofSave,
  show_save: ofSave,
};

/**
 * One task for each kind of job, as graphile-worker wants them. A failure is logged and thrown on: it is tried again.
 * @returns the list for a worker that is stopped by that signal
 */
export function createTaskList(tasks: Tasks, logger: Logger): (signal: AbortSignal) => TaskList {
  const wrap = <Name extends JobName>(name: Name, signal: AbortSignal): Task => {
    return async (given, { job }) => {
      const payload = PAYLOADS[name].parse(given);
      try {
        await tasks[name]({
          ...payload,
          ...{ attempt: job.attempts, isLastAttempt: job.attempts >= job.max_attempts, signal },
        });
      } catch (error) {
        const failed: object = { ...payload, attempt: job.attempts, error: describeError(error) };
        logger.warn({ job: name, ...failed }, 'A job failed');
        // graphile-worker keeps the message in its table, so it gets no more of the error than that.
        throw new Error(error instanceof Error ? error.name : 'failed');
      }
    };
  };
  const names = Object.keys(PAYLOADS) as JobName[];
  return (signal) => Object.fromEntries(names.map((name) => [name, wrap(name, signal)]));
}
