import { type Change, type LastSwitch, statesBefore } from '../domain/change.ts';
import { type Action, isSwitch } from '../domain/operation.ts';
import type { Terms } from '../domain/policy/terms.ts';
import { Unreadable } from '../errors.ts';
import {
  changeFromRow,
  lastSwitchFromRow,
  type Progress,
  placeOf,
  progressFromRow,
  type SealedColumn,
} from './change-rows.ts';
import type { Queryable } from './pool.ts';
import type { Sealer } from './sealing.ts';

/** What a change begins as: waiting, or approved at once. */
export interface NewChange
  extends Pick<
    Change,
    | 'id'
    | 'inputId'
    | 'inputName'
    | 'inputType'
    | 'terms'
    | 'summary'
    | 'operation'
    | 'base'
    | 'proposed'
    | 'secrets'
    | 'reason'
    | 'requestedBy'
    | 'expiresAt'
    | 'teamId'
    | 'channelId'
  > {
  readonly state: 'pending' | 'approved';
  readonly replaces?: string | undefined;
  readonly undoes?: string | undefined;
  readonly resumes?: string | undefined;
  readonly extends?: string | undefined;
  /** Of a timed pause: for how long, in milliseconds, or until when. */
  readonly pauseFor?: number | undefined;
  readonly pauseUntil?: Date | undefined;
}

export interface OpenChanges {
  readonly readable: readonly Change[];
  /** How many there are beside them that cannot be read: the key that they were sealed with is gone. */
  readonly unreadable: number;
}

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

/** The ways in which a change ends. */
export type Ending = 'applied' | 'cancelled' | 'rejected' | 'expired' | 'stale' | 'failed';

/**
 * Every statement on `changes`. A method that moves a row does so in one conditional UPDATE and returns the row as it
 * is now, or `undefined` when its condition did not hold: somebody else was first, or time was.
 */
export type ChangeStore = ReturnType<typeof createChangeStore>;

