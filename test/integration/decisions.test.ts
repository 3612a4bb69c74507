import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChangeStore } from '../../src/db/changes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import { createLogger } from '../../src/log.ts';
import type { Changes, Decided } from '../../src/services/changes.ts';
import { termsOfApprovals } from '../support/a-change.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { clickOf, trialChanges } from '../support/rights.ts';

const PAIRS = 50;
const [asker, bob, carol] = [clickOf('U0ASKER'), clickOf('U0BOB'), clickOf('U0CAROL')];

/** Two processes, each with a pool of its own, that decide on the same rows at the same time. */
describe('two decisions at once', () => {
  let database: TestDatabase;
  let pools: Pool[];
  const store = createChangeStore(createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]));
  let here: Changes;
  let there: Changes;

  beforeAll(async () => {
    database = await createTestDatabase();
    const logger = createLogger('silent');
    const changesOn = (pool: Pool) => trialChanges(pool, store);
    pools = [createPool(database.url, logger), createPool(database.url, logger)];
    const [one, other] = pools as [Pool, Pool];
    await migrate(one);
    [here, there] = [changesOn(one), changesOn(other)];
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  const query = async <Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await (pools[0] as Pool).query<Row>(sql, values)).rows;

  /** An edit that waits, on an input of its own. @returns the change's id */
  async function pending(): Promise<string> {
    const id = randomUUID();
    const document = (size: number) =>
      `{"id":"${id}","name":"n","type":"t","configuration":{"size":${size}}}`;
    const plan = {
      input: {
        id,
        name: 'n',
        type: 't',
        category: undefined,
        paused: false,
        state: undefined,
        createdAt: undefined,
        configuration: {},
      },
      operation: { kind: 'edit' as const, edits: [{ path: ['size'], value: 2 }] },
      base: document(1),
      proposed: document(2),
    };
    return (await here.ask(plan, asker)).id;
  }

  const applyJobsOf = async (id: string) =>
    (await query('select from graphile_worker.jobs where key = $1', [`apply:${id}`])).length;

  /** What every pair has in common. @returns why the loser lost, and the state that won */
  async function outcomeOf(id: string, decisions: Decided[]): Promise<{ why: string; state: string }> {
    const losers = decisions.flatMap((decision) => (decision.decided ? [] : [decision.why]));
    expect(losers).toHaveLength(1);
    const [row] = await query<{ state: string; version: number }>(
      'select state, version from changes where id = $1',
      [id],
    );
    expect(row?.version).toBe(2);
    expect(await applyJobsOf(id)).toBe(row?.state === 'approved' ? 1 : 0);
    return { why: losers[0] ?? '', state: row?.state ?? '' };
  }

  it('both approve: one of them does, and the other reads who it was', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await pending();
      const decisions = await Promise.all([here.approve(id, bob), there.approve(id, carol)]);
      const { why, state } = await outcomeOf(id, decisions);
      const [row] = await query<{ approved_by: string }>('select approved_by from changes where id = $1', [
        id,
      ]);
      expect(state).toBe('approved');
      expect(decisions.find(({ decided }) => decided)?.change?.approvedBy).toBe(row?.approved_by);
      expect(why).toContain(`<@${row?.approved_by}> approved it`);
    }
  });

  it('one approves and one cancels: one of the two holds', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await pending();
      const both = pair % 2 === 0 ? [here, there] : [there, here];
      const [first, second] = both as [Changes, Changes];
      const { why, state } = await outcomeOf(
        id,
        await Promise.all([first.approve(id, bob), second.cancel(id, asker)]),
      );
      expect(why).toContain(state === 'approved' ? '<@U0BOB> approved it' : '<@U0ASKER> cancelled it');
      expect(['approved', 'cancelled']).toContain(state);
    }
  });

  it('one approves as it lapses: it is approved or lapsed, never both', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await pending();
      await query(`update changes set expires_at = now() + make_interval(secs => $2) where id = $1`, [
        id,
        Math.random() / 100,
      ]);
      const lapse = async () => {
        for (;;) {
          if (await there.expire(id)) return true;
          if ((await there.find(id))?.state !== 'pending') return false;
        }
      };
      const [decision, hasLapsed] = await Promise.all([here.approve(id, bob), lapse()]);
      const [row] = await query<{ state: string; version: number }>('select * from changes where id = $1', [
        id,
      ]);
      expect(row?.version).toBe(2);
      expect(row?.state).toBe(decision.decided ? 'approved' : 'expired');
      if (decision.decided) expect(hasLapsed).toBe(false);
      else expect(decision.why).toContain('Too late: it lapsed');
      expect(await applyJobsOf(id)).toBe(decision.decided ? 1 : 0);
    }
  });

  it('one approves too late, although nobody has closed it yet: it lapses', async () => {
    const id = await pending();
    await query(`update changes set expires_at = now() - interval '1 second' where id = $1`, [id]);
    const decision = await here.approve(id, bob);
    expect(decision).toMatchObject({ decided: false, change: { state: 'expired' } });
    expect(await applyJobsOf(id)).toBe(0);
  });

  it('the row itself refuses the approval of the one who asked, whatever the policy says', async () => {
    const id = await pending();
    expect(
      await store.approve(pools[0] as Pool, id, asker.actor.userId, termsOfApprovals(1)),
    ).toBeUndefined();
    expect((await here.find(id))?.state).toBe('pending');
  });

  it('approving and enqueueing are one: where the job cannot be added, nothing is approved', async () => {
    const id = await pending();
    await query('alter function graphile_worker.add_job rename to add_job_elsewhere');
    try {
      await expect(here.approve(id, bob)).rejects.toThrow('add_job');
    } finally {
      await query('alter function graphile_worker.add_job_elsewhere rename to add_job');
    }
    expect((await here.find(id))?.state).toBe('pending');
    expect(await here.approve(id, bob)).toMatchObject({ decided: true });
    expect(await applyJobsOf(id)).toBe(1);
  });

  it('where something fails after the job was added, there is no job either', async () => {
    const id = await pending();
    // The card's job is added last.
    const jobs = 'alter table graphile_worker._private_jobs';
    await query(`${jobs} add constraint no_cards check (key not like 'card:%') not valid`);
    try {
      await expect(here.approve(id, bob)).rejects.toThrow('no_cards');
    } finally {
      await query(`${jobs} drop constraint no_cards`);
    }
    expect((await here.find(id))?.state).toBe('pending');
    expect(await applyJobsOf(id)).toBe(0);
  });
});
