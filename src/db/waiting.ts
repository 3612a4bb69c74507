import type { Queryable } from './pool.ts';

/** Changes that should be on their way, and are not. */

/**
 * Marks approved changes that nobody is there to apply.
 * @param options one change, or all of them; how long they have been approved, in seconds
 * @returns the ids of those whose cards have to say so now
 */
export async function markWaiting(
  db: Queryable,
  { changeId, approvedForSeconds }: { changeId?: string; approvedForSeconds: number },
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `update changes set waiting_shown = true, version = version + 1
     where state = 'approved' and not waiting_shown and ($1::uuid is null or id = $1)
       and approved_at <= now() - make_interval(secs => $2)
     returning id`,
    [changeId ?? null, approvedForSeconds],
  );
  return rows.map(({ id }) => id);
}

/** @returns the ids of changes that lapsed a while ago and that no job will close: it was lost, or ran out of attempts */
export async function lapsedWithoutJob(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from changes where state = 'pending' and expires_at < now() - interval '1 minute' and not exists (
       select from graphile_worker.jobs
       where key = 'expire:' || changes.id and (attempts < max_attempts or locked_at is not null))`,
  );
  return rows.map(({ id }) => id);
}

/** @returns the ids of changes whose job will not run any more: it was lost, or ran out of attempts */
export async function changesWithoutJob(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from changes where state in ('approved', 'applying') and not exists (
       select from graphile_worker.jobs
       where key = 'apply:' || changes.id and (attempts < max_attempts or locked_at is not null))`,
  );
  return rows.map(({ id }) => id);
}
