import { z } from 'zod';
import { parseJson } from '../../src/domain/json.ts';
import { KnownError } from '../../src/errors.ts';

/** What the form of one input remembers while it is open. The pickers in it read the input's id from there, too. */
const Memory = z.object({
  inputId: z.string().min(1),
  /** What the form was made from: see `seenIn`. */
  seen: z.string().optional(),
});
export type Memory = z.infer<typeof Memory>;

export function writeMemory(memory: Memory): string {
  return JSON.stringify(memory);
}

/** @throws KnownError `not_available` where the form is from another version of the bot */
export function readMemory(metadata: string): Memory {
  const { data } = Memory.safeParse(parseJson(metadata));
  if (data) return data;
  throw new KnownError(
    'not_available',
    'This form is from another version of me, and nothing was done. Close it and open it again.',
  );
}
