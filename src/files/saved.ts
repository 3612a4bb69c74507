import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import type { SampleFileType } from '../domain/sample.ts';
import { fileNamesFor, isFileNameOf, nameIn } from '../domain/sample-names.ts';
import type { SavedFile } from '../services/sample-sources.ts';
import { claimOf, ownerOf } from './claims.ts';
import { isMissing, noFile, notRead, platformCode } from './faults.ts';
import type { Places } from './places.ts';

/** What is in the folder of samples. */

/** Claims are small files: so many are read side by side. */
const AT_ONCE = 8;

/**
 * @returns the name's file; one that nobody has claimed, since it was put there by hand, is whose name it fits
 * @throws KnownError `bad_file` where something else stands in its place, such as a folder or a link
 */
export async function findSaved(
  places: Places,
  type: SampleFileType,
  name: string,
): Promise<SavedFile | undefined> {
  const [documented = ''] = fileNamesFor(type, name);
  try {
    const { fileName, isClaimed } = await claimOf(places, type, name);
    return isClaimed || fileName === documented ? await savedFile(places, fileName) : undefined;
  } catch (error) {
    throw notRead(documented, error);
  }
}

/** @returns the names, in no order: of files that were put there by hand, as their file names have them */
export async function savedNames(places: Places, type: SampleFileType): Promise<string[]> {
  try {
    const fileNames = (await readdir(places.folder)).filter((fileName) => isFileNameOf(type, fileName));
    const owners = await pMap(fileNames, (fileName) => ownerOf(places, fileName), {
      concurrency: AT_ONCE,
    });
    return fileNames.flatMap((fileName, at) => {
      const owner = owners[at];
      return owner === 'unknown' ? [] : (owner?.name ?? nameIn(type, fileName));
    });
  } catch (error) {
    // Before the first save. What is no folder at all is another matter.
    if (platformCode(error) === 'ENOENT') return [];
    throw notRead(`${type}_….json`, error);
  }
}

async function savedFile({ folder }: Places, fileName: string): Promise<SavedFile | undefined> {
  const path = join(folder, fileName);
  try {
    // A link is not followed: what it points to may be anything on the server.
    const stats = await lstat(path);
    if (!stats.isFile()) throw noFile(fileName);
    return { path, fileName, bytes: stats.size, writtenAt: stats.mtime };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
