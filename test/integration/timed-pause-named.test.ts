import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';
import { createChangeStore, type NewChange } from '../../src/db/changes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createSealer } from '../../src/db/sealing.ts';
import { type Operation, propose, type Rewrite } from '../../src/domain/operation.ts';
import { createLogger } from '../../src/log.ts';
import type { Applying } from '../../src/services/applying/applying.ts';
import { termsOfApprovals } from '../support/a-change.ts';
import { trialApplying } from '../support/applying.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const HOUR = 3_600_000;

/** Nobody's rights are looked at for the end of a timed pause: nothing else may pass for one. */
describe('a change that names the pause that it ends', () => {
  let database: TestDatabase;
  let pool: Pool;
  let alooma: AloomaStandIn;
  let applying: Applying;
  let inputs = 0;
  const store = createChangeStore(createSealer([{ id: 'k1', key: Buffer.alloc(32, 7) }]));

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.url, createLogger('silent'));
    await migrate(pool);
    alooma = await startAlooma();
    const pipeline = createAlooma({ baseUrl: alooma.url, credentials: { apiKey: alooma.apiKey } });
    applying = trialApplying({ pool, store, pipeline, settleAfter: 100 });
  });
  afterAll(async () => {
    await pool.end();
    await alooma.close();
    await database.drop();
  });

  /** @returns the id of a new input, which is paused */
  function pausedInput(): string {
    inputs += 1;
    return alooma.add({
      name: `paused_${inputs}`,
      type: 'ODBC',
      configuration: { batch_size: 1 },
      paused: true,
    });
  }

  function documentOf(inputId: string) {
    const input = alooma.inputs().find(({ id }) => id === inputId);
    if (!input) throw new Error('It is gone');
    return input;
  }

  /** Makes a row that nobody has approved as one that nobody had to. */
  async function approved(inputId: string, operation: Operation, more: Partial<NewChange> = {}) {
    const inputName = String(documentOf(inputId).name);
    const change = await store.insert(pool, {
      id: randomUUID(),
      state: 'approved',
      ...{ inputId, inputName, inputType: 'ODBC', operation },
      terms: termsOfApprovals(0),
      summary: 'As it says',
      ...{ base: undefined, proposed: undefined, secrets: undefined, reason: undefined },
      ...{ requestedBy: 'U0ASKER', teamId: 'T', channelId: 'C1' },
      expiresAt: new Date(Date.now() + HOUR),
      ...more,
    });
    if (!change) throw new Error('Another one is on its way');
    return change.id;
  }

  /** A pause of an input that is carried out. */
  async function pauseOf(inputId: string, more: Partial<NewChange> = {}): Promise<string> {
    const id = await approved(inputId, { kind: 'pause' }, more);
    await pool.query(`update changes set state = 'applied', closed_at = now() where id = $1`, [id]);
    return id;
  }
  const timed = { pauseUntil: new Date(Date.now() + HOUR) };

  async function endOf(changeId: string): Promise<string> {
    await applying.apply(changeId);
    const change = await store.find(pool, changeId);
    return `${change?.state}: ${change?.outcome ?? ''}`;
  }
  const writes = () => alooma.requests.filter(({ method }) => method !== 'GET').length;

  it('resumes the input where that pause is timed and runs', async () => {
    const input = pausedInput();
    const resume = await approved(input, { kind: 'resume' }, { resumes: await pauseOf(input, timed) });
    expect(await endOf(resume)).toContain('applied');
    expect(documentOf(input).paused).toBe(false);
  });

  it.each<[string, (input: string) => Promise<string>]>([
    ['has no end', (input) => pauseOf(input)],
    ['is not carried out', (input) => approved(input, { kind: 'pause' }, { ...timed, state: 'pending' })],
    ['is of another input', () => pauseOf(pausedInput(), timed)],
    ['is not there', async () => randomUUID()],
  ])('does nothing where that pause %s', async (_, pause) => {
    const input = pausedInput();
    const resume = await approved(input, { kind: 'resume' }, { resumes: await pause(input) });
    const before = writes();
    expect(await endOf(resume)).toMatch(/^stale: The pause of `paused_\d+` that was to end/);
    expect([documentOf(input).paused, writes() - before]).toEqual([true, 0]);
  });

  it('does nothing where it is no resume', async () => {
    const input = pausedInput();
    const operation: Rewrite = { kind: 'edit', edits: [{ path: ['batch_size'], value: 2 }] };
    const base = JSON.stringify(documentOf(input));
    const edit = await approved(input, operation, {
      ...{ base, proposed: propose(operation, base) },
      resumes: await pauseOf(input, timed),
    });
    const before = writes();
    expect(await endOf(edit)).toMatch(/^stale: /);
    expect(writes() - before).toBe(0);
  });
});
