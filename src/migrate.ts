import { loadConfig } from './config.ts';
import { migrate } from './db/migrate.ts';
import { createPool } from './db/pool.ts';
import { createLogger } from './log.ts';

/** `npm run migrate`: brings the database to the newest form before new processes start, and ends. */

const config = loadConfig();
const pool = createPool(config.databaseUrl, createLogger(config.logLevel));
try {
  await migrate(pool);
  process.stdout.write('The database is up to date.\n');
} finally {
  await pool.end();
}
