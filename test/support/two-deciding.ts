import { randomUUID } from 'node:crypto';
import { createChangeStore } from '../../src/db/changes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { createLogger } from '../../src/log.ts';
import type { Changes, Click } from '../../src/services/changes.ts';
import { createTestDatabase, UNHURRIED } from './database.ts';
import { clickOf, type TrialDirectory, trialChanges, trialDirectory, trialRights } from './rights.ts';

/** Two processes, each with a pool of its own, that decide on the same rows at the same time. */
export type TwoDeciding = Awaited<ReturnType<typeof startTwoDeciding>>;

export const asker = clickOf('U0ASKER');

/** @param policy the one that both go by; the built-in one when absent */
export async function startTwoDeciding(policy?: () => Policy) {
  const database = await createTestDatabase();
  const logger = createLogger('silent');
  const store = createChangeStore(createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]));
  const open = () => createPool(database.url, logger, UNHURRIED);
  const pools: [Pool, Pool] = [open(), open()];
  await migrate(pools[0]);
  const directory: TrialDirectory = trialDirectory();
  const changesOn = (pool: Pool): Changes => trialChanges(pool, store, trialRights(policy, directory));
  const [here, there] = [changesOn(pools[0]), changesOn(pools[1])];

  const query = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await pools[0].query<Row>(sql, values)).rows;

  return {
    ...{ here, there, store, query, directory, pool: pools[0] },

    /** An edit that waits, on an input of its own. @returns the change's id */
    async pending(by: Click = asker): Promise<string> {
      const id = randomUUID();
      const document = (size: number) =>
        `{"id":"${id}","name":"n","type":"t","configuration":{"size":${size}}}`;
      const facts = { category: undefined, paused: false, state: undefined, createdAt: undefined };
      const plan = {
        input: { id, name: 'n', type: 't', ...facts, configuration: {} },
        operation: { kind: 'edit' as const, edits: [{ path: ['size'], value: 2 }] },
        base: document(1),
        proposed: document(2),
      };
      return (await here.ask(plan, by)).id;
    },

    applyJobsOf: async (id: string): Promise<number> =>
      (await query('select from graphile_worker.jobs where key = $1', [`apply:${id}`])).length,

    async stop(): Promise<void> {
      await Promise.all(pools.map((pool) => pool.end()));
      await database.drop();
    },
  };
}
