import { KnownError } from '../errors.ts';
import { configurationOf, editConfiguration, fingerprint } from './document.ts';
import { MASK } from './mask.ts';
import { maskedPathsSteps } from './secrets.ts';
import type { Steps } from './steps.ts';

/**
 * Is what was read from the pipeline the input as it is expected? Where the pipeline hides secrets behind a mask, they
 * are left out of the comparison: what was written cannot be read back.
 */
export function* likeSteps(read: string, expected: string): Steps<boolean> {
  if (fingerprint(read) === fingerprint(expected)) return true;
  yield;
  const hidden = yield* maskedPathsSteps(configurationOf(read));
  if (hidden.length === 0) return false;
  const blank = (document: string) =>
    editConfiguration(
      document,
      hidden.map((path) => ({ path, value: MASK })),
    );
  try {
    const readBlank = fingerprint(blank(read));
    yield;
    return readBlank === fingerprint(blank(expected));
  } catch (error) {
    // A mask inside of a longer text, or a field that one of the two does not have: they cannot be compared.
    if (error instanceof KnownError) return false;
    throw error;
  }
}
