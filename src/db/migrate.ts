import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import type pg from 'pg';
import type { Pool } from './pool.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
const FILE_NAME = /^(\d{4})_[\w-]+\.sql$/;
/** Any number will do, as long as nothing else in the database locks it. */
const LOCK = 4_201_977;
/** In milliseconds: longer than any migration. */
const PATIENT = { query_timeout: 3_600_000 };

/**
 * Brings the database to the newest form: our numbered files, then graphile-worker's own. Safe when several processes
 * start at once: one migrates while the others wait for its lock, then find nothing to do.
 */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    // Waiting for another process's migration may take longer than a statement may otherwise.
    await client.query('set statement_timeout = 0; set lock_timeout = 0');
    await client.query({ text: 'select pg_advisory_lock($1)', values: [LOCK], ...PATIENT });
    await migrateOurs(client);
    await runMigrations({ pgPool: pool });
  } finally {
    // Closing the connection gives the lock back and takes the setting with it.
    client.release(true);
  }
}

async function migrateOurs(client: pg.PoolClient): Promise<void> {
  await client.query(
    'create table if not exists migrations (number integer primary key, applied_at timestamptz not null default now())',
  );
  const { rows } = await client.query<{ number: number }>('select number from migrations');
  const applied = new Set(rows.map(({ number }) => number));
  for (const { number, file } of await migrationFiles()) {
    if (!applied.has(number)) await apply(client, number, await readFile(new URL(file, FOLDER), 'utf8'));
  }
}

async function migrationFiles(): Promise<{ number: number; file: string }[]> {
  const files = (await readdir(FOLDER)).filter((file) => FILE_NAME.test(file)).sort();
  return files.map((file) => ({ number: Number(FILE_NAME.exec(file)?.[1]), file }));
}

/** The number is recorded in the migration's own transaction, so that half of one is never taken for done. */
async function apply(client: pg.PoolClient, number: number, sql: string): Promise<void> {
  try {
    await client.query('begin');
    await client.query({ text: sql, ...PATIENT });
    await client.query('insert into migrations (number) values ($1)', [number]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
