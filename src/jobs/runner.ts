import { EventEmitter } from 'node:events';
import {
  Logger as GraphileLogger,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type { Pool } from '../db/pool.ts';
import { freeJobsNobodyRuns, freeJobsOf } from '../db/workers.ts';
import type { Logger } from '../log.ts';
import { untilItWorks } from '../slack/boot.ts';

export interface JobRunnerOptions {
  readonly pool: Pool;
  /** @param signal fires when it is told to stop */
  readonly tasks: (signal: AbortSignal) => TaskList;
  readonly logger: Logger;
  /**
   * Told, at each start and before any job is taken, under which names jobs are locked from then on: its pools', not
   * their workers'. Those of a process that is killed are freed only under names that were noted.
   */
  readonly onNames: (names: readonly string[]) => void;
}

/** graphile-worker, kept running. */
export interface JobRunner {
  /** Frees the jobs that the database takes for ours and that never reached us. */
  freeLost(): Promise<void>;
  /** Takes no new jobs and waits for those under way, at most `withinMs`. @returns whether all of them ended */
  stop(withinMs: number): Promise<boolean>;
}

const CONCURRENCY = 5;

/**
 * A pool of graphile-worker ends by itself when the database is lost just as a job is closed. Another is started then,
 * and the jobs that the first can close no more are freed: every task can be done again.
 */
export async function startJobRunner({ pool, tasks, logger, onNames }: JobRunnerOptions): Promise<JobRunner> {
  const stopping = new AbortController();
  const names = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => {
    names.add(workerPool.id);
    onNames([...names]);
  });
  const running = new Set<string>();
  events.on('job:start', ({ job }) => running.add(job.id));
  events.on('job:complete', ({ job }) => running.delete(job.id));
  let runner: Runner;
  // graphile-worker asks for the ids of its tasks once, and where that fails it takes no job ever again.
  let hasAsked = false;
  let isSpoilt = false;
  const asked = () => {
    hasAsked = true;
  };
  events.on('worker:getJob:empty', asked);
  events.on('job:start', asked);
  events.on('worker:getJob:error', () => {
    if (hasAsked || isSpoilt) return;
    isSpoilt = true;
    // Only now: while it is being started, there is nothing to be stopped yet.
    starting.then(() => runner.stop()).catch(() => undefined);
  });

  async function start(): Promise<void> {
    hasAsked = false;
    isSpoilt = false;
    runner = await run({
      pgPool: pool,
      taskList: tasks(stopping.signal),
      concurrency: CONCURRENCY,
      noHandleSignals: true,
      pollInterval: 2_000,
      events,
      logger: graphileLogger(logger),
      // Without batches, a job that cannot be closed is a rejection that nobody handles: it would end the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
    runner.promise.then(startAgain, startAgain);
  }

  function startAgain(): void {
    if (stopping.signal.aborted) return;
    const lost = [...names];
    const again = async () => {
      await freeJobsOf(pool, lost);
      for (const name of lost) names.delete(name);
      running.clear();
      starting = start();
      await starting;
    };
    untilItWorks('the job runner', again, stopping.signal, logger).catch(() => undefined);
  }

  let starting = start();
  await starting;
  return {
    freeLost: () => freeJobsNobodyRuns(pool, [...names], [...running]),

    async stop(withinMs) {
      const timeUp = new Promise<false>((resolve) => setTimeout(resolve, withinMs, false).unref());
      // It rejects when it has ended by itself already.
      const ended = runner.stop().then(
        () => true as const,
        () => true as const,
      );
      // Only now: a job that gives way puts itself into the queue again, and is not to be taken out of it by us.
      stopping.abort();
      return Promise.race([ended, timeUp]);
    },
  };
}

/** Its info lines tell of every job: the tasks say what matters themselves. */
function graphileLogger(logger: Logger): GraphileLogger {
  return new GraphileLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning') logger.warn({ worker: true }, message);
  });
}