export function createChangeStore(sealer: Sealer) {
  async function one(db: Queryable, sql: string, values: readonly unknown[]): Promise<Change | undefined> {
    const { rows } = await db.query(sql, [...values]);
    return rows[0] && changeFromRow(rows[0], sealer);
  }

  return {
    /** @returns `undefined` when another edit of this input is still open, or the same pause or resume is on its way */
    insert(db: Queryable, change: NewChange): Promise<Change | undefined> {
      const seal = (column: SealedColumn, plain: string | undefined) =>
        plain === undefined ? null : sealer.seal(plain, placeOf(change.id, column));
      return one(
        db,
        `insert into changes (id, state, action, rewrites, input_id, input_name, operation, base, proposed,
           secrets, reason, requested_by, expires_at, approved_at, team_id, channel_id, input_type, terms, summary,
           replaces, undoes, resumes, pause_for, pause_until, forgotten, extends)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
           case when $2 = 'approved' then now() end, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
         on conflict do nothing
         returning *`,
        [
          change.id,
          change.state,
          change.operation.kind,
          !isSwitch(change.operation),
          change.inputId,
          withoutNul(change.inputName),
          seal('operation', JSON.stringify(change.operation)),
          seal('base', change.base),
          seal('proposed', change.proposed),
          seal('secrets', change.secrets && JSON.stringify(change.secrets)),
          change.reason === undefined ? null : withoutNul(change.reason),
          change.requestedBy,
          change.expiresAt,
          change.teamId,
          change.channelId,
          change.inputType ?? null,
          JSON.stringify(change.terms),
          withoutNul(change.summary),
          change.replaces ?? null,
          change.undoes ?? null,
          change.resumes ?? null,
          change.pauseFor ?? null,
          change.pauseUntil ?? null,
          change.base === undefined && change.proposed === undefined,
          change.extends ?? null,
        ],
      );
    },

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

    /**
     * One approval, and the decision where it is the last that is needed: counted and decided in one statement, so that
     * two at the same moment are two, and one person twice is one.
     * @param terms what the policy says now
     */
    approve(db: Queryable, id: string, by: string, terms: Terms): Promise<Change | undefined> {
      return one(
        db,
        `update changes set version = version + 1, terms = $4,
           approvals = approvals || jsonb_build_array(jsonb_build_object('by', $2::text, 'at', now())),
           state = case when jsonb_array_length(approvals) + 1 >= $5 then 'approved' else state end,
           approved_by = case when jsonb_array_length(approvals) + 1 >= $5 then $2 end,
           approved_at = case when jsonb_array_length(approvals) + 1 >= $5 then now() end
         where id = $1 and state = any($3) and expires_at > now() and (requested_by <> $2 or $6)
           and not approvals @> jsonb_build_array(jsonb_build_object('by', $2::text))
         returning *`,
        [id, by, statesBefore('approved'), JSON.stringify(terms), terms.approvals, terms.selfApprove],
      );
    },

    /**
     * Break-glass: one person's word is enough, and why is kept.
     * @param said `terms`: what the policy says now, and with it who is told
     */
    applyAlone(
      db: Queryable,
      id: string,
      by: string,
      { reason, terms }: { readonly reason: string; readonly terms: Terms },
    ): Promise<Change | undefined> {
      return one(
        db,
        `update changes set state = 'approved', version = version + 1, approved_by = $2, approved_at = now(),
           alone_reason = $4, terms = $5,
           approvals = approvals || jsonb_build_array(jsonb_build_object('by', $2::text, 'at', now()))
         where id = $1 and state = any($3) and expires_at > now()
         returning *`,
        [id, by, statesBefore('approved'), withoutNul(reason), JSON.stringify(terms)],
      );
    },

    /** Opens nothing that is sealed: also what cannot be read can be withdrawn. @returns whether it was */
    async cancel(db: Queryable, id: string, by: string): Promise<boolean> {
      const { rowCount } = await db.query(
        `update changes set state = 'cancelled', version = version + 1, closed_by = $2, closed_at = now(),
           secrets = null
         where id = $1 and state = any($3) and expires_at > now()`,
        [id, by, statesBefore('cancelled')],
      );
      return rowCount === 1;
    },

    reject(db: Queryable, id: string, by: string, reason: string): Promise<Change | undefined> {
      return one(
        db,
        `update changes set state = 'rejected', version = version + 1, closed_by = $2, closed_at = now(),
           outcome = $4, secrets = null
         where id = $1 and state = any($3) and expires_at > now()
         returning *`,
        [id, by, statesBefore('rejected'), withoutNul(reason)],
      );
    },

    /** @returns whether it had lapsed and nobody had decided it */
    async expire(db: Queryable, id: string): Promise<boolean> {
      const { rowCount } = await db.query(
        `update changes set state = 'expired', version = version + 1, closed_at = now(), secrets = null
         where id = $1 and state = any($2) and expires_at <= now()`,
        [id, statesBefore('expired')],
      );
      return rowCount === 1;
    },

    /**
     * Ends what lapsed on an input and was not yet closed by its job (no worker was alive, say).
     * @returns the ids of those that it ended
     */
    async expireLapsed(db: Queryable, inputId: string): Promise<string[]> {
      const { rows } = await db.query<{ id: string }>(
        `update changes set state = 'expired', version = version + 1, closed_at = now(), secrets = null
         where input_id = $1 and state = any($2) and expires_at <= now()
         returning id`,
        [inputId, statesBefore('expired')],
      );
      return rows.map(({ id }) => id);
    },

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
      ending: Exclude<Ending, 'cancelled' | 'rejected' | 'expired'>,
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
          outcome === undefined ? null : withoutNul(outcome),
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

/** @returns what `read` gives as the only item, or none where it cannot be read */
function ifReadable<T>(read: () => T): T[] {
  try {
    return [read()];
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

/** The one character that PostgreSQL takes in no text: other programs may have it in a name. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}

function isUniqueViolation(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '23505';
}
