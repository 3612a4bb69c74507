import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';
import { createChangeStore } from '../../src/db/changes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import type { Change } from '../../src/domain/change.ts';
import { createLogger } from '../../src/log.ts';
import type { Applying } from '../../src/services/applying/applying.ts';
import type { Changes } from '../../src/services/changes.ts';
import { Inputs, type Plan } from '../../src/services/inputs.ts';
import { trialApplying } from '../support/applying.ts';
import { createTestDatabase, type TestDatabase, UNHURRIED } from '../support/database.ts';
import { clickOf, trialChanges } from '../support/rights.ts';

const SETTLE_AFTER = 300;
const SECRET = 'hunter2-typed-here';
const asker = clickOf('U0ASKER');
const approver = clickOf('U0BOB');
const second = clickOf('U0CAROL');

/** What cannot be repeated blindly: whatever becomes of the call, an input is created once, and deleted once. */
describe('applying a creation or a deletion', () => {
  let database: TestDatabase;
  let pool: Pool;
  let alooma: AloomaStandIn;
  let inputs: Inputs;
  let changes: Changes;
  let applying: Applying;
  const store = createChangeStore(createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]));

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.url, createLogger('silent'), UNHURRIED);
    await migrate(pool);
    alooma = await startAlooma({ createDelay: 100 });
    const pipeline = createAlooma({
      baseUrl: alooma.url,
      credentials: { apiKey: alooma.apiKey },
      createWait: { looks: 20, pause: 50 },
      retry: { attempts: 1 },
    });
    inputs = new Inputs(pipeline);
    changes = trialChanges(pool, store);
    applying = trialApplying({ pool, store, pipeline, settleAfter: SETTLE_AFTER });
  });
  afterAll(async () => {
    await pool.end();
    await alooma.close();
    await database.drop();
  });

  const aCopy = (newInputName: string): Promise<Plan> =>
    inputs.createInputDatabase({
      newInputName,
      existingInput: 'orders_db',
      tables: [{ table: 't' }],
      credentials: { server: 's', port: '1', database: 'd', user: 'u', password: SECRET },
    });

  async function approved(plan: Plan): Promise<string> {
    const { id } = await changes.ask(plan, asker);
    await changes.approve(id, approver);
    // Deletes need two.
    if (plan.operation.kind === 'delete') await changes.approve(id, second);
    return id;
  }

  /** Applies until it has ended, as the job does. */
  async function apply(id: string): Promise<Change> {
    for (let turn = 0; turn < 20; turn += 1) {
      const next = await applying.apply(id).catch((error: unknown) => applying.giveUp(id, error));
      const change = await changes.find(id);
      if (change?.closedAt) return change;
      if (next) await new Promise((resolve) => setTimeout(resolve, next.again.getTime() - Date.now()));
    }
    throw new Error('It does not end');
  }

  const named = (name: string) => alooma.inputs().filter((input) => input.name === name);
  const sent = (path: RegExp) => alooma.requests.filter((request) => path.test(request.path)).length;
  const CREATE = /plumbing\/inputs$/;
  const creating = { method: 'POST', path: /^plumbing\/inputs$/, times: 1 };

  it('creates, gives the id, and keeps no secret afterwards', async () => {
    const id = await approved(await aCopy('created'));
    const waiting = await changes.find(id);
    expect(waiting?.secrets).toEqual({ s0: SECRET });
    expect(JSON.stringify([waiting?.operation, waiting?.proposed])).not.toContain(SECRET);
    const { state, outcome, inputId, secrets } = await apply(id);
    expect(state).toBe('applied');
    expect(inputId).toBe(named('created')[0]?.id);
    expect(outcome).toBe(`Its id is \`${inputId}\`.`);
    expect(secrets).toBeUndefined();
    const { rows } = await pool.query('select secrets from changes where id = $1', [id]);
    expect(rows).toEqual([{ secrets: null }]);
    expect(named('created')[0]?.configuration.password).toBe(SECRET);
  });

  it('wipes the secret of a change that is cancelled or lapses', async () => {
    const { id } = await changes.ask(await aCopy('cancelled'), asker);
    const lapsing = await changes.ask(await aCopy('lapses'), asker);
    await changes.cancel(id, asker);
    await pool.query(`update changes set expires_at = now() where id = $1`, [lapsing.id]);
    await changes.expire(lapsing.id);
    const { rows } = await pool.query(
      'select state, secrets from changes where id = any($1) order by state',
      [[id, lapsing.id]],
    );
    expect(rows).toEqual([
      { state: 'cancelled', secrets: null },
      { state: 'expired', secrets: null },
    ]);
  });

  it('stores no typed secret in the clear, in any column', async () => {
    const { id } = await changes.ask(await aCopy('stored'), asker);
    const { rows } = await pool.query('select changes::text from changes where id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain(SECRET);
    await changes.cancel(id, asker);
  });

  it('looks for the input by its name when the answer was lost, and does not send the create again', async () => {
    const before = sent(CREATE);
    alooma.faults.status(504, { ...creating, takesEffect: true });
    const { state, inputId } = await apply(await approved(await aCopy('lost_answer')));
    expect(state).toBe('applied');
    expect(sent(CREATE) - before).toBe(1);
    expect(named('lost_answer')).toHaveLength(1);
    expect(inputId).toBe(named('lost_answer')[0]?.id);
  });

  it('says that a creation was lost, and never sends it again: it may still come', async () => {
    const before = sent(CREATE);
    alooma.faults.status(504, { ...creating, takesEffect: false });
    const { state, outcome } = await apply(await approved(await aCopy('never_came')));
    expect([state, outcome]).toEqual(['failed', expect.stringContaining('It may still come')]);
    expect(sent(CREATE) - before).toBe(1);
  });

  it('takes no input for its own that somebody else has made meanwhile', async () => {
    const id = await approved(await aCopy('somebody_elses'));
    alooma.faults.status(504, { ...creating, takesEffect: false });
    await applying.apply(id);
    alooma.add({ name: 'somebody_elses', type: 'ODBC', configuration: { tables: '{}' } });
    const { state, outcome } = await apply(id);
    expect([state, outcome]).toEqual(['failed', expect.stringContaining('somebody else may have made it')]);
  });

  it('is not created twice when the answer was lost and the input shows late', async () => {
    const late = await startAlooma({ createDelay: 700 });
    try {
      const pipeline = createAlooma({
        baseUrl: late.url,
        credentials: { apiKey: late.apiKey },
        createWait: { looks: 30, pause: 50 },
        retry: { attempts: 1 },
      });
      late.faults.status(504, { ...creating, takesEffect: true });
      const id = await approved(await aCopy('shows_late'));
      const slowly = trialApplying({ pool, store, pipeline, settleAfter: 1 });
      const next = await slowly.apply(id);
      expect(next).toBeDefined();
      await new Promise((resolve) => setTimeout(resolve, 5));
      await slowly.apply(id);
      expect((await changes.find(id))?.state).toBe('applied');
      expect(late.requests.filter(({ path }) => CREATE.test(path))).toHaveLength(1);
    } finally {
      await late.close();
    }
  });

  it('does not send a create again that was taken and is slow to show', async () => {
    const slow = await startAlooma({ createDelay: 3_600_000 });
    try {
      const pipeline = createAlooma({
        baseUrl: slow.url,
        credentials: { apiKey: slow.apiKey },
        createWait: { looks: 1, pause: 1 },
      });
      const id = await approved(await aCopy('slow_to_show'));
      await trialApplying({ pool, store, pipeline, settleAfter: SETTLE_AFTER }).apply(id);
      const change = await changes.find(id);
      expect([change?.state, change?.outcome]).toEqual([
        'failed',
        expect.stringContaining('It may still come'),
      ]);
      expect(slow.requests.filter(({ path }) => CREATE.test(path))).toHaveLength(1);
    } finally {
      await slow.close();
    }
  });

  it('creates nothing when the name was taken meanwhile, or what is copied has changed or is gone', async () => {
    const taken = await approved(await aCopy('taken'));
    alooma.add({ name: 'taken', type: 'ODBC', configuration: {} });
    alooma.add({ name: 'source', type: 'ODBC', configuration: { tables: '{}', db_type: 'psql' } });
    const fromSource = async (newInputName: string) =>
      approved(
        await inputs.createInputDatabase({
          newInputName,
          existingInput: 'source',
          tables: [{ table: 't' }],
          credentials: { server: 's', port: '1', database: 'd', user: 'u', password: SECRET },
        }),
      );
    const moved = await fromSource('from_moved');
    const before = sent(CREATE);
    alooma.edit('source', (input) => Object.assign(input.configuration, { batch_size: 9 }));
    const outcomes = [await apply(taken), await apply(moved)];
    const gone = await fromSource('from_gone');
    alooma.remove('source');
    outcomes.push(await apply(gone));
    expect(outcomes.map(({ state }) => state)).toEqual(['stale', 'stale', 'stale']);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      expect.stringContaining('Another input is called `taken`'),
      expect.stringContaining('`source` has changed since the preview'),
      expect.stringContaining('`source` no longer exists'),
    ]);
    expect(sent(CREATE)).toBe(before);
  });

  it('keeps a change of an input with a character that the database takes in no text', async () => {
    alooma.add({ name: 'nul\u0000name', type: 'ODBC', configuration: { auto_map: 'true' } });
    const plan = await inputs.changeAutoMappingMode('nul\u0000name', false);
    const { inputName } = await changes.ask(plan, asker);
    expect(inputName).toBe('nul\ufffdname');
  });

  it('lets one creation of a name wait at a time', async () => {
    const { id } = await changes.ask(await aCopy('once'), asker);
    await expect(changes.ask(await aCopy('once'), asker)).rejects.toThrow(
      'its creation waiting, which you asked for',
    );
    await changes.cancel(id, asker);
  });

  describe('a deletion', () => {
    const anInput = (name: string) =>
      alooma.add({ name, type: 'ODBC', configuration: { tables: '{}', n: 1 } });
    const removing = (id: string) => new RegExp(`plumbing/nodes/remove/${id}$`);

    it('is done once', async () => {
      const id = anInput('deleted');
      const { state } = await apply(await approved(await inputs.deleteInput('deleted')));
      expect([state, sent(removing(id)), named('deleted')]).toEqual(['applied', 1, []]);
    });

    it.each([
      ['took effect', true, 1],
      ['had no effect', false, 2],
    ])('whose answer was lost is settled by reading when it %s', async (_, takesEffect, times) => {
      const name = `deleted_${takesEffect}`;
      const id = anInput(name);
      alooma.faults.status(504, { method: 'POST', path: removing(id), times: 1, takesEffect });
      const { state } = await apply(await approved(await inputs.deleteInput(name)));
      expect([state, sent(removing(id)), named(name)]).toEqual(['applied', times, []]);
    });

    it('is not done to an input that has changed, and says when somebody else was quicker', async () => {
      const id = anInput('deleted_moved');
      const moved = await approved(await inputs.deleteInput('deleted_moved'));
      alooma.edit('deleted_moved', (input) => Object.assign(input.configuration, { n: 2 }));
      expect((await apply(moved)).outcome).toContain('has changed since the preview');
      const anew = await pool.query<{ id: string; state: string }>(
        'select id, state from changes where replaces = $1',
        [moved],
      );
      expect(anew.rows.map(({ state }) => state)).toEqual(['pending']);
      const gone = anew.rows[0]?.id ?? '';
      for (const click of [approver, second]) await changes.approve(gone, click);
      alooma.remove('deleted_moved');
      const { state, outcome } = await apply(gone);
      expect([state, outcome, sent(removing(id))]).toEqual([
        'stale',
        '`deleted_moved` no longer exists, so nothing was written.',
        0,
      ]);
    });
  });
});
