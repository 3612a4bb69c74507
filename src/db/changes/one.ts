import type { Change } from '../../domain/change.ts';
import { changeFromRow } from '../change-rows.ts';
import type { Queryable } from '../pool.ts';
import type { Sealer } from '../sealing.ts';

/** Runs a statement that gives one row of `changes` or none, and opens what is sealed in it. */
export type One = (db: Queryable, sql: string, values: readonly unknown[]) => Promise<Change | undefined>;

export function createOne(sealer: Sealer): One {
  return async (db, sql, values) => {
    const { rows } = await db.query(sql, [...values]);
    return rows[0] && changeFromRow(rows[0], sealer);
  };
}
