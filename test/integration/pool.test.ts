import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createLogger } from '../../src/log.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/words.ts';

describe('a connection that is lent', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    pool = createPool(database.url, createLogger('silent'));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('may be given back twice, as graphile-worker does, and is lent once at a time all the same', async () => {
    const release = await new Promise<(why?: Error) => void>((resolve, reject) => {
      pool.connect((error, _client, giveBack) => (error ? reject(error) : resolve(giveBack)));
    });
    release();
    const [mine, other] = await Promise.all([pool.connect(), pool.connect()]);
    release();
    expect([pool.totalCount, pool.idleCount]).toEqual([2, 0]);
    mine.release();
    other.release();
    expect(() => other.release()).toThrow('already been released');
  });

  it('may be given back also where it never came, as graphile-worker does where it is stopped', async () => {
    const limits = { connections: 1, connect: 50, statement: 5_000, answer: 6_000 };
    const small = createPool(database.url, createLogger('silent'), limits);
    const client = await until(() => small.connect().catch(() => undefined));
    const release = await new Promise<() => void>((resolve) => {
      small.connect((_error, _client, giveBack) => resolve(giveBack));
    });
    expect(release).not.toThrow();
    client.release();
    await small.end();
  });
});
