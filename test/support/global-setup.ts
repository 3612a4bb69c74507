import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresStandIn, startPostgres } from '../../sandbox/postgres/index.ts';

declare global {
  var testPostgres: PostgresStandIn | undefined;
}

/**
 * One PostgreSQL for the whole run, or the one that `TEST_DATABASE_URL` names. The workers inherit the variable. A run
 * that is interrupted leaves nothing behind: the throw-away server ends with the process that started it.
 */
export default async function setup(): Promise<void> {
  if (process.env.TEST_DATABASE_URL) return;
  const folder = await mkdtemp(join(tmpdir(), 'alooma-chatops-test-'));
  // The server may run as another user than we do: it has to get through, not to look around.
  await chmod(folder, 0o711);
  globalThis.testPostgres = await startPostgres({ folder, persistent: false });
  process.env.TEST_DATABASE_URL = globalThis.testPostgres.url;
}
