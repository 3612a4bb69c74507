import { z } from 'zod';
import { CHANGE_STATES, type ChangeState, type Relative, TIMER_ENDS } from '../domain/change.ts';
import type { PastChange, Turn } from '../domain/history.ts';
import type { Action } from '../domain/operation.ts';
import { Terms } from '../domain/policy/terms.ts';
import type { Queryable } from './pool.ts';

const State = z.enum(CHANGE_STATES as [ChangeState, ...ChangeState[]]);
const absent = <T extends z.ZodType>(type: T) => type.nullable().transform((value) => value ?? undefined);

const Other = z
  .object({ id: z.uuid(), state: State, requested_by: z.string(), card_link: absent(z.string()) })
  .transform(
    ({ id, state, requested_by, card_link }): Relative => ({
      id,
      state,
      requestedBy: requested_by,
      link: card_link,
    }),
  );

/** The columns that are in the clear, checked, and those to whom it is related. */
const Row = z
  .object({
    id: z.uuid(),
    state: State,
    action: z.string(),
    input_id: z.string(),
    input_name: z.string(),
    summary: z.string(),
    reason: absent(z.string()),
    requested_by: z.string(),
    requested_at: z.date(),
    expires_at: z.date(),
    terms: Terms,
    approvals: z.array(z.object({ by: z.string(), at: z.coerce.date() })),
    approved_by: absent(z.string()),
    approved_at: absent(z.date()),
    alone_reason: absent(z.string()),
    closed_by: absent(z.string()),
    closed_at: absent(z.date()),
    outcome: absent(z.string()),
    replaces: absent(z.uuid()),
    undoes: absent(z.uuid()),
    resumes: absent(z.uuid()),
    extends: absent(z.uuid()),
    pause_until: absent(z.date()),
    pause_extended_by: absent(z.string()),
    pause_extended_reason: absent(z.string()),
    pause_ended: absent(z.enum(TIMER_ENDS)),
    pause_ended_at: absent(z.date()),
    pause_ended_by: absent(z.string()),
    team_id: z.string(),
    channel_id: z.string(),
    card_link: absent(z.string()),
    at: z.string(),
    replaced: absent(Other),
    replacing: absent(Other),
    undone: absent(Other),
    undoing: absent(Other),
  })
  .transform(
    (row): PastChange => ({
      id: row.id,
      state: row.state,
      action: row.action as Action,
      inputId: row.input_id,
      inputName: row.input_name,
      summary: row.summary,
      reason: row.reason,
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
      expiresAt: row.expires_at,
      terms: row.terms,
      approvals: row.approvals,
      approvedBy: row.approved_by,
      approvedAt: row.approved_at,
      aloneReason: row.alone_reason,
      closedBy: row.closed_by,
      closedAt: row.closed_at,
      outcome: row.outcome,
      replaces: row.replaces,
      undoes: row.undoes,
      resumes: row.resumes,
      extends: row.extends,
      teamId: row.team_id,
      channelId: row.channel_id,
      link: row.card_link,
      relatives: {
        ...(row.replaced && { replaces: row.replaced }),
        ...(row.replacing && { replacedBy: row.replacing }),
        ...(row.undone && { undoes: row.undone }),
        ...(row.undoing && { undoneBy: row.undoing }),
      },
      pause: row.pause_until && {
        until: row.pause_until,
        extendedBy: row.pause_extended_by,
        extendedReason: row.pause_extended_reason,
        ended: row.pause_ended,
        endedAt: row.pause_ended_at,
        endedBy: row.pause_ended_by,
      },
      place: { at: row.at, id: row.id },
    }),
  );

const OPEN_COLUMNS = `id, state, action, input_id, input_name, summary, reason, requested_by, requested_at, expires_at,
  terms, approvals, approved_by, approved_at, alone_reason, closed_by, closed_at, outcome, replaces, undoes, resumes,
  extends, pause_until, pause_extended_by, pause_extended_reason, pause_ended, pause_ended_at, pause_ended_by, team_id,
  channel_id, card_link,
  to_char(requested_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

const NEWEST_FIRST = 'requested_at desc, id';

/** Another change as the one that is shown tells of it: the last, where there are several. */
const other = (condition: string) =>
  `(select to_jsonb(found) from (select o.id, o.state, o.requested_by, o.card_link from changes o where ${condition}
     order by o.requested_at desc limit 1) found)`;

export interface HistoryQuery {
  /** Of one input, whatever its id was; of all of them when absent. */
  readonly inputName?: string | undefined;
  /** From where; from the newest on when absent. */
  readonly turn?: Turn | undefined;
  readonly most: number;
}

/** @returns the changes nearest to the place, the newest first */
export async function historyOf(
  db: Queryable,
  { inputName, turn, most }: HistoryQuery,
): Promise<PastChange[]> {
  const values: unknown[] = [most];
  const bound = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    ...(inputName === undefined ? [] : [`input_name = ${bound(inputName)}`]),
    ...(turn === undefined ? [] : [behind(turn, bound)]),
  ];
  const { rows } = await db.query(
    `with page as materialized (
       select ${OPEN_COLUMNS} from changes
       ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
       order by ${turn?.to === 'newer' ? 'requested_at, id desc' : NEWEST_FIRST} limit $1)
     select page.*, ${other('o.id = page.replaces')} as replaced, ${other('o.replaces = page.id')} as replacing,
       ${other('o.id = page.undoes')} as undone, ${other('o.undoes = page.id')} as undoing
     from page order by ${NEWEST_FIRST}`,
    values,
  );
  return rows.map((row) => Row.parse(row));
}

/** The first half of each is what an index finds; the second tells apart what was asked for in one microsecond. */
function behind({ to, from }: Turn, bound: (value: unknown) => string): string {
  const [at, id] = [bound(from.at), bound(from.id)];
  return to === 'older'
    ? `requested_at <= ${at}::timestamptz and (requested_at < ${at}::timestamptz or id > ${id}::uuid)`
    : `requested_at >= ${at}::timestamptz and (requested_at > ${at}::timestamptz or id < ${id}::uuid)`;
}

/** Has anything been asked for under this name? */
export async function hasHistory(db: Queryable, inputName: string): Promise<boolean> {
  const { rowCount } = await db.query('select from changes where input_name = $1 limit 1', [inputName]);
  return rowCount === 1;
}

/** The names under which anything was asked for, each looked up behind the one before: a million rows may have ten. */
export async function namesInHistory(db: Queryable, most: number): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `with recursive names as (
       (select input_name as name from changes order by input_name limit 1)
       union all
       select (select input_name from changes where input_name > names.name order by input_name limit 1)
       from names where names.name is not null)
     select name from names where name is not null limit $1`,
    [most],
  );
  return rows.map(({ name }) => name);
}
