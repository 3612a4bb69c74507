import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../domain/json.ts';
import type { SampleFileType } from '../domain/sample.ts';
import { fileNamesFor } from '../domain/sample-names.ts';
import { isMissing, notWritten, platformCode } from './faults.ts';
import { makeFolders, OWN_FILE, type Places } from './places.ts';

/**
 * Whose file is whose. Two names may have the same file name, and it belongs to the one that came first: that is noted in
 * a claim beside the files, which is never given up, so that every process finds a name's file again, now and later.
 */

/** The name that has the file; `unreadable` where somebody has it and nobody can say who. */
export type Owner = { readonly name: string } | 'unreadable' | undefined;

export async function ownerOf({ names }: Places, fileName: string): Promise<Owner> {
  let text: string;
  try {
    text = await readFile(join(names, fileName), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const name = parseJson(text);
  return typeof name === 'string' ? { name } : 'unreadable';
}

/** The file that the name has claimed. */
export async function claimedBy(
  places: Places,
  type: SampleFileType,
  name: string,
): Promise<string | undefined> {
  for (const fileName of fileNamesFor(type, name)) {
    if (isOwnedBy(name, await ownerOf(places, fileName))) return fileName;
  }
  return undefined;
}

/**
 * The file name that the name has from now on: what it has claimed, or the first that is free.
 * @throws KnownError `bad_file` where the folder cannot be written to
 */
export async function claim(places: Places, type: SampleFileType, name: string): Promise<string> {
  try {
    return (await claimedBy(places, type, name)) ?? (await firstFree(places, type, name));
  } catch (error) {
    throw notWritten(error);
  }
}

export function isOwnedBy(name: string, owner: Owner): boolean {
  return typeof owner === 'object' && owner.name === name;
}

async function firstFree(places: Places, type: SampleFileType, name: string): Promise<string> {
  await makeFolders(places);
  for (const fileName of fileNamesFor(type, name)) {
    if (await take(places, fileName, name)) return fileName;
    // Taken just now, perhaps by whoever saves the same name at the same time.
    if (isOwnedBy(name, await ownerOf(places, fileName))) return fileName;
  }
  throw new Error('Every file name of a name is taken, its own among them: a claim is not readable');
}

/** A claim is linked when it is whole: it is there with its name in it, or not at all, and only one can be the first. */
async function take({ names, partial }: Places, fileName: string, name: string): Promise<boolean> {
  const beside = join(partial, randomUUID());
  try {
    await writeFile(beside, JSON.stringify(name), { flag: 'wx', mode: OWN_FILE, flush: true });
    await link(beside, join(names, fileName));
    return true;
  } catch (error) {
    if (platformCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}
