import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { hostname } from 'node:os';
import {
  Logger as GraphileLogger,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import type { ChangeStore } from '../db/changes.ts';
import { forgetOldDeliveries } from '../db/deliveries.ts';
import { addJob } from '../db/jobs.ts';
import type { Pool } from '../db/pool.ts';
import { BEAT_EVERY_MS, beat, buryDeadWorkers, leave } from '../db/workers.ts';
import { describeError, type Logger } from '../log.ts';
import { every } from './every.ts';

export interface WorkerOptions {
  readonly pool: Pool;
  readonly store: ChangeStore;
  readonly tasks: TaskList;
  readonly logger: Logger;
}

export interface Worker {
  /** Takes no new jobs and waits for those under way, at most `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

const CONCURRENCY = 5;
const SWEEP_EVERY_MS = 15_000;

/** Runs the jobs, says that it is alive, and looks after what dead workers left behind. */
export async function startWorker({ pool, store, tasks, logger }: WorkerOptions): Promise<Worker> {
  const id = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const graphileIds = new Set<string>();
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => graphileIds.add(worker.workerId));

  const runner = await run({
    pgPool: pool,
    taskList: tasks,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    pollInterval: 2_000,
    events,
    logger: graphileLogger(logger),
  });
  const noted = (what: string, work: () => Promise<void>) => () =>
    work().catch((error: unknown) => logger.warn({ error: describeError(error) }, what));

  const beating = every(
    BEAT_EVERY_MS,
    noted('The heartbeat could not be written', () => beat(pool, id, [...graphileIds])),
  );
  const sweeping = every(
    SWEEP_EVERY_MS,
    noted('The sweep failed', () => sweep(pool, store)),
  );

  return {
    async stop(withinMs) {
      await sweeping.stop();
      await stopRunner(runner, withinMs);
      await beating.stop();
      await leave(pool, id).catch(() => undefined);
    },
  };
}

async function sweep(pool: Pool, store: ChangeStore): Promise<void> {
  await buryDeadWorkers(pool);
  for (const changeId of await store.orphans(pool)) await addJob(pool, 'apply', { changeId });
  await forgetOldDeliveries(pool);
}

async function stopRunner(runner: Runner, withinMs: number): Promise<void> {
  const timeUp = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
  await Promise.race([runner.stop(), timeUp]);
}

/** Its info lines tell of every job: the tasks say what matters themselves. */
function graphileLogger(logger: Logger): GraphileLogger {
  return new GraphileLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning') logger.warn({ worker: true }, message);
  });
}
