import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createGate, type GateOptions } from '../../commands/router/gate.ts';
import { createPool, type Pool, PROMPT } from '../../src/db/pool.ts';
import { createLogger } from '../../src/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

/** Longer than anything may take for which a person waits. */
const STILL_MS = PROMPT.answer + 500;

/** Does nothing at all, as a process whose machine stands still. */
function standStill(): void {
  const until = performance.now() + STILL_MS;
  while (performance.now() < until);
}

const twice = <T>(work: () => Promise<T>) => Promise.all([work(), work()]);

/** What the database has said in the meantime is there to be read: it was not silent. */
describe('a process that stood still', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.url, createLogger('silent'), PROMPT);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['of the pool', () => pool.query('select 1 as one')],
    [
      'of a connection',
      async () => {
        const client = await pool.connect();
        return client.query('select 1 as one').finally(() => client.release());
      },
    ],
  ])('has its answer %s', async (_, ask) => {
    await ask();
    const answer = ask();
    // It is sent in the next turn, at the latest.
    setImmediate(standStill);
    expect(await answer).toMatchObject({ rows: [{ one: 1 }] });
  });

  it.each<[string, (fresh: Pool) => Promise<unknown>]>([
    ['for one', (fresh) => fresh.connect().then((client) => client.release())],
    ['for several at once, of which some wait for a place', (fresh) => twice(() => fresh.query('select 1'))],
  ])('has the connection that it was making %s', async (_, use) => {
    const fresh = createPool(database.url, createLogger('silent'), { ...PROMPT, connections: 1 });
    const used = use(fresh);
    setImmediate(standStill);
    await used;
    await fresh.end();
  });

  it('gives up what gets no answer, and leaves the connection', async () => {
    const slow = { connections: 1, connect: 5_000, statement: 60_000, answer: 200 };
    const impatient = createPool(database.url, createLogger('silent'), slow);
    const client = await impatient.connect();
    await expect(client.query('select pg_sleep(30)')).rejects.toThrow('Query read timeout');
    client.release(true);
    await expect(impatient.query('select pg_sleep(30)')).rejects.toThrow('Query read timeout');
    const patient = { text: 'select pg_sleep(0.5), 1 as one', query_timeout: 60_000 };
    expect((await impatient.query(patient)).rows).toMatchObject([{ one: 1 }]);
    await impatient.end();
  });

  it('takes a delivery that the database has taken note of', async () => {
    const none = {} as GateOptions;
    const claim = async () => {
      const noted = pool.query('select 1');
      setImmediate(standStill);
      return (await noted).rowCount === 1;
    };
    expect(await createGate({ ...none, claim }).isNew('one')).toBe(true);
  });
});
