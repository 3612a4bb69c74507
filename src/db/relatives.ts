import { z } from 'zod';
import {
  CHANGE_STATES,
  type Change,
  type ChangeState,
  type Relative,
  type Relatives,
} from '../domain/change.ts';
import type { Queryable } from './pool.ts';

const Row = z
  .object({
    how: z.enum(['replaces', 'replacedBy', 'undoes', 'undoneBy', 'extends']),
    id: z.uuid(),
    state: z.enum(CHANGE_STATES as [ChangeState, ...ChangeState[]]),
    requested_by: z.string(),
    card_link: z.string().nullable(),
  })
  .transform(({ how, id, state, requested_by, card_link }): [keyof Relatives, Relative] => [
    how,
    { id, state, requestedBy: requested_by, link: card_link ?? undefined },
  ]);

/** The change that this one is to take back. */
export async function undoneIn(db: Queryable, changeId: string): Promise<string | undefined> {
  const { rows } = await db.query<{ undoes: string | null }>('select undoes from changes where id = $1', [
    changeId,
  ]);
  return rows[0]?.undoes ?? undefined;
}

/** What a change came of and what came of it, without opening what is sealed. Those that were removed are left out. */
export async function relativesOf(
  db: Queryable,
  { id, replaces, undoes, extends: extended }: Pick<Change, 'id' | 'replaces' | 'undoes' | 'extends'>,
): Promise<Relatives> {
  const columns = 'id, state, requested_by, card_link, requested_at';
  const { rows } = await db.query(
    `select 'replaces' as how, ${columns} from changes where id = $2
     union all select 'undoes', ${columns} from changes where id = $3
     union all select 'extends', ${columns} from changes where id = $4
     union all select 'replacedBy', ${columns} from changes where replaces = $1
     union all select 'undoneBy', ${columns} from changes where undoes = $1
     order by requested_at`,
    [id, replaces ?? null, undoes ?? null, extended ?? null],
  );
  return Object.fromEntries(rows.map((row) => Row.parse(row)));
}
