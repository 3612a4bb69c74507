import { type Change, statesBefore } from '../../domain/change.ts';
import { keptText } from '../kept-text.ts';
import type { Queryable } from '../pool.ts';
import type { One } from './one.ts';

export interface CloseOptions {
  readonly outcome?: string | undefined;
  readonly inputId?: string | undefined;
  readonly undoUntil?: Date | undefined;
  /** How many the row had when it was read: where another process has sent one since, what becomes of that decides. */
  readonly writes?: number | undefined;
}

export interface Closed {
  readonly hasCard: boolean;
  readonly undoes: string | undefined;
}

/** What becomes of a change that was approved. */
export function createApplying(one: One) {
  return {
    /**
     * Begins to apply a change, once those that were approved before it on the same input have ended: what is written
     * holds all of an input, and a pause and a resume have to happen in the order in which they were asked for.
     * @returns `undefined` when it is not its turn, or it has begun already
     */
    async startApplying(db: Queryable, id: string): Promise<Change | undefined> {
      try {
        return await one(
          db,
          `update changes set state = 'applying', version = version + 1, applying_at = now()
           where id = $1 and state = any($2) and not exists (
             select from changes other where other.input_id = changes.input_id and (other.state = 'applying'
               or other.state = 'approved' and (other.approved_at, other.id) < (changes.approved_at, changes.id)))
           returning *`,
          [id, statesBefore('applying')],
        );
      } catch (error) {
        // Two that began at the same moment: the unique index has let one of them.
        if (isUniqueViolation(error)) return undefined;
        throw error;
      }
    },

    /**
     * Written down before a write is sent, so that a crash in between is known for a write of unknown outcome.
     * @param writes how many the row had when it was read: another process that sends one first makes this fail
     */
    noteWrite(db: Queryable, id: string, writes: number): Promise<Change | undefined> {
      return one(
        db,
        `update changes set writes = writes + 1, written_at = now()
         where id = $1 and state = 'applying' and writes = $2
         returning *`,
        [id, writes],
      );
    },

    /** The write is known not to have been carried out, so it does not count as one that vanished either. */
    async forgetWrite(db: Queryable, id: string, writes: number): Promise<void> {
      await db.query(
        `update changes set written_at = null, writes = writes - 1
         where id = $1 and state = 'applying' and writes = $2`,
        [id, writes],
      );
    },

    /**
     * Ends a change that is being applied, or is about to be.
     * @param more the id of the input that it created; until when it can be taken back
     * @returns whether it has a card, and what it took back; `undefined` when it had ended already
     */
    async close(
      db: Queryable,
      id: string,
      ending: 'applied' | 'stale' | 'failed',
      { outcome, inputId, undoUntil, writes }: CloseOptions = {},
    ): Promise<Closed | undefined> {
      const { rows } = await db.query<{ card_ts: string | null; undoes: string | null }>(
        `update changes set state = $2, version = version + 1, closed_at = now(), outcome = $3, secrets = null,
           input_id = coalesce($5, input_id), undo_until = $6,
           pause_until = case when $2 = 'applied' then coalesce(pause_until, now() + pause_for * interval '1 ms')
             else pause_until end
         where id = $1 and state = any($4) and state <> 'pending' and ($7::int is null or writes = $7)
         returning card_ts, undoes`,
        [
          id,
          ending,
          outcome === undefined ? null : keptText(outcome),
          statesBefore(ending),
          inputId ?? null,
          undoUntil ?? null,
          writes ?? null,
        ],
      );
      const [row] = rows;
      return row && { hasCard: row.card_ts !== null, undoes: row.undoes ?? undefined };
    },
  };
}

function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';
}
