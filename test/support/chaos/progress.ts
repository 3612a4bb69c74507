import type { Pool } from '../../../src/db/pool.ts';
import type { Action } from '../../../src/domain/operation.ts';

/** Of a change that waits for its approvals. */
export interface Waiting {
  readonly id: string;
  readonly action: Action;
  readonly input_name: string;
  readonly requested_by: string;
  readonly card_ts: string | null;
}

/** How far a run is, as the table says. */
export interface Progress {
  asked(): Promise<number>;
  /** How many changes have not ended. */
  open(): Promise<number>;
  /** How many pauses run still that end by themselves, and how many have still to be told that something was applied alone. */
  unsettled(): Promise<number>;
  /** The oldest first. */
  waiting(): Promise<Waiting[]>;
  /** What a run is to show and has not shown yet. */
  lacks(): Promise<{ readonly timedPause: boolean; readonly undo: boolean; readonly alone: boolean }>;
}

export function progressOf(pool: Pool): Progress {
  const count = async (sql: string) => Number((await pool.query(sql)).rows[0]?.count);
  return {
    asked: () => count('select count(*) from changes'),
    open: () => count(`select count(*) from changes where state in ('pending', 'approved', 'applying')`),
    unsettled: () =>
      count(
        `select (select count(*) from changes where state = 'applied' and pause_until is not null and pause_ended is null)
           + (select count(*) from graphile_worker.jobs where key like 'alarm:%') as count`,
      ),
    waiting: async () =>
      (
        await pool.query<Waiting>(
          `select id, action, input_name, requested_by, card_ts from changes where state = 'pending' order by requested_at`,
        )
      ).rows,
    lacks: async () =>
      (
        await pool.query(
          `select count(pause_until) = 0 as "timedPause", count(undoes) = 0 as undo, count(alone_reason) = 0 as alone
           from changes`,
        )
      ).rows[0],
  };
}
