import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, isDatabaseDown, PROMPT, transaction } from '../../src/db/pool.ts';
import { createLogger } from '../../src/log.ts';
import { verifyAudit } from '../../src/services/audit.ts';
import { termsOfApprovals } from '../support/a-change.ts';
import { auditEntries } from '../support/audit.ts';
import { createTestDatabase, UNHURRIED } from '../support/database.ts';
import { asked, createTrialStore, newChange, type TrialStore } from '../support/trial-store.ts';
import { until } from '../support/words.ts';

/** The server ends a transaction in which nothing happens for five seconds: a machine that is held up takes as long. */
const IDLE_AS_LONG_AS_IT_TAKES = 'set idle_in_transaction_session_timeout = 0';

describe('the audit trail', () => {
  let trial: TrialStore;
  beforeAll(async () => {
    trial = await createTrialStore();
  });
  afterAll(() => trial.drop());

  const eventsOf = async (id: string) =>
    (await auditEntries(trial.pool, id)).map(({ event, by }) =>
      by === undefined ? event : `${event} by ${by}`,
    );

  it('has who asked, who approved and how it ended, each in a row', async () => {
    const { pool, store } = trial;
    const terms = termsOfApprovals(2);
    const id = await asked(trial, { terms });
    await store.approve(pool, id, 'U0BOB', terms);
    await store.approve(pool, id, 'U0CAROL', terms);
    await store.startApplying(pool, id);
    await store.noteWrite(pool, id, 0);
    await store.close(pool, id, 'applied', { outcome: 'All went well.' });
    expect(await eventsOf(id)).toEqual([
      'asked by U0ASKER',
      'approval by U0BOB',
      'approved by U0CAROL',
      'applying',
      'applied',
    ]);
    const entries = await auditEntries(pool, id);
    expect(entries[0]).toEqual({
      change: id,
      event: 'asked',
      by: 'U0ASKER',
      state: 'pending',
      action: 'edit',
      input_id: expect.any(String),
      input: 'orders_db',
      summary: 'Set `batch_size` of `orders_db` from `5` to `7`',
      requested_by: 'U0ASKER',
      reason: 'the nightly load is late',
      rules: ['the built-in rule for changes'],
      approvals_needed: 2,
      team: 'T1',
      channel: 'C1',
    });
    expect(entries[4]).toMatchObject({
      state: 'applied',
      outcome: 'All went well.',
      approvals: [{ by: 'U0BOB' }, { by: 'U0CAROL' }],
    });
  });

  it('has every other way in which a change ends, and what came of its time', async () => {
    const { pool, store } = trial;
    const [cancelled, rejected, expired, alone, paused] = [
      await asked(trial),
      await asked(trial),
      await asked(trial, { expiresAt: new Date(Date.now() - 1_000) }),
      await asked(trial),
      await asked(trial, {
        state: 'approved',
        operation: { kind: 'pause' },
        base: undefined,
        proposed: undefined,
        pauseFor: 60_000,
        terms: termsOfApprovals(0),
      }),
    ];
    await store.cancel(pool, cancelled, 'U0ASKER');
    await store.reject(pool, rejected, 'U0BOB', 'not on a Friday');
    await store.expire(pool, expired);
    await store.applyAlone(pool, alone, 'U0BOB', {
      reason: 'the warehouse is full',
      terms: termsOfApprovals(1),
    });
    await store.startApplying(pool, paused);
    await store.close(pool, paused, 'applied');
    await pool.query(
      `update changes set pause_until = pause_until + interval '1 hour', pause_extended_by = 'U0BOB',
         pause_extended_reason = 'it is late' where id = $1`,
      [paused],
    );
    // Who gives no reason must not be taken to have given the one before, nor that of whoever asked.
    await pool.query(
      `update changes set pause_until = pause_until + interval '1 hour', pause_extended_by = 'U0CAROL',
         pause_extended_reason = null where id = $1`,
      [paused],
    );
    await pool.query(`update changes set pause_ended = 'resumed', pause_ended_at = now() where id = $1`, [
      paused,
    ]);
    expect(await eventsOf(cancelled)).toEqual(['asked by U0ASKER', 'cancelled by U0ASKER']);
    expect(await eventsOf(rejected)).toEqual(['asked by U0ASKER', 'rejected by U0BOB']);
    expect(await eventsOf(expired)).toEqual(['asked by U0ASKER', 'expired']);
    expect(await eventsOf(alone)).toEqual(['asked by U0ASKER', 'applied_alone by U0BOB']);
    expect(await eventsOf(paused)).toEqual([
      'asked by U0ASKER',
      'applying',
      'applied',
      'pause_extended by U0BOB',
      'pause_extended by U0CAROL',
      'pause_ended',
    ]);
    expect((await auditEntries(pool, rejected))[1]).toMatchObject({ outcome: 'not on a Friday' });
    expect((await auditEntries(pool, alone))[1]).toMatchObject({ alone_reason: 'the warehouse is full' });
    const entries = await auditEntries(pool, paused);
    const reason = 'the nightly load is late';
    expect(entries.map((entry) => entry.reason)).toEqual([
      reason,
      reason,
      reason,
      'it is late',
      undefined,
      reason,
    ]);
    expect(entries[5]).toMatchObject({
      pause_until: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      pause_ended: 'resumed',
    });
  });

  it('has no row for what moves nothing, or did not come to be', async () => {
    const { pool, store } = trial;
    const id = await asked(trial);
    await pool.query(
      `update changes set card_lease_until = now(), version = version + 1, reminders = 1 where id = $1`,
      [id],
    );
    await store.startApplying(pool, id);
    const lost = newChange();
    const broken = transaction(pool, async (client) => {
      await store.insert(client, lost);
      throw new Error('given up');
    });
    await expect(broken).rejects.toThrow('given up');
    expect(await eventsOf(id)).toEqual(['asked by U0ASKER']);
    expect(await eventsOf(lost.id)).toEqual([]);
    expect(await verifyAudit(pool)).toMatchObject({ proven: true });
  });

  it('has what somebody does by hand', async () => {
    const { pool } = trial;
    const [moved, altered, removed] = [await asked(trial), await asked(trial), await asked(trial)];
    const replayed = await asked(trial);
    await pool.query(`update changes set state = 'approved' where id = $1`, [moved]);
    await pool.query(`update changes set requested_by = 'U0MALLORY' where id = $1`, [altered]);
    await pool.query('delete from changes where id = $1', [removed]);
    expect(await eventsOf(moved)).toEqual(['asked by U0ASKER', 'approved']);
    expect(await eventsOf(altered)).toEqual(['asked by U0ASKER', 'altered']);
    expect(await eventsOf(removed)).toEqual(['asked by U0ASKER', 'removed']);
    const client = await pool.connect();
    try {
      await client.query('set session_replication_role = replica');
      await client.query(`update changes set requested_by = 'U0MALLORY' where id = $1`, [replayed]);
    } finally {
      client.release(true);
    }
    expect(await eventsOf(replayed)).toEqual(['asked by U0ASKER', 'altered']);
  });

  it.each([
    `input_name = 'trial_db'`,
    `input_type = 'trial'`,
    `channel_id = 'C2'`,
    `action = 'pause'`,
    'resumes = id',
    'extends = id',
    `terms = jsonb_set(terms, '{approvals}', '0')`,
    `expires_at = expires_at + interval '1 day'`,
    `operation = operation || 'x'`,
  ])('has what the policy goes by where somebody sets it by hand, until it has ended: %s', async (set) => {
    const { pool, store } = trial;
    const [open, ended] = [await asked(trial), await asked(trial)];
    await store.cancel(pool, ended, 'U0ASKER');
    await pool.query(`update changes set ${set} where id = any($1)`, [[open, ended]]);
    expect(await eventsOf(open)).toEqual(['asked by U0ASKER', 'altered']);
    expect(await eventsOf(ended)).toEqual(['asked by U0ASKER', 'cancelled by U0ASKER']);
  });

  it('is added to by nobody but its owner and the triggers', async () => {
    const { rows } = await trial.pool.query<{ may: boolean }>(
      `select bool_or(has_function_privilege('public', oid, 'execute')) as may from pg_proc where proname like 'audit\\_%'`,
    );
    expect(rows).toEqual([{ may: false }]);
  });

  it('that is held by somebody is waited for only so long, and then nothing is done', async () => {
    // The server is to say so; how long its answer may take is another limit.
    const prompt = createPool(trial.url, createLogger('silent'), { ...PROMPT, answer: 60_000 });
    const holder = await trial.pool.connect();
    try {
      await holder.query(IDLE_AS_LONG_AS_IT_TAKES);
      await holder.query('begin; select pg_advisory_xact_lock(4201978)');
      const [alone, within] = [newChange(), newChange()];
      const refused = { code: '55P03', message: expect.stringContaining('lock timeout') };
      const tried = await Promise.allSettled([
        trial.store.insert(prompt, alone),
        transaction(prompt, (client) => trial.store.insert(client, within)),
      ]);
      for (const one of tried) expect(one).toMatchObject({ status: 'rejected', reason: refused });
      expect(tried.every((one) => one.status === 'rejected' && isDatabaseDown(one.reason))).toBe(true);
      await holder.query('rollback');
      const { rowCount } = await trial.pool.query('select from changes where id = any($1)', [
        [alone.id, within.id],
      ]);
      expect(rowCount).toBe(0);
    } finally {
      holder.release(true);
      await prompt.end();
    }
  });

  it('stays when an ended change is removed, and takes that for no move', async () => {
    const { pool, store } = trial;
    const id = await asked(trial);
    await store.cancel(pool, id, 'U0ASKER');
    await pool.query('delete from changes where id = $1', [id]);
    expect(await eventsOf(id)).toEqual(['asked by U0ASKER', 'cancelled by U0ASKER']);
  });

  it.each([
    `update audit set entry = '{}' where seq = 1`,
    'delete from audit where seq = 1',
    'truncate audit',
    `set session_replication_role = replica; delete from audit where seq = 1`,
  ])('refuses its owner: %s', async (statement) => {
    const { pool } = trial;
    const before = await auditEntries(pool);
    const client = await pool.connect();
    try {
      await expect(client.query(statement)).rejects.toThrow('The audit trail is append-only');
    } finally {
      client.release(true);
    }
    expect(await auditEntries(pool)).toEqual(before);
  });

  it('keeps changes from going all at once without a trace', async () => {
    const { pool } = trial;
    const id = await asked(trial);
    await expect(pool.query('truncate changes cascade')).rejects.toThrow('leave a trace');
    expect(await eventsOf(id)).toEqual(['asked by U0ASKER']);
    const { rowCount } = await pool.query('select from changes where id = $1', [id]);
    expect(rowCount).toBe(1);
  });

  it('is not led astray by a temporary table of its name', async () => {
    const { pool, store } = trial;
    const client = await pool.connect();
    try {
      await client.query('create temporary table audit (like public.audit)');
      const change = await store.insert(client, newChange());
      expect(await eventsOf(change?.id ?? '')).toEqual(['asked by U0ASKER']);
    } finally {
      client.release(true);
    }
  });

  it('is one chain however many write at once, and nobody waits for another one’s work', async () => {
    const { pool } = trial;
    const one = await pool.connect();
    try {
      // Has moved a row, and works on.
      await one.query(IDLE_AS_LONG_AS_IT_TAKES);
      await one.query('begin');
      await trial.store.insert(one, newChange());
      const others = await Promise.all(Array.from({ length: 40 }, () => asked(trial)));
      await one.query('commit');
      expect(others).toHaveLength(40);
    } finally {
      one.release(true);
    }
    expect(await verifyAudit(pool)).toMatchObject({ proven: true });
  });

  it('lets two that move the same rows in different orders end as they would without it', async () => {
    const { pool } = trial;
    const ids = [await asked(trial), await asked(trial)];
    const rounds = Array.from({ length: 20 }, (_, round) =>
      transaction(pool, async (client) => {
        // Each moves other rows, and both of them rows of their own, before they commit at the same moment.
        const [first = ''] = round % 2 ? ids : [...ids].reverse();
        await client.query(
          `update changes set approvals = approvals || jsonb_build_array(jsonb_build_object('by', $2::text, 'at', now())) where id = $1`,
          [first, `U0${round}`],
        );
        await trial.store.insert(client, newChange());
      }),
    );
    await Promise.all(rounds);
    expect((await eventsOf(ids[0] ?? '')).length + (await eventsOf(ids[1] ?? '')).length).toBe(22);
    expect(await verifyAudit(pool)).toMatchObject({ proven: true });
  });

  it('begins with the changes that were there before it', async () => {
    const database = await createTestDatabase();
    const pool = createPool(database.url, createLogger('silent'), UNHURRIED);
    try {
      await pool.query(
        'create table migrations (number integer primary key, applied_at timestamptz default now())',
      );
      for (const file of ['0001_changes', '0002_every_operation', '0003_saves']) {
        await pool.query(await readFile(`src/db/migrations/${file}.sql`, 'utf8'));
      }
      await pool.query('insert into migrations values (1), (2), (3)');
      await pool.query(`insert into changes (id, state, action, rewrites, input_id, input_name, operation, reason,
          requested_by, requested_at, expires_at, approved_by, approved_at, closed_at, team_id, channel_id)
        select gen_random_uuid(), case when n < 3 then 'applied' else 'pending' end, 'edit', true, 'in-' || n,
          'input ' || n, 'v1.x', null, 'U0ASKER', now() - (10 - n) * interval '1 day', now() + interval '1 hour',
          case when n < 3 then 'U0BOB' end, case when n < 3 then now() end, case when n < 3 then now() end, 'T1', 'C1'
        from generate_series(1, 3) n`);
      await migrate(pool);
      const entries = await auditEntries(pool);
      expect(entries.map(({ event, input, state }) => [event, input, state])).toEqual([
        ['taken_over', 'input 1', 'applied'],
        ['taken_over', 'input 2', 'applied'],
        ['taken_over', 'input 3', 'pending'],
      ]);
      expect(entries[0]).toMatchObject({
        requested_by: 'U0ASKER',
        approvals: [{ by: 'U0BOB' }],
        rules: ['the rules of an earlier version'],
      });
      const open = entries[2]?.change ?? '';
      await trial.store.cancel(pool, open, 'U0ASKER').catch(() => undefined);
      expect(await auditEntries(pool, open)).toMatchObject([{ event: 'taken_over' }, { event: 'cancelled' }]);
      expect(await verifyAudit(pool)).toMatchObject({ proven: true, head: { seq: 4 } });
    } finally {
      await pool.end();
      await database.drop();
    }
  });

  it('misses no move of a process that runs while it is made', async () => {
    const database = await createTestDatabase();
    const pool = createPool(database.url, createLogger('silent'), UNHURRIED);
    const running = await pool.connect();
    try {
      await running.query(IDLE_AS_LONG_AS_IT_TAKES);
      const files = (await readdir('src/db/migrations')).sort();
      for (const file of files.filter((name) => name < '0005')) {
        await pool.query(await readFile(`src/db/migrations/${file}`, 'utf8'));
      }
      await pool.query(`insert into changes (id, state, action, rewrites, input_id, input_name, operation,
          requested_by, expires_at, team_id, channel_id, terms)
        values (gen_random_uuid(), 'pending', 'edit', true, 'in', 'in', 'v1.x', 'U0ASKER',
          now() + interval '1 hour', 'T1', 'C1', '{"rules": [], "approvals": 1}')`);
      await running.query(`begin; update changes set state = 'approved', approved_by = 'U0BOB'`);
      const made = pool.query(`begin; ${await readFile('src/db/migrations/0005_audit.sql', 'utf8')}; commit`);
      await until(async () => {
        const { rowCount } = await pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rowCount === 1;
      });
      await running.query('commit');
      await made;
      expect(await auditEntries(pool)).toMatchObject([{ event: 'taken_over', state: 'approved' }]);
    } finally {
      running.release(true);
      await pool.end();
      await database.drop();
    }
  });
});
