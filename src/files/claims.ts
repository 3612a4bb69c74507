import { randomUUID } from 'node:crypto';
import { link, readFile, readlink, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../domain/json.ts';
import type { SampleFileType } from '../domain/sample.ts';
import { fileNamesFor } from '../domain/sample-names.ts';
import { allClaimsDamaged, isMissing, notWritten, platformCode } from './faults.ts';
import { inFolders, OWN_FILE, type Places } from './places.ts';

/**
 * Whose file is whose. Two names may have the same file name, and it belongs to the one that came first: that is noted in
 * a claim beside the files, which is never given up, so that every process finds a name's file again, now and later.
 */

/**
 * The name that has a file; `unknown` where something has damaged the claim. Such a file stays as it is: to give it to the
 * next who comes would need the claim to be replaced, which two could do at the same time, each for itself.
 */
export type Owner = { readonly name: string } | 'unknown' | undefined;

export async function ownerOf({ names }: Places, fileName: string): Promise<Owner> {
  try {
    const name = parseJson(await heldIn(join(names, fileName)));
    return typeof name === 'string' ? { name } : 'unknown';
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** What a claim points to where it is a link, and what it holds where it is a file. */
function heldIn(path: string): Promise<string> {
  return readlink(path).catch((error: unknown) => {
    if (isMissing(error)) throw error;
    return readFile(path, 'utf8');
  });
}

export interface ClaimedName {
  readonly fileName: string;
  /** False where it is free, and would be the name's. */
  readonly isClaimed: boolean;
}

/**
 * The file name that the name has claimed, or, where it has none, the one that it would have: the first that is free.
 * Nothing behind that one can be the name's, since no claim is ever given up.
 * @throws KnownError `bad_file` where no file name is left, since claims are damaged
 */
export async function claimOf(places: Places, type: SampleFileType, name: string): Promise<ClaimedName> {
  for (const fileName of fileNamesFor(type, name)) {
    const owner = await ownerOf(places, fileName);
    if (owner === undefined) return { fileName, isClaimed: false };
    if (owner !== 'unknown' && owner.name === name) return { fileName, isClaimed: true };
  }
  // The last can be no other name's, so its claim is damaged.
  throw allClaimsDamaged();
}

/**
 * The file name that the name has from now on.
 * @throws KnownError `bad_folder` where the folder cannot be written to, `bad_file` where no file name is left
 */
export async function claim(places: Places, type: SampleFileType, name: string): Promise<string> {
  try {
    for (;;) {
      const { fileName, isClaimed } = await claimOf(places, type, name);
      if (isClaimed) return fileName;
      // Where somebody else was quicker, perhaps for the same name, the next look says who.
      if (await take(places, fileName, name)) return fileName;
    }
  } catch (error) {
    throw notWritten(error);
  }
}

/**
 * A claim is a link that points to nothing but says the name: one call makes it, whole, for the first who comes. Where there
 * can be none, since the name is too long or the file system has none, it is a file.
 */
async function take(places: Places, fileName: string, name: string): Promise<boolean> {
  const path = join(places.names, fileName);
  const text = JSON.stringify(name);
  try {
    await inFolders(places, () => symlink(text, path));
    return true;
  } catch (error) {
    const fault = platformCode(error);
    if (fault === 'EEXIST') return false;
    if (NO_LINKS.includes(fault ?? '')) return takeAsFile(places, path, text);
    throw error;
  }
}

const NO_LINKS: readonly string[] = ['ENAMETOOLONG', 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'];

/** Linked when it is whole and on the disk: it is there with its name in it, or not at all, also after a loss of power. */
async function takeAsFile(places: Places, path: string, text: string): Promise<boolean> {
  const beside = join(places.partial, randomUUID());
  await inFolders(places, () => writeFile(beside, text, { flag: 'wx', mode: OWN_FILE, flush: true }));
  try {
    await link(beside, path);
    return true;
  } catch (error) {
    if (platformCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(beside).catch(() => undefined);
  }
}
