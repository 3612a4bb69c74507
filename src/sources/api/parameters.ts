import { exactNumber } from '../../domain/exact-numbers.ts';
import type { Json } from '../../domain/json.ts';
import { code } from '../../domain/mrkdwn.ts';
import { KnownError } from '../../errors.ts';

/**
 * Query parameters. A list gives its parameter several times, and null leaves it out, as in the documented service.
 * @throws KnownError `bad_value` under `payload` for what no parameter can be
 */
export function parametersOf(payload: Readonly<Record<string, Json>>): [string, string][] {
  return Object.entries(payload).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => one !== null)
      .map((one): [string, string] => [name, textOf(name, one)]),
  );
}

function textOf(name: string, value: Json): string {
  if (typeof value === 'string') return exactNumber(value) ?? value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const sentence = `The query parameter ${code(name)} holds an object or a list of lists. Give a text, a number, true, false, or a list of those.`;
  throw new KnownError('bad_value', sentence, { fields: { payload: sentence } });
}
