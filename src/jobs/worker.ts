import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { TaskList } from 'graphile-worker';
import { forgetOldDeliveries } from '../db/deliveries.ts';
import { addJob } from '../db/jobs.ts';
import { type Pool, transaction } from '../db/pool.ts';
import { forgetOldSaves, savesWithoutJob } from '../db/saves.ts';
import { timersWithoutJob } from '../db/timed-pauses.ts';
import { changesWithoutJob, lapsedWithoutJob } from '../db/waiting.ts';
import { BEAT_EVERY_MS, beat, buryDeadWorkers, leave } from '../db/workers.ts';
import { describeError, type Logger } from '../log.ts';
import { every } from './every.ts';
import { startJobRunner } from './runner.ts';

export interface WorkerOptions {
  readonly pool: Pool;
  /** @param signal fires when the worker is told to stop */
  readonly tasks: (signal: AbortSignal) => TaskList;
  /** Takes away what is kept for long enough, and what processes that were killed have left on this machine. */
  readonly clean: () => Promise<void>;
  readonly logger: Logger;
}

export interface Worker {
  /** Takes no new jobs and waits for those under way, at most `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

const SWEEP_EVERY_MS = 15_000;
const CLEAN_EVERY_MS = 3_600_000;

/** Runs the jobs, says that it is alive, and looks after what dead workers left behind. */
export async function startWorker({ pool, tasks, clean, logger }: WorkerOptions): Promise<Worker> {
  const id = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  let lockNames: readonly string[] = [];
  const noted = (what: string, work: () => Promise<void>) => () =>
    work().catch((error: unknown) => logger.warn({ error: describeError(error) }, what));

  const beatNow = noted('The heartbeat could not be written', () => beat(pool, id, lockNames));
  const runner = await startJobRunner({
    pool,
    tasks,
    logger,
    onNames(names) {
      lockNames = names;
      void beatNow();
    },
  });
  const freeLost = noted('Lost jobs could not be freed', () => runner.freeLost());
  const beating = every(BEAT_EVERY_MS, async () => {
    await beatNow();
    await freeLost();
  });
  const sweeping = every(
    SWEEP_EVERY_MS,
    noted('The sweep failed', () => sweep(pool)),
  );
  const cleaning = every(CLEAN_EVERY_MS, noted('What is to be removed stays there for now', clean));

  return {
    async stop(withinMs) {
      const [isDone] = await Promise.all([runner.stop(withinMs), sweeping.stop(), cleaning.stop()]);
      await beating.stop();
      // Whoever leaves while a job is running stays on the list, to be given up for dead: that frees the job.
      if (isDone) await leave(pool, id).catch(() => undefined);
    },
  };
}

async function sweep(pool: Pool): Promise<void> {
  await transaction(pool, buryDeadWorkers);
  for (const changeId of await changesWithoutJob(pool)) await addJob(pool, 'apply', { changeId });
  for (const changeId of await lapsedWithoutJob(pool)) await addJob(pool, 'expire', { changeId });
  for (const changeId of await timersWithoutJob(pool)) await addJob(pool, 'timed_pause', { changeId });
  for (const saveId of await savesWithoutJob(pool)) await addJob(pool, 'save', { saveId });
  await forgetOldDeliveries(pool);
  await forgetOldSaves(pool);
}
