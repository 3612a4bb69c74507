import { describe, expect, it } from '@jest/globals';
import { createExplain } from '../../commands/router/boundary.ts';
import { parseCommandLine } from '../../commands/router/command-line.ts';
import { type ErrorCode, KnownError } from '../../src/errors.ts';
import { createLogger } from '../../src/log.ts';
import { actionsOf } from '../support/slack-takes.ts';

const explain = createExplain({ logger: createLogger('silent'), isDatabaseDown: () => false });
const origin = { userId: 'U1', teamId: 'T1', channelId: 'C1', responseUrl: 'https://hooks.slack.com/x' };

/** The commands on the buttons below an answer. */
function offered(code: ErrorCode, typed: string, nearest: readonly string[], line: string): string[] {
  const error = new KnownError(code, 'Not known.', { meant: { typed, nearest } });
  return actionsOf(explain(error, origin, parseCommandLine(line))).map(({ value }) => value ?? '');
}

const formOf = (form: string) =>
  actionsOf(explain(new KnownError('secret_in_command', 'No.', { form }), origin)).map(({ value }) => value);

describe('the command that is offered for one with an unknown word', () => {
  it.each<[ErrorCode, string, string, string]>([
    ['unknown_verb', 'show', 'shwo shwo', 'show shwo'],
    ['unknown_input', 'pausing', 'pause pause', 'pause pausing'],
    ['unknown_field', 'port', 'edit prt prt 1', 'edit prt port 1'],
    ['unknown_parameter', 'where', 'parameter whre whre value 10', 'parameter whre where value 10'],
    ['unknown_parameter', 'where', 'template whre whre %Y', 'template whre where %Y'],
    ['unknown_connection', 'shop', 'sample db db sample id 1', 'sample db shop sample id 1'],
    ['unknown_connection', 'shop', 'sample db sample orders id 1', 'sample db shop orders id 1'],
  ])('%s: has %s where it was typed', (code, name, line, expected) => {
    const from = { unknown_verb: 0, unknown_input: 1 }[code as string] ?? 2;
    const typed = line.split(' ')[from] ?? '';
    expect(offered(code, typed, [name], line)).toEqual([expected]);
  });

  it('has a status where it was typed, also where an event is called so', () => {
    const line = 'samples error --status error';
    expect(offered('unknown_status', 'error', ['ERROR_1'], line)).toEqual(['samples error --status ERROR_1']);
  });

  it.each([
    'edit order_db password hunter2',
    'edit order_db ssh {"a":1,"password":"hunter2"}',
    'edit order_db parameters [{"parameter":"session_id","value":"hunter2"}]',
    'edit order_db headers X-Any: hunter2',
    'edit order_db url https://me:hunter2@example.com',
    'pause order_db because of what stands there: the old password hunter2',
  ])('%s: is none, since a button would keep the secret', (line) => {
    expect(offered('unknown_input', 'order_db', ['orders_db'], line)).toEqual([]);
  });

  it('is one where a secret’s name stands with nothing behind it', () => {
    expect(offered('unknown_input', 'a', ['b'], 'edit a password')).toEqual(['edit b password']);
  });

  it('is found, or not, in no time, however long the line', () => {
    const lines = ['a ', 'a=b ', '{"a":1} ', 'a: b, '].flatMap((word) =>
      [1_900, 3_900].map((length) => `edit order_db field ${word.repeat(length / word.length)}`),
    );
    for (const line of lines) {
      const times = [1, 2, 3].map(() => {
        const started = performance.now();
        offered('unknown_input', 'order_db', ['orders_db', 'orders', 'older_db'], line);
        return performance.now() - started;
      });
      expect(Math.min(...times)).toBeLessThan(40);
    }
  });
});

describe('the form that is offered', () => {
  it('is filled in with what was typed, but for a secret', () => {
    expect(formOf('edit orders_db port 5432')).toEqual(['edit orders_db port 5432']);
    expect(formOf('edit orders_db password hunter2')).toEqual(['edit orders_db']);
    expect(formOf(`edit orders_db field ${'x'.repeat(2_000)}`)).toEqual(['edit orders_db']);
  });
});
