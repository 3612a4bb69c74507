import { types } from 'node:util';
import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Keys under which a secret or somebody's words may stand, wherever they are in what is logged. */
const HIDDEN = [
  'token',
  'password',
  'authorization',
  'headers',
  'config',
  'request',
  'response',
  'body',
  'document',
  'configuration',
].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/**
 * @param level one of pino's levels
 * @param destination takes the log, a JSON object a line; standard output when absent
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: { pid: process.pid }, redact: { paths: HIDDEN, censor: '[hidden]' } };
  return destination ? pino(options, destination) : pino(options);
}

/**
 * What may be logged of an error: its name, message, code and stack, and the same of what caused it. HTTP clients and
 * database drivers hang requests, headers and parameters on their errors, and those hold secrets.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!isError(error)) return { message: String(error) };
  const code = 'code' in error ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: describeError(error.cause) };
  return { name: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}

/** An error also where it was made in another realm, in which `Error` is not ours: the tests' errors of Node are. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
