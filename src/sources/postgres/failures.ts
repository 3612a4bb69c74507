import pg from 'pg';
import { code } from '../../domain/mrkdwn.ts';
import { KnownError } from '../../errors.ts';
import { isError } from '../../log.ts';
import { OutOfTime } from './session.ts';

/**
 * Why a row cannot be given, in sentences for whoever asked. Of what the database says only its code is passed on: its
 * messages repeat values, and in rows of others too.
 */

export type Field = 'connection' | 'table' | 'id_field' | 'row_id';

export function badRow(kind: 'bad_value' | 'source_failed', field: Field, sentence: string): KnownError {
  return new KnownError(kind, sentence, { fields: { [field]: sentence } });
}

export function noTurn(): KnownError {
  return failed('So many rows are being read that it was not the turn of this one. Try again in a moment.');
}

/** What was read, as people name it. */
export interface Reading {
  readonly connection: string;
  readonly table: string;
}

/** @returns what to throw in place of what connecting or reading has thrown; faults of ours as they are */
export function rowFailure(error: unknown, reading: Reading): unknown {
  if (error instanceof KnownError) return error;
  if (error instanceof OutOfTime) return notInTime(reading);
  const sqlState = error instanceof pg.DatabaseError ? error.code : undefined;
  return sqlState === undefined
    ? connectionFailure(error, reading)
    : (databaseRefusal(sqlState, reading) ?? unnamedRefusal(sqlState, reading));
}

const OPERATOR = 'whoever runs this bot';

/** By SQLSTATE. Source: Appendix A of PostgreSQL's documentation. */
function databaseRefusal(sqlState: string, { connection, table }: Reading): KnownError | undefined {
  const [shop, orders] = [code(connection), code(table)];
  switch (sqlState) {
    case '28P01':
      return failed(`${shop} does not let its user in: ${OPERATOR} checks the user and the password of it.`);
    case '28000':
      return failed(
        `${shop} does not let its user in: ${OPERATOR} checks the user of it, and whether the server takes this user from here and with this \`tls\`.`,
      );
    case '3D000':
      return failed(
        `The server of ${shop} has no database of the name that is set: ${OPERATOR} checks \`database\`.`,
      );
    case '53300':
      return failed(`The server of ${shop} has no connection left for this user. Try again in some minutes.`);
    case '57P03':
      return failed(`${shop} is starting, stopping or recovering. Try again in some minutes.`);
    case '57P01':
    case '57P02':
      return failed(`${shop} was stopped meanwhile. Try again in some minutes.`);
    case '40001':
    case '40P01':
      return failed(`${shop} broke off the reading in favour of other work. Try again.`);
    case '57014':
      return notInTime({ connection, table });
    case '55P03':
      return badRow('source_failed', 'table', `${orders} is locked by somebody else. Try again in a moment.`);
    case '25006':
      return badRow(
        'source_failed',
        'table',
        `${orders} writes something whenever it is read, and this connection only reads: choose the table behind it.`,
      );
    case '42501':
      return badRow(
        'source_failed',
        'table',
        `The user of ${shop} may not read all of ${orders}: ask whoever keeps the database, or choose another table.`,
      );
  }
  return undefined;
}

function unnamedRefusal(sqlState: string, { connection, table }: Reading): KnownError {
  return badRow(
    'source_failed',
    'table',
    `${code(connection)} refused to read ${code(table)} (SQLSTATE ${sqlState}). Whoever keeps the database knows what that means.`,
  );
}

function notInTime({ connection, table }: Reading): KnownError {
  return badRow(
    'source_failed',
    'id_field',
    `${code(connection)} did not give a row of ${code(table)} in time. Choose an id field that has an index, such as the primary key.`,
  );
}

/** The driver's own sentences, which have no code. Source: `client.js`, `connection.js`, `crypto/sasl.js`, `parser.js` of pg. */
const DRIVER = {
  noEncryption: /^The server does not support SSL connections$/,
  password: /^SASL: /,
  silence: /^(?:timeout expired|Query read timeout)$/,
  loss: /^(?:Connection terminated(?: unexpectedly)?|There was an error establishing an SSL connection|Client has encountered a connection error and is not queryable|Client was closed and is not queryable|Received unexpected \w+ message from backend\.|received invalid response: [\da-f]+)$/,
};
/** Faults of ours, whatever they say. */
const OURS = /^(?:Type|Range|Syntax|Reference)Error$/;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO|DEPTH_ZERO|ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO/;
/** Of the operating system: `ERR_…` are of Node itself. */
const NETWORK = /^E(?!RR_)[A-Z_]+$/;

function connectionFailure(error: unknown, { connection }: Reading): unknown {
  if (!isError(error) || OURS.test(error.name)) return error;
  const shop = code(connection);
  const reason = reasonOf(error);
  if (DRIVER.noEncryption.test(error.message)) {
    return failed(
      `The server of ${shop} does not encrypt, and its \`tls\` asks for that: ${OPERATOR} changes one of the two.`,
    );
  }
  if (DRIVER.password.test(error.message)) {
    return failed(
      `${shop} asks for a password and does not take the one that is set: ${OPERATOR} checks it.`,
    );
  }
  if (DRIVER.silence.test(error.message)) {
    return failed(`${shop} does not answer. Try again in a moment.`);
  }
  if (reason !== undefined && CERTIFICATE.test(reason)) {
    return failed(
      `No safe connection to ${shop} came about (${reason}): ${OPERATOR} checks the server’s certificate, and \`ca\`.`,
    );
  }
  if (reason !== undefined && NETWORK.test(reason)) {
    return failed(
      `${shop} cannot be reached (${reason}). Try again in a moment; if it stays so, ${OPERATOR} checks its server and port.`,
    );
  }
  if (DRIVER.loss.test(error.message)) {
    return failed(`The connection to ${shop} was lost on the way. Try again in a moment.`);
  }
  return error;
}

/** Made of capitals by the platform: nothing that a server has written. Where several addresses were tried, of the last. */
function reasonOf(error: Error): string | undefined {
  const inner: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors.at(-1) : error;
  const found = typeof inner === 'object' && inner !== null && 'code' in inner ? inner.code : undefined;
  return typeof found === 'string' && /^[A-Z0-9_]{1,60}$/.test(found) ? found : undefined;
}

function failed(sentence: string): KnownError {
  return badRow('source_failed', 'connection', sentence);
}
