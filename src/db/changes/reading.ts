import type { Change, LastSwitch } from '../../domain/change.ts';
import type { Action } from '../../domain/operation.ts';
import { Unreadable } from '../../errors.ts';
import { changeFromRow, lastSwitchFromRow, type Progress, progressFromRow } from '../change-rows.ts';
import type { Queryable } from '../pool.ts';
import type { Sealer } from '../sealing.ts';
import type { One } from './one.ts';

export interface OpenChanges {
  readonly readable: readonly Change[];
  /** How many there are beside them that cannot be read: the key that they were sealed with is gone. */
  readonly unreadable: number;
}

/** How changes are, and those of one input. */
export function createReading(sealer: Sealer, one: One) {
  return {
    find(db: Queryable, id: string): Promise<Change | undefined> {
      return one(db, 'select * from changes where id = $1', [id]);
    },

    /** The changes of an input that are not ended, the oldest first. */
    async openOf(db: Queryable, inputId: string): Promise<OpenChanges> {
      const { rows } = await db.query(
        `select * from changes where input_id = $1 and state in ('pending', 'approved', 'applying')
         order by requested_at`,
        [inputId],
      );
      const readable = rows.flatMap((row) => ifReadable(() => changeFromRow(row, sealer)));
      return { readable, unreadable: rows.length - readable.length };
    },

    /** The last pause or resume of an input that was carried out. */
    async lastSwitch(db: Queryable, inputId: string): Promise<LastSwitch | undefined> {
      const { rows } = await db.query(
        `select action, requested_by, reason, closed_at from changes
         where input_id = $1 and action in ('pause', 'resume') and state = 'applied'
         order by closed_at desc limit 1`,
        [inputId],
      );
      return rows[0] && lastSwitchFromRow(rows[0]);
    },

    /** The pause or resume of an input that is approved and not yet carried out, the last one if there are several. */
    async switchOnItsWay(db: Queryable, inputId: string): Promise<Action | undefined> {
      const { rows } = await db.query<{ action: Action }>(
        `select action from changes where input_id = $1 and not rewrites and state in ('approved', 'applying')
         order by approved_at desc limit 1`,
        [inputId],
      );
      return rows[0]?.action;
    },

    /** How far a change is, without opening what is sealed: also a change that cannot be read has to end. */
    async progressOf(db: Queryable, id: string): Promise<Progress | undefined> {
      const { rows } = await db.query(
        'select id, state, input_name, written_at, writes from changes where id = $1',
        [id],
      );
      return rows[0] && progressFromRow(rows[0]);
    },
  };
}

/** @returns what `read` gives as the only item, or none where it cannot be read */
function ifReadable<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}
