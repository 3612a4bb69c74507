import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import type { Limits } from '../../src/db/pool.ts';

/** Of a pool with which something else is tried than how long the database may take: a busy machine has its time. */
export const UNHURRIED: Limits = { connections: 10, connect: 60_000, statement: 60_000, answer: 60_000 };

export interface TestDatabase {
  readonly url: string;
  /** Ends the sessions that are still open and removes the database. */
  drop(): Promise<void>;
}

/** A fresh, empty database for one caller, on the server that `TEST_DATABASE_URL` names. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server)
    throw new Error('TEST_DATABASE_URL is not set: the tests run through jest, whose set-up sets it.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(server, `CREATE DATABASE ${escapeIdentifier(name)}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => execute(server, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
