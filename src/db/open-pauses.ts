import type { LastSwitch } from '../domain/change.ts';
import { lastSwitchFromRow } from './change-rows.ts';
import type { Queryable } from './pool.ts';

/**
 * The pause that an input is in, where somebody asked for it here and nothing ends it: one without an end, or one whose end
 * has failed. One that was seen to have ended elsewhere is not what the input is in, if it is paused again.
 * @returns nothing also where it runs, or ends by itself: what it is like now is for the pipeline to say
 */
export async function openPauseOf(db: Queryable, inputId: string): Promise<LastSwitch | undefined> {
  const { rows } = await db.query(
    `select action, requested_by, reason, closed_at from (
       select * from changes where input_id = $1 and action in ('pause', 'resume') and state = 'applied'
       order by closed_at desc limit 1) as last
     where action = 'pause' and (pause_until is null or pause_ended = 'failed')`,
    [inputId],
  );
  return rows[0] && lastSwitchFromRow(rows[0]);
}
