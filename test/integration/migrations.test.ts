import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { createLogger } from '../../src/log.ts';
import { createTestDatabase, type TestDatabase, UNHURRIED } from '../support/database.ts';
import { until } from '../support/words.ts';

const TABLES = ['audit', 'changes', 'deliveries', 'migrations', 'sample_saves', 'workers'];

async function numbersOfFiles(): Promise<number[]> {
  const files = (await readdir('src/db/migrations')).sort();
  return files.map((file) => Number(file.slice(0, 4)));
}

describe('the database at boot', () => {
  let database: TestDatabase;
  let pools: Pool[];
  beforeEach(async () => {
    database = await createTestDatabase();
    pools = [];
  });
  afterEach(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  /** Another process: a pool of its own. */
  function another(): Pool {
    const pool = createPool(database.url, createLogger('silent'), UNHURRIED);
    pools.push(pool);
    return pool;
  }

  const migrationsIn = async (pool: Pool) =>
    (await pool.query<{ number: number; applied_at: Date }>('select * from migrations order by number')).rows;

  const tablesIn = async (pool: Pool): Promise<string[]> => {
    const { rows } = await pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
    );
    return rows.map(({ name }) => name);
  };

  it.each([2, 5])('is migrated once when %i processes start at once', async (count) => {
    const starting = Array.from({ length: count }, another);
    await Promise.all(starting.map(migrate));
    const pool = another();
    expect((await migrationsIn(pool)).map(({ number }) => number)).toEqual(await numbersOfFiles());
    expect(await tablesIn(pool)).toEqual(TABLES);
    await expect(pool.query(`select graphile_worker.add_job('card')`)).resolves.toBeDefined();
    await until(
      async () => {
        const { rowCount } = await pool.query(
          `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
        );
        return rowCount === 0;
      },
      () => 'the lock to be given back, with the connection that had it',
    );
  });

  it('that is up to date is left as it is', async () => {
    const pool = another();
    await migrate(pool);
    const before = await migrationsIn(pool);
    await pool.query(`insert into deliveries (id) values ('kept')`);
    await migrate(another());
    expect(await migrationsIn(pool)).toEqual(before);
    expect((await pool.query('select id from deliveries')).rows).toEqual([{ id: 'kept' }]);
  });

  it('is left without half of a migration that fails, which is done whole the next time', async () => {
    const pool = another();
    // The file makes this table last, after all the others.
    await pool.query('create table workers (in_the_way integer)');
    await expect(migrate(pool)).rejects.toThrow('"workers" already exists');
    expect(await tablesIn(pool)).toEqual(['migrations', 'workers']);
    expect(await migrationsIn(pool)).toEqual([]);
    await pool.query('drop table workers');
    await migrate(pool);
    expect(await tablesIn(pool)).toEqual(TABLES);
  });

  it('is left without a migration whose number cannot be recorded', async () => {
    const pool = another();
    await pool.query(
      'create table migrations (number integer primary key check (number < 0), applied_at timestamptz)',
    );
    await expect(migrate(pool)).rejects.toThrow('migrations_number_check');
    expect(await tablesIn(pool)).toEqual(['migrations']);
  });
});
