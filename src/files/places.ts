import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

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

/** Before each writing, not once: somebody may have removed the folder while the program runs. */
export async function makeFolders({ names, partial }: Places): Promise<void> {
  await mkdir(partial, { recursive: true, mode: OWN_FOLDER });
  await mkdir(names, { recursive: true, mode: OWN_FOLDER });
}
