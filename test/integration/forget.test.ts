import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChangeStore } from '../../src/db/changes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import { createLogger } from '../../src/log.ts';
import type { Changes } from '../../src/services/changes.ts';
import { Forgetting } from '../../src/services/forgetting.ts';
import { createPreviews } from '../../src/services/previews.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { clickOf, trialChanges } from '../support/rights.ts';

const [asker, bob] = [clickOf('U0ASKER'), clickOf('U0BOB')];
const KEY = { id: 'k1', key: Buffer.alloc(32, 7) };
const OTHER = { id: 'k2', key: Buffer.alloc(32, 8) };

/** Nothing is kept for longer than it is needed, and what there is to see of a change stays as it was. */
describe('what has ended', () => {
  let database: TestDatabase;
  let pool: Pool;
  let changes: Changes;
  const store = createChangeStore(createSealer([KEY]));
  const forgettingWith = (...keys: (typeof KEY)[]) =>
    new Forgetting({
      pool,
      store: createChangeStore(createSealer(keys)),
      sealer: createSealer(keys),
      previews: createPreviews(),
      keyIds: keys.map(({ id }) => id),
      retentionDays: 30,
    });

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.url, createLogger('silent'));
    await migrate(pool);
    changes = trialChanges(pool, store);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const document = (id: string, size: number, more = 0) =>
    JSON.stringify({
      id,
      name: `input "${id}"`,
      type: 'ODBC',
      configuration: {
        size,
        password: 's3cr3t',
        ...Object.fromEntries(Array.from({ length: more }, (_, at) => [`f${at}`, size + at])),
      },
    });

  /** An edit that waits, on an input of its own. */
  async function pending(more = 0) {
    const id = randomUUID();
    return changes.ask(
      {
        input: { id, name: `input "${id}"`, type: 'ODBC' },
        operation: { kind: 'edit', edits: [{ path: ['size'], value: 2 }] },
        base: document(id, 1, more),
        proposed: document(id, 2, more),
        secrets: { s0: 'typed' },
      },
      asker,
    );
  }

  async function row(id: string) {
    const { rows } = await pool.query('select * from changes where id = $1', [id]);
    return rows[0];
  }

  const setTo = (id: string, sql: string) => pool.query(`update changes set ${sql} where id = $1`, [id]);
  const jobsOf = async (id: string) => {
    const { rows } = await pool.query<{ key: string }>(
      `select key from graphile_worker.jobs where key like '%:' || $1 order by key`,
      [id],
    );
    return rows.map(({ key }) => key.split(':')[0]);
  };
  /** As it is after `apply`. */
  const close = (id: string, undoUntil?: Date) =>
    setTo(id, `state = 'applying'`).then(() => store.close(pool, id, 'applied', { undoUntil }));

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['cancelled', (id) => changes.cancel(id, asker)],
    ['rejected', (id) => changes.reject(id, bob, 'no')],
    ['lapsed', (id) => setTo(id, 'expires_at = now()').then(() => changes.expire(id))],
  ])('%s loses its secrets at once and its documents by a job, and looks as before', async (_, end) => {
    const change = await pending();
    const previews = createPreviews();
    const before = [await previews.of(change), await previews.groups(change)];
    await end(change.id);
    expect(await jobsOf(change.id)).toContain('forget');
    expect(await row(change.id)).toMatchObject({ secrets: null, forgotten: false });
    await forgettingWith(KEY).forget(change.id);
    expect(await row(change.id)).toMatchObject({ base: null, proposed: null, forgotten: true });
    const after = await changes.find(change.id);
    if (!after) throw new Error('It is gone');
    expect(JSON.stringify(after.shown)).not.toContain('s3cr3t');
    expect((await row(change.id)).shown).toMatch(/^v1\.k1\./);
    // Another process, which has made no preview of it.
    const others = createPreviews();
    expect([await others.of(after), await others.groups(after)]).toEqual(before);
  });

  it('keeps what waits, and what can be taken back, until it can no more', async () => {
    const waiting = await pending();
    await forgettingWith(KEY).forget(waiting.id);
    expect(await row(waiting.id)).toMatchObject({ forgotten: false, base: expect.any(String) });

    const applied = await pending();
    await close(applied.id, new Date(Date.now() + 60_000));
    await forgettingWith(KEY).forget(applied.id);
    await forgettingWith(KEY).clean();
    expect(await row(applied.id)).toMatchObject({ forgotten: false, base: expect.any(String) });
    await setTo(applied.id, `undo_until = now()`);
    await forgettingWith(KEY).forget(applied.id);
    expect(await row(applied.id)).toMatchObject({ forgotten: true, base: null });
    // Its card offers Undo until it is drawn again.
    expect(await jobsOf(applied.id)).toContain('card');
  });

  it('forgets nothing where the card that offers to take it back cannot be drawn anew', async () => {
    const change = await pending();
    await close(change.id, new Date(Date.now() - 1_000));
    await pool.query(`alter table graphile_worker._private_jobs rename to away`);
    try {
      await expect(forgettingWith(KEY).forget(change.id)).rejects.toThrow();
    } finally {
      await pool.query(`alter table graphile_worker.away rename to _private_jobs`);
    }
    expect(await row(change.id)).toMatchObject({ forgotten: false, base: expect.any(String) });
    await forgettingWith(KEY).forget(change.id);
    expect(await jobsOf(change.id)).toContain('card');
  });

  it('finds what was missed', async () => {
    const change = await pending();
    await changes.cancel(change.id, asker);
    await pool.query(`select graphile_worker.remove_job('forget:' || $1)`, [change.id]);
    expect(await jobsOf(change.id)).not.toContain('forget');
    await forgettingWith(KEY).clean();
    expect(await jobsOf(change.id)).toContain('forget');
  });

  it('leaves what it cannot read to a process that has the key, and does not try it again and again', async () => {
    const [waiting, change] = [await pending(), await pending()];
    await changes.cancel(change.id, asker);
    await forgettingWith(OTHER).forget(change.id);
    expect(await row(change.id)).toMatchObject({ base: expect.any(String), forgotten: false });
    await pool.query(`select graphile_worker.remove_job('forget:' || $1)`, [change.id]);
    await forgettingWith(OTHER).clean();
    expect(await jobsOf(change.id)).not.toContain('forget');
    expect(await row(waiting.id)).toMatchObject({ state: 'pending', version: 1 });

    await forgettingWith(OTHER, KEY).clean();
    expect(await jobsOf(change.id)).toContain('forget');
    await forgettingWith(OTHER, KEY).forget(change.id);
    expect(await row(change.id)).toMatchObject({
      base: null,
      shown: expect.stringContaining('v1.k2.'),
      forgotten: true,
    });
  });

  it('makes a large one ready in slices', async () => {
    const change = await pending(20_000);
    await changes.cancel(change.id, asker);
    const making = await longestWait(() => forgettingWith(KEY).forget(change.id));
    const after = await changes.find(change.id);
    if (!after) throw new Error('It is gone');
    const others = createPreviews();
    const reading = await longestWait(() => others.groups(after));
    expect((await others.groups(after))?.changed).toHaveLength(20_001);
    // Sealing and opening are done in one go; of the rest, nothing takes most of the time. How long that is, is the machine's.
    for (const { longest, total } of [making, reading]) expect(longest).toBeLessThan(total / 3);
  });

  describe('is removed after RETENTION_DAYS', () => {
    const old = `closed_at = now() - interval '31 days'`;

    it('but not before, and nothing that waits', async () => {
      const [waiting, young, aged] = [await pending(), await pending(), await pending()];
      for (const { id } of [young, aged]) await changes.cancel(id, asker);
      await setTo(young.id, `closed_at = now() - interval '29 days'`);
      await setTo(aged.id, old);
      await setTo(waiting.id, `requested_at = now() - interval '90 days'`);
      await forgettingWith(KEY).clean();
      expect([await row(waiting.id), await row(young.id), await row(aged.id)]).toEqual([
        expect.anything(),
        expect.anything(),
        undefined,
      ]);
    });

    it('not while its timed pause runs', async () => {
      const id = randomUUID();
      const plan = {
        input: { id, name: id, type: 'ODBC' },
        operation: { kind: 'pause' as const },
        timer: { for: 1_000 },
      };
      const change = await changes.ask(plan, asker);
      await close(change.id);
      await setTo(change.id, old);
      await forgettingWith(KEY).clean();
      expect(await row(change.id)).toMatchObject({ state: 'applied' });
      await setTo(change.id, `pause_ended = 'resumed', pause_ended_at = now()`);
      await forgettingWith(KEY).clean();
      expect(await row(change.id)).toBeUndefined();
    });

    it('not while it can be taken back', async () => {
      const change = await pending();
      await close(change.id, new Date(Date.now() + 60_000));
      await setTo(change.id, old);
      await forgettingWith(KEY).clean();
      expect(await row(change.id)).toMatchObject({ state: 'applied', base: expect.any(String) });
      await setTo(change.id, `undo_until = now()`);
      await forgettingWith(KEY).clean();
      expect(await row(change.id)).toBeUndefined();
    });

    it('however many there are', async () => {
      const { id } = await pending();
      await changes.cancel(id, asker);
      await pool.query(
        `insert into changes (id, state, action, rewrites, input_id, input_name, operation, requested_by, expires_at,
           team_id, channel_id, terms, closed_at)
         select gen_random_uuid(), 'applied', action, rewrites, input_id, input_name, operation, requested_by, expires_at,
           team_id, channel_id, terms, now() - interval '40 days'
         from changes, generate_series(1, 1234) where id = $1`,
        [id],
      );
      await forgettingWith(KEY).clean();
      const { rowCount } = await pool.query(
        `select from changes where closed_at < now() - interval '30 days'`,
      );
      expect(rowCount).toBe(0);
      expect(await row(id)).toBeDefined();
    });

    it('and jobs that are left of it do no harm', async () => {
      await forgettingWith(KEY).forget(randomUUID());
      expect(await changes.expire(randomUUID())).toBe(false);
    });
  });
});

/**
 * By what this process has computed, not by the clock: a machine that holds it up is no fault of the work.
 * @returns for how many milliseconds at most nothing else got its turn, and how many the work took
 */
async function longestWait(work: () => Promise<unknown>): Promise<{ longest: number; total: number }> {
  const began = computed();
  let [longest, last, isOver] = [0, began, false];
  const look = () => {
    const now = computed();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  await work().finally(() => {
    isOver = true;
  });
  return { longest, total: computed() - began };
}

function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
