import { type PostgresStandIn, startPostgres } from '../../sandbox/postgres/index.ts';
import { makeFolder } from './folder.ts';

declare global {
  var testPostgres: PostgresStandIn | undefined;
}

/**
 * One PostgreSQL for the whole run, or the one that `TEST_DATABASE_URL` names. The workers inherit the variable. A run
 * that is interrupted leaves nothing behind: the throw-away server ends with the process that started it.
 */
export default async function setup(): Promise<void> {
  if (process.env.TEST_DATABASE_URL) return;
  globalThis.testPostgres = await startPostgres({ folder: await makeFolder(), persistent: false });
  process.env.TEST_DATABASE_URL = globalThis.testPostgres.url;
}
