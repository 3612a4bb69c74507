import type { Outline } from '../domain/change.ts';
import type { Action } from '../domain/operation.ts';
import { OUTLINE_COLUMNS, outlineFromRow } from './change-rows.ts';
import type { Queryable } from './pool.ts';

/** What is known of changes without opening what is sealed, also of those that cannot be read. */

export async function outlineOf(db: Queryable, changeId: string): Promise<Outline | undefined> {
  const { rows } = await db.query(`select ${OUTLINE_COLUMNS} from changes where id = $1`, [changeId]);
  return rows[0] && outlineFromRow(rows[0]);
}

/**
 * The open change that keeps another one from being asked for on the same input.
 * @param action of a pause or resume: the same one; absent for a rewrite
 */
export async function holderOf(
  db: Queryable,
  inputId: string,
  action?: Action,
): Promise<Outline | undefined> {
  const { rows } = await db.query(
    `select ${OUTLINE_COLUMNS} from changes
     where input_id = $1 and state in ('pending', 'approved', 'applying')
       and case when $2::text is null then rewrites else action = $2 end
     order by requested_at limit 1`,
    [inputId, action ?? null],
  );
  return rows[0] && outlineFromRow(rows[0]);
}
