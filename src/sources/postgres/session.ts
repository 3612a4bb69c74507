import { Socket } from 'node:net';
import pg from 'pg';
import type { Connection } from '../../domain/connection.ts';

/** A session of one transaction that can only read, with an end to everything that may take long. */

export interface Session {
  /** @returns rows of texts, as each type writes itself; null for NULL */
  query(text: string, values?: readonly unknown[]): Promise<(string | null)[][]>;
}

export interface Limits {
  /** Milliseconds for each statement. */
  readonly statementTimeout: number;
  /** Milliseconds until the server has let us in. */
  readonly connectTimeout: number;
  /** Milliseconds for everything together. */
  readonly wholeTimeout: number;
}

/** All of it took too long, though no statement did. */
export class OutOfTime extends Error {}

const LOCK_WITHIN_MS = 2_000;
/** A server that is silent does not end the statement either. */
const ANSWER_LATER_MS = 1_000;
const LEAVE_WITHIN_MS = 500;

/**
 * Texts are to be the same wherever the server stands and whatever its administrators prefer. Set in the transaction and
 * not as it starts: a pooler in between takes no parameters.
 */
function opening({ statementTimeout }: Limits): string {
  const settings = {
    statement_timeout: String(statementTimeout),
    lock_timeout: String(LOCK_WITHIN_MS),
    idle_in_transaction_session_timeout: String(statementTimeout),
    datestyle: 'ISO, YMD',
    intervalstyle: 'postgres',
    timezone: 'UTC',
    extra_float_digits: '3',
    bytea_output: 'hex',
    lc_monetary: 'C',
    xmloption: 'content',
  };
  const set = Object.entries(settings).map(([name, value]) => `set local ${name} = '${value}'`);
  // Several statements of a table and its row are to see the same.
  return ['begin transaction isolation level repeatable read read only', ...set].join('; ');
}

const AS_TEXT = { getTypeParser: () => (text: string) => text };

/**
 * The transaction is never committed: there is nothing to keep.
 * @throws OutOfTime
 */
export async function withSession<Result>(
  connection: Connection,
  limits: Limits,
  work: (session: Session) => Promise<Result>,
): Promise<Result> {
  const socket = new Socket();
  const client = new pg.Client({
    host: connection.server,
    port: connection.port,
    database: connection.database,
    user: connection.user,
    // A function, since without a password the driver would look for one in the environment of the process.
    password: () => connection.password ?? '',
    ssl: tlsOf(connection),
    sslnegotiation: 'postgres',
    stream: () => socket,
    connectionTimeoutMillis: limits.connectTimeout,
    query_timeout: limits.statementTimeout + ANSWER_LATER_MS,
    application_name: 'alooma-chatops samples',
  });
  forgetEnvironment(client);
  // What breaks the connection fails the query that waits, and that is heard of.
  client.on('error', () => undefined);
  let isOver = false;
  const ending = setTimeout(() => {
    isOver = true;
    // What runs on the server even so ends with its statement's time.
    socket.destroy();
  }, limits.wholeTimeout);
  try {
    await client.connect();
    await client.query(opening(limits));
    return await work({
      async query(text, values = []) {
        const result = await client.query<(string | null)[]>({
          text,
          values: [...values],
          rowMode: 'array',
          types: AS_TEXT,
        });
        return result.rows;
      },
    });
  } catch (error) {
    throw isOver ? new OutOfTime('A row was not read in time') : error;
  } finally {
    clearTimeout(ending);
    await leave(client, socket);
  }
}

/**
 * PGOPTIONS and PGREPLICATION are for the bot's own database. The driver takes them for every connection, and nothing
 * that it can be given says "none".
 */
function forgetEnvironment(client: pg.Client): void {
  const parameters: unknown = Reflect.get(client, 'connectionParameters');
  if (typeof parameters !== 'object' || parameters === null) throw new TypeError('The driver has changed');
  Object.assign(parameters, { options: undefined, replication: undefined });
}

/** `require` encrypts without asking who answers; the host's name is only asked for by `verify`. */
function tlsOf({ tls, ca }: Connection): pg.ClientConfig['ssl'] {
  if (tls === 'off') return false;
  if (tls === 'require') return { rejectUnauthorized: false };
  return { rejectUnauthorized: true, ...(ca !== undefined && { ca }) };
}

/** A server that does not answer does not say goodbye either. */
async function leave(client: pg.Client, socket: Socket): Promise<void> {
  const late = setTimeout(() => socket.destroy(), LEAVE_WITHIN_MS);
  await client.end().catch(() => undefined);
  clearTimeout(late);
  socket.destroy();
}
