import { type Change, statesBefore } from '../../domain/change.ts';
import type { Terms } from '../../domain/policy/terms.ts';
import { keptText } from '../kept-text.ts';
import type { Queryable } from '../pool.ts';
import type { One } from './one.ts';

/** What people, or time, make of a change that waits. */
export function createDeciding(one: One) {
  return {
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
        [id, by, statesBefore('approved'), keptText(reason), JSON.stringify(terms)],
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
        [id, by, statesBefore('rejected'), keptText(reason)],
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
  };
}
