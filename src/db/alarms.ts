import { z } from 'zod';
import type { Queryable } from './pool.ts';

const Row = z.object({ alarmed: z.array(z.string()) });

/** The ids of the channels and people who have been told that a change was applied alone. */
export async function alarmedOf(db: Queryable, changeId: string): Promise<ReadonlySet<string>> {
  const { rows } = await db.query('select alarmed from changes where id = $1', [changeId]);
  return new Set(rows.flatMap((row) => Row.parse(row).alarmed));
}

/** @param recipientId of a channel or a person */
export async function noteAlarmed(db: Queryable, changeId: string, recipientId: string): Promise<void> {
  await db.query(
    `update changes set alarmed = array_append(alarmed, $2) where id = $1 and not $2 = any(alarmed)`,
    [changeId, recipientId],
  );
}
