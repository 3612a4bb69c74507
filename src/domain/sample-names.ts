import { createHash } from 'node:crypto';
import type { SampleFileType } from './sample.ts';

/** What a name's file is called. Source: `Samples.build_sample_file_path_and_file_name`. */

const ENDING = '.json';
/** Bytes: more than this no file system takes. What is left of a name is ASCII, so that a character is a byte. */
const LONGEST = 255;
const SHORT_HASH = 8;
const WHOLE_HASH = 64;
/** So much of a name stands before a hash of it. */
const LONGEST_STEM = LONGEST - ENDING.length - 1 - WHOLE_HASH;

/** A name that looks as if it had a whole hash already: its plain file might be another name's last. */
const LOOKS_HASHED = new RegExp(`-[0-9a-f]{${WHOLE_HASH}}$`);

/**
 * The file names that a name may have, the one that is documented first. Each is of ASCII letters in lower case, digits,
 * `-` and `_`, and ends with `.json`, so that it cannot lead anywhere else. The last can be no other name's.
 */
export function fileNamesFor(type: SampleFileType, name: string): string[] {
  const stem = `${type}_${name.toLowerCase().replace(/[^a-z0-9_-]/gu, '_')}`;
  const hash = hashOf(name);
  const hashed = [SHORT_HASH, WHOLE_HASH].map(
    (length) => `${stem.slice(0, LONGEST_STEM)}-${hash.slice(0, length)}${ENDING}`,
  );
  const plain = `${stem}${ENDING}`;
  return plain.length > LONGEST || LOOKS_HASHED.test(stem) ? hashed : [plain, ...hashed];
}

/** Is it what some name of that type has for its file? */
export function isFileNameOf(type: SampleFileType, fileName: string): boolean {
  return fileName.startsWith(`${type}_`) && fileName.endsWith(ENDING);
}

/** The name that such a file was put there for by hand, as far as can be seen from it. */
export function nameIn(type: SampleFileType, fileName: string): string {
  return fileName.slice(type.length + 1, -ENDING.length);
}

/** Of the JSON text: as UTF-8, halves of characters would all be the same. */
function hashOf(name: string): string {
  return createHash('sha256').update(JSON.stringify(name)).digest('hex');
}
