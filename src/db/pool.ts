import pg from 'pg';
import { OutcomeUnknown } from '../errors.ts';
import { isError, type Logger } from '../log.ts';
import { stoodStill } from '../patience.ts';
import { limitedClient } from './answer-limit.ts';

export type Pool = pg.Pool;
/** A connection of the pool, or the pool itself where no transaction is needed. */
export type Queryable = pg.Pool | pg.PoolClient;

/** How long the database may take, in milliseconds, and how many connections there are at most. */
export interface Limits {
  readonly connections: number;
  readonly connect: number;
  /**
   * No statement of ours takes long; one that does is stuck behind something, and the server ends it. What a commit does
   * is no statement to it: there the same holds for each lock that it waits for, as the audit trail's is.
   */
  readonly statement: number;
  /** A server that is silent does not end the statement either, so the wait for its answer has an end of its own. */
  readonly answer: number;
}

/** Of jobs, which are tried again: nobody sits and waits. */
const PATIENT: Limits = { connections: 10, connect: 2_000, statement: 5_000, answer: 6_000 };

/** Of what a person waits for: within 2.5 s of the database's falling silent they hear that nothing was done. */
export const PROMPT: Limits = { connections: 5, connect: 1_800, statement: 1_700, answer: 2_000 };

const IDLE_IN_TRANSACTION_MS = 5_000;

type Connected = Parameters<typeof pg.Pool.prototype.connect>[0];

/**
 * graphile-worker gives the connection on which it listens back twice where it is stopped while the database is silent, in a
 * rejection that nobody handles: the second time would end the process.
 */
class ForgivingPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    if (callback) return this.#attempt(callback);
    return new Promise((resolve, reject) => {
      this.#attempt((error, client) => (client ? resolve(client) : reject(error)));
    });
  }

  /** Time that ran out while this process stood still says nothing of the database, which is then asked once more. */
  #attempt(callback: Connected, isLast = false): undefined {
    const began = performance.now();
    super.connect((error, client, release) => {
      if (error && !isLast && stoodStill(began, this.options.connectionTimeoutMillis ?? 0)) {
        return this.#attempt(callback, true);
      }
      let isReleased = false;
      callback(error, client, (why) => {
        if (isReleased) return;
        isReleased = true;
        // Where no connection came in time, there is none to give back, and nothing to do so with.
        release?.(why);
      });
    });
  }
}

export function createPool(databaseUrl: string, logger: Logger, limits = PATIENT): Pool {
  const pool = new ForgivingPool({
    connectionString: databaseUrl,
    max: limits.connections,
    connectionTimeoutMillis: limits.connect,
    Client: limitedClient(limits.answer),
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    options: [
      `-c statement_timeout=${limits.statement}`,
      `-c lock_timeout=${limits.statement}`,
      `-c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_MS}`,
    ].join(' '),
    application_name: 'alooma-chatops',
  });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on('error', (error) => {
    // The last connections close after `end` has resolved; a database that stops then is no news.
    if (!pool.ending) logger.warn({ code: codeOf(error) }, 'An idle database connection broke');
  });
  // Nor may one that is in use: its query fails, and that is heard of.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.debug({ code: codeOf(error) }, 'A database connection broke'));
  });
  return pool;
}

/**
 * Runs `work` in one transaction: all of it is kept, or none.
 * @throws OutcomeUnknown when the database is lost while it commits
 */
export async function transaction<T>(pool: Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await commit(client);
    return result;
  } catch (error) {
    broken = await rollBack(client, error);
    throw error;
  } finally {
    client.release(broken);
  }
}

async function commit(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('commit');
  } catch (error) {
    throw isDatabaseDown(error) && !isRolledBack(error) ? new OutcomeUnknown(error) : error;
  }
}

/** The server gave up a commit by itself (no lock in time, or cancelled): nothing of it is kept. */
function isRolledBack(error: unknown): boolean {
  return isError(error) && /^(55P03|57014)$/.test(codeOf(error) ?? '');
}

/** @returns the error, when the connection is not to be used again: nothing is asked of one that is lost */
async function rollBack(client: pg.PoolClient, error: unknown): Promise<Error | undefined> {
  if (error instanceof OutcomeUnknown) return error;
  if (isError(error) && isDatabaseDown(error)) return error;
  return client.query('rollback').then(
    () => undefined,
    (failed: Error) => failed,
  );
}

const CONNECTION_CODES =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|08\w{3}|57P0[123]|53300|55P03|57014)$/;

/** Is the database out of reach (as opposed to: did it refuse what was asked)? */
export function isDatabaseDown(error: unknown): boolean {
  if (!isError(error)) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isDatabaseDown);
  return (
    CONNECTION_CODES.test(codeOf(error) ?? '') ||
    /connection timeout|Query read timeout|timeout exceeded when trying to connect|Connection terminated|client has encountered a connection error/i.test(
      error.message,
    )
  );
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
