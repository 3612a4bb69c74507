import { KnownError } from '../errors.ts';
import { configurationOf, editConfiguration, fingerprint } from './document.ts';
import { looksMasked, MASK } from './mask.ts';
import { redact } from './secrets.ts';

/**
 * Is what was read from the pipeline the input as it is expected? Where the pipeline hides secrets behind a mask, they
 * are left out of the comparison: what was written cannot be read back.
 */
export function isLike(read: string, expected: string): boolean {
  if (fingerprint(read) === fingerprint(expected)) return true;
  const hidden = hiddenPaths(read);
  if (hidden.length === 0) return false;
  const blank = (document: string) =>
    editConfiguration(
      document,
      hidden.map((path) => ({ path, value: MASK })),
    );
  try {
    return fingerprint(blank(read)) === fingerprint(blank(expected));
  } catch (error) {
    // A mask inside of a longer text, or a field that one of the two does not have: they cannot be compared.
    if (error instanceof KnownError) return false;
    throw error;
  }
}

function hiddenPaths(document: string): (readonly string[])[] {
  const hidden: (readonly string[])[] = [];
  redact(configurationOf(document), (path, secret) => {
    if (looksMasked(secret)) hidden.push(path);
    return MASK;
  });
  return hidden;
}
