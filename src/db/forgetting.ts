import { placeOf } from './change-rows.ts';
import type { Queryable } from './pool.ts';
import type { Sealer } from './sealing.ts';

/** What is taken out of rows that have ended, and the rows that are taken out themselves. */

/**
 * Takes the documents out of a change that has ended, once they are needed no more.
 * @param shown what there is to see of it; nothing where that cannot be known
 * @returns whether it could be taken back until then; `undefined` where there was nothing to take out, or not yet
 */
export async function forgetDocuments(
  db: Queryable,
  sealer: Sealer,
  id: string,
  shown: string | undefined,
): Promise<{ wasUndoable: boolean } | undefined> {
  const sealed = shown === undefined ? null : sealer.seal(shown, placeOf(id, 'shown'));
  const { rows } = await db.query<{ undo_until: Date | null }>(
    `update changes set shown = $2, base = null, proposed = null, forgotten = true
     where id = $1 and closed_at is not null and not forgotten and (undo_until is null or undo_until <= now())
     returning undo_until`,
    [id, sealed],
  );
  return rows[0] && { wasUndoable: rows[0].undo_until !== null };
}

/** Where a list that is read in parts goes on. */
export interface After {
  readonly closedAt: Date;
  readonly id: string;
}

/**
 * Ended changes that still hold what is needed no more: their job was lost, ran out of attempts, or had no key.
 * @param keyIds of the keys that there are: what was sealed with another one cannot be made ready to be seen
 */
export async function changesToForget(
  db: Queryable,
  { keyIds, after, limit }: { keyIds: readonly string[]; after: After; limit: number },
): Promise<After[]> {
  const { rows } = await db.query<{ id: string; closed_at: Date }>(
    `select id, closed_at from changes
     where closed_at is not null and not forgotten and (undo_until is null or undo_until <= now())
       and split_part(operation, '.', 2) = any($4)
       and (date_trunc('milliseconds', closed_at), id) > ($1, $2)
     order by date_trunc('milliseconds', closed_at), id limit $3`,
    [after.closedAt, after.id, limit, keyIds],
  );
  return rows.map(({ id, closed_at: closedAt }) => ({ id, closedAt }));
}

/**
 * Removes changes that ended so many days ago, but for a pause that still has to end by itself, and for those that can
 * still be taken back.
 * @returns how many it removed, at most `limit`
 */
export async function removeEnded(db: Queryable, days: number, limit: number): Promise<number> {
  const { rowCount } = await db.query(
    `delete from changes where id in (
       select id from changes
       where closed_at is not null and closed_at < now() - make_interval(days => $1)
         and not (state = 'applied' and pause_until is not null and pause_ended is null)
         and (undo_until is null or undo_until <= now())
       order by closed_at limit $2 for update skip locked)`,
    [days, limit],
  );
  return rowCount ?? 0;
}
