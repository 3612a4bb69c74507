import type { Input, InputFacts } from '../../domain/input.ts';
import { code } from '../../domain/mrkdwn.ts';
import { tablesOfInput } from '../../domain/tables.ts';
import { KnownError } from '../../errors.ts';
import { notADatabase } from '../input-refusals.ts';

/** What has to be so before a copy of an input is planned, said where the form asks for it. */

/** @throws KnownError `name_taken` with `fields` keyed `name` */
export function refuseTaken(newName: string, inputs: readonly InputFacts[]): void {
  if (!inputs.some(({ name }) => name === newName)) return;
  const sentence = `An input called ${code(newName)} exists already. Choose another name: nothing was sent.`;
  throw new KnownError('name_taken', sentence, { fields: { name: sentence } });
}

/**
 * The input to copy from, which has tables.
 * @throws KnownError `unknown_input`, `not_a_database` with `fields` keyed `copy_from`
 */
export async function sourceOf(
  existingInput: string,
  read: (inputName: string) => Promise<Input>,
): Promise<Input> {
  if (existingInput === '') throw refused('unknown_input', 'Choose the input to copy from.');
  const source = await read(existingInput).catch((error: unknown) => {
    throw error instanceof KnownError ? refused('unknown_input', error.message) : error;
  });
  if (!tablesOfInput(source)) throw refused('not_a_database', notADatabase(source).message);
  return source;
}

function refused(kind: 'unknown_input' | 'not_a_database', sentence: string): KnownError {
  return new KnownError(kind, sentence, { fields: { copy_from: sentence } });
}
