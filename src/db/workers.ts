import type { Queryable } from './pool.ts';

/** A worker that has not said so for this long is taken for dead. It says so every five seconds. */
const DEAD_AFTER = `interval '20 seconds'`;
export const BEAT_EVERY_MS = 5_000;

export async function beat(db: Queryable, id: string, graphileIds: readonly string[]): Promise<void> {
  await db.query(
    `insert into workers (id, graphile_ids) values ($1, $2)
     on conflict (id) do update set beat_at = now(), graphile_ids = excluded.graphile_ids`,
    [id, graphileIds],
  );
}

export async function leave(db: Queryable, id: string): Promise<void> {
  await db.query('delete from workers where id = $1', [id]);
}

export async function isAnyWorkerAlive(db: Queryable): Promise<boolean> {
  const { rowCount } = await db.query(`select 1 from workers where beat_at > now() - ${DEAD_AFTER} limit 1`);
  return rowCount === 1;
}

/**
 * Frees the jobs of workers that stopped beating: graphile-worker by itself waits four hours, since it cannot tell a
 * dead worker from a busy one. Also what has been locked for as long under a name that is on nobody's list: that worker
 * has died before it could say so.
 * @param db in a transaction: a worker that is off the list with its jobs still locked would keep them
 */
export async function buryDeadWorkers(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `with dead as (delete from workers where beat_at <= now() - ${DEAD_AFTER} returning graphile_ids)
     select unnest(graphile_ids) as name from dead
     union
     select locked_by from graphile_worker._private_jobs
     where locked_at <= now() - ${DEAD_AFTER} and not exists (select from workers where locked_by = any(graphile_ids))`,
  );
  const names = rows.map(({ name }) => name);
  if (names.length > 0) await freeJobsOf(db, names);
}

/** @param lockNames what graphile-worker has locked jobs as: the names of its pools */
export async function freeJobsOf(db: Queryable, lockNames: readonly string[]): Promise<void> {
  await db.query('select graphile_worker.force_unlock_workers($1)', [lockNames]);
}

/**
 * Frees jobs that stand as locked in these names though nobody runs them: the connection was lost with the answer to
 * the statement that locked them. graphile-worker's own function would free those that run as well.
 * @param running the ids of the jobs that do run; what was locked just now is left alone, since it may be beginning
 */
export async function freeJobsNobodyRuns(
  db: Queryable,
  lockNames: readonly string[],
  running: readonly string[],
): Promise<void> {
  await db.query(
    `update graphile_worker._private_jobs set locked_at = null, locked_by = null
     where locked_by = any($1) and id <> all($2::bigint[]) and locked_at < now() - interval '5 seconds'`,
    [lockNames, running],
  );
}
