import { randomUUID } from 'node:crypto';
import { type ChangeStore, createChangeStore, type NewChange } from '../../src/db/changes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import { createLogger } from '../../src/log.ts';
import { termsOfApprovals } from './a-change.ts';
import { createTestDatabase, UNHURRIED } from './database.ts';

/** The store on a database of its own, for what is tried without Slack and without Alooma. */
export interface TrialStore {
  readonly url: string;
  readonly pool: Pool;
  readonly store: ChangeStore;
  drop(): Promise<void>;
}

export async function createTrialStore(): Promise<TrialStore> {
  const database = await createTestDatabase();
  const pool = createPool(database.url, createLogger('silent'), UNHURRIED);
  await migrate(pool);
  return {
    url: database.url,
    pool,
    store: createChangeStore(createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }])),
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}

/** An edit by U0ASKER on an input of its own that waits for one approval, but for what is said otherwise. */
export function newChange(fields: Partial<NewChange> = {}): NewChange {
  return {
    id: randomUUID(),
    state: 'pending',
    inputId: randomUUID(),
    inputName: 'orders_db',
    inputType: 'ODBC',
    terms: termsOfApprovals(1),
    summary: 'Set `batch_size` of `orders_db` from `5` to `7`',
    operation: { kind: 'edit', edits: [{ path: ['batch_size'], value: 7 }] },
    base: '{"configuration":{"batch_size":5}}',
    proposed: '{"configuration":{"batch_size":7}}',
    secrets: undefined,
    reason: 'the nightly load is late',
    requestedBy: 'U0ASKER',
    expiresAt: new Date(Date.now() + 3_600_000),
    teamId: 'T1',
    channelId: 'C1',
    ...fields,
  };
}

/** Asks for a change. @returns its id */
export async function asked(
  { pool, store }: Pick<TrialStore, 'pool' | 'store'>,
  fields: Partial<NewChange> = {},
): Promise<string> {
  const change = await store.insert(pool, newChange(fields));
  if (!change) throw new Error('Another change stands in the way');
  return change.id;
}
