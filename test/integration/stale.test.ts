import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';
import { createChangeStore } from '../../src/db/changes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import type { Change } from '../../src/domain/change.ts';
import { BUILT_IN_RULES, type Policy, RULE_DEFAULTS } from '../../src/domain/policy/policy.ts';
import { createLogger } from '../../src/log.ts';
import type { Applying } from '../../src/services/applying/applying.ts';
import type { Changes } from '../../src/services/changes.ts';
import { Inputs, type Plan } from '../../src/services/inputs.ts';
import { trialApplying } from '../support/applying.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  clickOf,
  type TrialDirectory,
  trialChanges,
  trialDirectory,
  trialRights,
} from '../support/rights.ts';

const SECRET = 'hunter2-typed-here';
const [asker, bob, carol] = [clickOf('U0ASKER'), clickOf('U0BOB'), clickOf('U0CAROL')];

/** The input has moved since the preview: what was reviewed is not done, and what would be done is reviewed. */
describe('a change whose input has moved', () => {
  let database: TestDatabase;
  let pool: Pool;
  let alooma: AloomaStandIn;
  let inputs: Inputs;
  let changes: Changes;
  let applying: Applying;
  let directory: TrialDirectory;
  let policy: Policy = { rules: [] };
  const store = createChangeStore(createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]));

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.url, createLogger('silent'));
    await migrate(pool);
    alooma = await startAlooma({ createDelay: 50 });
    const pipeline = createAlooma({
      baseUrl: alooma.url,
      credentials: { apiKey: alooma.apiKey },
      createWait: { looks: 20, pause: 50 },
      retry: { attempts: 1 },
    });
    directory = trialDirectory();
    const rights = trialRights(() => policy, directory);
    inputs = new Inputs(pipeline);
    changes = trialChanges(pool, store, rights);
    applying = trialApplying({ pool, store, pipeline, settleAfter: 100, directory, rights });
  });
  afterEach(() => {
    policy = { rules: [] };
    directory.standings.clear();
  });
  afterAll(async () => {
    await pool.end();
    await alooma.close();
    await database.drop();
  });

  const writes = () => alooma.requests.filter(({ method }) => method !== 'GET').length;
  const configurationOf = (name: string) =>
    alooma.inputs().find((input) => input.name === name)?.configuration as Record<string, unknown>;
  const move = (name: string, fields: object) =>
    alooma.edit(name, ({ configuration }) => Object.assign(configuration as object, fields));

  function addInput(name: string, configuration: object = {}): void {
    alooma.add({
      name,
      type: 'ODBC',
      configuration: { server: 'db.example.com', password: 's3cr3t', batch_size: 1, ...configuration },
      paused: false,
    });
  }

  async function approved(plan: Plan): Promise<Change> {
    const { id } = await changes.ask(plan, asker);
    await changes.approve(id, bob);
    if (plan.operation.kind === 'delete') await changes.approve(id, carol);
    return found(id);
  }

  async function found(id: string): Promise<Change> {
    const change = await changes.find(id);
    if (!change) throw new Error('It is gone');
    return change;
  }

  /** Applies it, as the job does. @returns it, and what is asked in its place */
  async function apply({ id }: Change): Promise<{ old: Change; next: Change | undefined }> {
    for (let turn = 0; turn < 20 && !(await found(id)).closedAt; turn += 1) {
      const more = await applying.apply(id);
      if (more) await new Promise((resolve) => setTimeout(resolve, more.again.getTime() - Date.now()));
    }
    const { rows } = await pool.query<{ id: string }>('select id from changes where replaces = $1', [id]);
    expect(rows.length).toBeLessThanOrEqual(1);
    return { old: await found(id), next: rows[0] && (await found(rows[0].id)) };
  }

  const jobsOf = async ({ id }: Change) => {
    const { rows } = await pool.query<{ key: string }>(
      `select key from graphile_worker.jobs where key like '%:' || $1 order by key`,
      [id],
    );
    return rows.map(({ key }) => key.split(':')[0]);
  };

  it('says what moved by key path, and is asked anew on the input as it is now, with no approval', async () => {
    addInput('moved');
    const change = await approved(await inputs.editInputConfiguration('moved', 'batch_size', '2'));
    move('moved', { server: 'elsewhere.example.com', password: 'another-s3cr3t' });
    const before = writes();
    const { old, next } = await apply(change);
    expect(old.state).toBe('stale');
    expect(old.outcome).toBe(
      [
        '`moved` has changed since the preview, so nothing was written.',
        '• `password`: `••••••` → `•••••• (changed)`',
        '• `server`: `db.example.com` → `elsewhere.example.com`',
        'A new card shows the same on the input as it is now. It needs approvals of its own.',
      ].join('\n'),
    );
    expect(writes()).toBe(before);
    expect(next).toMatchObject({
      state: 'pending',
      approvals: [],
      approvedBy: undefined,
      replaces: change.id,
      requestedBy: 'U0ASKER',
      channelId: change.channelId,
      operation: change.operation,
    });
    expect(next?.base).toContain('elsewhere.example.com');
    expect(next && (await jobsOf(next))).toEqual(['card', 'expire', 'remind']);
  });

  it('never takes an approval along: what was approved for one preview applies no other', async () => {
    addInput('not_carried');
    const change = await approved(await inputs.editInputConfiguration('not_carried', 'batch_size', '2'));
    move('not_carried', { server: 'elsewhere.example.com' });
    const { next } = await apply(change);
    const before = writes();
    // Neither a job for it nor another click on the old card does anything.
    await applying.apply(next?.id ?? '');
    await applying.apply(change.id);
    expect(await changes.approve(change.id, carol)).toMatchObject({ decided: false });
    expect([(await found(next?.id ?? '')).state, writes() - before]).toEqual(['pending', 0]);
    expect(configurationOf('not_carried').batch_size).toBe(1);
    // It takes one of its own; of whoever asked it takes none.
    expect(await changes.approve(next?.id ?? '', asker)).toMatchObject({ decided: false });
    await changes.approve(next?.id ?? '', bob);
    const { old } = await apply(await found(next?.id ?? ''));
    expect([old.state, writes() - before]).toEqual(['applied', 1]);
    expect(configurationOf('not_carried')).toMatchObject({ batch_size: 2, server: 'elsewhere.example.com' });
  });

  it('that was applied alone in an emergency needs approvals, too', async () => {
    policy = { rules: [{ ...RULE_DEFAULTS, label: 'rule 1', alone: ['U0BOB'] }] };
    addInput('emergency');
    const { id } = await changes.ask(
      await inputs.editInputConfiguration('emergency', 'batch_size', '2'),
      asker,
    );
    await changes.applyAlone(id, bob, { reason: 'the house burns', typedName: 'emergency' });
    move('emergency', { server: 'elsewhere.example.com' });
    const { next } = await apply(await found(id));
    expect(next).toMatchObject({ state: 'pending', approvals: [], aloneReason: undefined });
  });

  it('takes its secrets along, and shows them nowhere', async () => {
    addInput('with_secret');
    const plan = await inputs.editFields('with_secret', [{ path: ['password'], value: SECRET }]);
    const change = await approved(plan);
    move('with_secret', { batch_size: 9 });
    const { old, next } = await apply(change);
    expect([old.secrets, next?.secrets]).toEqual([undefined, { s0: SECRET }]);
    const { rows } = await pool.query('select changes::text from changes where id = any($1)', [
      [old.id, next?.id],
    ]);
    expect(JSON.stringify([rows, next?.proposed, next?.operation, old.outcome])).not.toContain(SECRET);
    await changes.approve(next?.id ?? '', bob);
    expect((await apply(await found(next?.id ?? ''))).old.state).toBe('applied');
    expect(configurationOf('with_secret')).toMatchObject({ password: SECRET, batch_size: 9 });
  });

  it.each<[string, object, () => Promise<Plan>, object | undefined, string]>([
    [
      'whose field is gone',
      {},
      () => inputs.editInputConfiguration('cannot_0', 'batch_size', '2'),
      undefined,
      '`cannot_0` has no `batch_size` any more.',
    ],
    [
      'that somebody else has done',
      {},
      () => inputs.editInputConfiguration('cannot_1', 'batch_size', '2'),
      { batch_size: 2, server: 'elsewhere' },
      '`cannot_1` has what was asked for already.',
    ],
    [
      'whose table was added meanwhile',
      { tables: '{"a":"xmin"}', db_type: 'psql' },
      () => inputs.addTableToInput('cannot_2', [{ table: 'b' }]),
      { tables: '{"a":"xmin","b":"xmin"}' },
      '`cannot_2` has `b` already.',
    ],
    [
      'within a list that is another one',
      {
        parameters: [
          { parameter: 'one', value: 1 },
          { parameter: 'two', value: 2 },
        ],
      },
      () => inputs.editFields('cannot_3', [{ path: ['parameters', '1', 'value'], value: 3 }]),
      {
        parameters: [
          { parameter: 'zero', value: 0 },
          { parameter: 'one', value: 1 },
          { parameter: 'two', value: 2 },
        ],
      },
      'The list `parameters` is another one by now.',
    ],
    [
      'whose parameter is gone',
      { parameters: [{ parameter: 'one', value: 1 }] },
      () => inputs.editParameterConfiguration('cannot_4', 'one', 'value', '3'),
      { parameters: [{ parameter: 'two', value: 1 }] },
      '`cannot_4` has no parameter `one` any more.',
    ],
  ])('%s is not asked anew, and says why', async (...given) => {
    const [what, configuration, plan, moved, why] = given;
    const name = /`?(cannot_\d)/.exec(`${why} ${plan}`)?.[1] ?? what;
    addInput(name, configuration);
    const change = await approved(await plan());
    if (moved) move(name, moved);
    else alooma.edit(name, (input) => Reflect.deleteProperty(input.configuration as object, 'batch_size'));
    const before = writes();
    const { old, next } = await apply(change);
    expect([old.state, next, writes()]).toEqual(['stale', undefined, before]);
    expect(old.outcome).toContain(`It is not asked for anew by itself: ${why}`);
    // Nothing stands in the way of whoever asks next.
    expect((await changes.openOf(change.inputId)).readable).toEqual([]);
  });

  it('shows a deletion and a creation anew as well', async () => {
    addInput('deleted');
    const deletion = await approved(await inputs.deleteInput('deleted'));
    move('deleted', { batch_size: 9 });
    const { next } = await apply(deletion);
    expect(next).toMatchObject({ state: 'pending', action: 'delete', terms: { approvals: 2 } });
    expect(next?.base).toContain('"batch_size":9');

    addInput('source', { tables: '{"a":"xmin"}', db_type: 'psql' });
    const creation = await approved(
      await inputs.createInputDatabase({
        newInputName: 'created',
        existingInput: 'source',
        tables: [{ table: 't' }],
        credentials: { server: 's', port: '1', database: 'd', user: 'u', password: SECRET },
      }),
    );
    move('source', { batch_size: 9 });
    const { old, next: anew } = await apply(creation);
    expect(old.outcome).toContain('`source` has changed since the preview');
    expect(anew).toMatchObject({ state: 'pending', inputName: 'created', secrets: { s0: SECRET } });
    await changes.approve(anew?.id ?? '', bob);
    expect((await apply(await found(anew?.id ?? ''))).old.state).toBe('applied');
    expect(configurationOf('created')).toMatchObject({
      batch_size: 9,
      password: SECRET,
      tables: '{"t":"xmin::text::bigint"}',
    });
  });

  it('is not asked anew for somebody who may not ask any more', async () => {
    addInput('asker_left');
    const change = await approved(await inputs.editInputConfiguration('asker_left', 'batch_size', '2'));
    move('asker_left', { server: 'elsewhere' });
    // The rule for the input as it was lets them, that for its new name does not.
    policy = {
      rules: [
        { ...RULE_DEFAULTS, label: 'rule 1', inputs: ['renamed'], ask: ['U0OTHER'] },
        ...BUILT_IN_RULES,
      ],
    };
    alooma.rename('asker_left', 'renamed');
    const { old, next } = await apply(change);
    expect([old.state, next]).toEqual(['stale', undefined]);
    expect(old.outcome).toContain('Whoever asked for it may not do so any more.');
  });

  describe('that needs no approval', () => {
    const atOnce = () => {
      policy = { rules: [{ ...RULE_DEFAULTS, label: 'rule 1', approvals: 0 }] };
    };

    it('is done on the input as it is now, and not for ever: the second time it ends', async () => {
      atOnce();
      addInput('at_once');
      const change = await changes.ask(
        await inputs.editInputConfiguration('at_once', 'batch_size', '2'),
        asker,
      );
      move('at_once', { server: 'one' });
      const { next } = await apply(change);
      expect(next?.state).toBe('approved');
      move('at_once', { server: 'two' });
      const { old, next: third } = await apply(next ?? change);
      expect([old.state, third]).toEqual(['stale', undefined]);
      expect(old.outcome).toContain('It has moved twice in a row.');
    });

    it('and was approved for another preview waits for somebody, though the policy asks for nobody by now', async () => {
      addInput('at_once_by_now');
      const change = await approved(await inputs.editInputConfiguration('at_once_by_now', 'batch_size', '2'));
      move('at_once_by_now', { server: 'one' });
      atOnce();
      const { next } = await apply(change);
      expect(next).toMatchObject({ state: 'pending', terms: { approvals: 1 } });
    });
  });

  it('ends and is asked anew in one transaction, or neither', async () => {
    addInput('one_transaction');
    const change = await approved(await inputs.editInputConfiguration('one_transaction', 'batch_size', '2'));
    move('one_transaction', { server: 'one' });
    // What comes last of it fails.
    const jobs = 'alter table graphile_worker._private_jobs';
    await pool.query(`${jobs} add constraint no_expire check (key not like 'expire:%') not valid`);
    try {
      await expect(applying.apply(change.id)).rejects.toThrow('no_expire');
    } finally {
      await pool.query(`${jobs} drop constraint no_expire`);
    }
    const { rows } = await pool.query('select from changes where replaces = $1', [change.id]);
    expect([(await found(change.id)).state, rows]).toEqual(['applying', []]);
    expect((await apply(await found(change.id))).next?.state).toBe('pending');
  });
});
