import type { Change } from '../../domain/change.ts';
import { isSwitch } from '../../domain/operation.ts';
import { placeOf, type SealedColumn } from '../change-rows.ts';
import { keptText } from '../kept-text.ts';
import type { Queryable } from '../pool.ts';
import type { Sealer } from '../sealing.ts';
import type { One } from './one.ts';

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

/** A change begins. */
export function createAsking(sealer: Sealer, one: One) {
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
          keptText(change.inputName),
          seal('operation', JSON.stringify(change.operation)),
          seal('base', change.base),
          seal('proposed', change.proposed),
          seal('secrets', change.secrets && JSON.stringify(change.secrets)),
          change.reason === undefined ? null : keptText(change.reason),
          change.requestedBy,
          change.expiresAt,
          change.teamId,
          change.channelId,
          change.inputType ?? null,
          JSON.stringify(change.terms),
          keptText(change.summary),
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
  };
}
