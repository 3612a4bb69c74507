import { KnownError } from '../errors.ts';
import { comparable, configurationOf, editConfiguration, fingerprint, isSameText } from './document.ts';
import { isSameJson } from './json.ts';
import { looksPartlyMasked, MASK } from './mask.ts';
import { maskedPathsSteps } from './secrets.ts';
import { atOnce, type Steps } from './steps.ts';

/**
 * Is what was read from the pipeline the input as it is expected? Where the pipeline hides secrets behind a mask, they
 * are left out of the comparison: what was written cannot be read back.
 */
export function* likeSteps(read: string, expected: string): Steps<boolean> {
  // The common case, and a thousand times quicker than to look at what is in them.
  if (isSameText(read, expected)) return true;
  const fingerprintRead = fingerprint(read);
  yield;
  if (fingerprintRead === fingerprint(expected)) return true;
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

/**
 * Is everything that was asked for in what came of it? A pipeline may add fields of its own, and mask secrets.
 */
export function holdsAllOf(read: string, asked: string): boolean {
  if (comparable(read).type !== comparable(asked).type) return false;
  const [is, wanted] = [configurationOf(read), configurationOf(asked)];
  return Object.entries(wanted).every(
    ([field, value]) =>
      looksPartlyMasked(is[field]) ||
      atOnce(maskedPathsSteps({ [field]: is[field] })).length > 0 ||
      isSameJson(is[field], value),
  );
}
