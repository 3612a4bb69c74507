import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing } from './faults.ts';

/** Where things are in the folder of samples. */
export interface Places {
  readonly folder: string;
  /** The folder of claims: a file for each name that has a file, called as that. */
  readonly names: string;
  /** What is being written, on the same file system, so that it can be moved to its place in one go. */
  readonly partial: string;
}

/** For whoever runs the bot alone: samples hold what people have entered somewhere. */
const OWN_FOLDER = 0o700;
export const OWN_FILE = 0o600;

export function placesIn(folder: string): Places {
  return { folder, names: join(folder, '.names'), partial: join(folder, '.partial') };
}

/**
 * Does something that needs the folders, and once more with new ones where they are missing: at the first write, and when
 * somebody has removed them since.
 */
export async function inFolders<Result>(
  { names, partial }: Places,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isMissing(error)) throw error;
    await mkdir(partial, { recursive: true, mode: OWN_FOLDER });
    await mkdir(names, { recursive: true, mode: OWN_FOLDER });
    return work();
  }
}
