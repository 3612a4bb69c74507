import { describe, expect, it } from '@jest/globals';
import { KnownError } from '../../src/errors.ts';
import { rowFailure } from '../../src/sources/postgres/failures.ts';

const reading = { connection: 'shop', table: 'orders' };

describe('what goes wrong as a row is read', () => {
  it.each([
    new TypeError("Cannot read properties of undefined (reading 'connection')"),
    new TypeError('The timeout is not a number'),
    new RangeError('Maximum call stack size exceeded: timeout expired'),
    new SyntaxError('Unexpected end of JSON input'),
    Object.assign(new TypeError('The "port" argument is wrong'), { code: 'ERR_INVALID_ARG_TYPE' }),
    Object.assign(new Error('Connection terminated by a check of ours'), { code: 'ERR_ASSERTION' }),
    new Error('Nothing is known of that connection timeout'),
  ])('is a fault of ours where no network and no database did it: %s', (error) => {
    expect(rowFailure(error, reading)).toBe(error);
  });

  it.each([
    ['timeout expired', 'does not answer'],
    ['Query read timeout', 'does not answer'],
    ['Connection terminated', 'was lost on the way'],
    ['Connection terminated unexpectedly', 'was lost on the way'],
    ['Received unexpected dataRow message from backend.', 'was lost on the way'],
    ['received invalid response: 48', 'was lost on the way'],
    ['There was an error establishing an SSL connection', 'was lost on the way'],
    ['The server does not support SSL connections', 'does not encrypt'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string', 'asks for a password'],
  ])('is said where the driver says so: %s', (message, words) => {
    const error = rowFailure(new Error(message), reading);
    expect(error).toBeInstanceOf(KnownError);
    expect(String(error)).toContain(words);
  });

  it.each(['ECONNRESET', 'EAI_AGAIN', 'EHOSTUNREACH'])('is said where the network does: %s', (code) => {
    expect(String(rowFailure(Object.assign(new Error('x'), { code }), reading))).toContain(`(${code})`);
  });
});
