import { randomUUID } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN_FILE, type Places } from './places.ts';

/** What is being written is not as old as this: the last piece of it was written since. */
const OLD_MS = 3_600_000;

/**
 * Removes what was left by processes that were killed. What cannot be removed stays: it is in nobody's way. It may be done
 * while others write.
 */
export async function removeLeftovers({ partial }: Places): Promise<void> {
  const fileNames = await readdir(partial).catch(() => []);
  const now = fileNames.length === 0 ? undefined : await clockOf(partial);
  if (now === undefined) return;
  for (const fileName of fileNames) {
    const path = join(partial, fileName);
    const isOld = await stat(path).then(
      ({ mtimeMs }) => mtimeMs < now - OLD_MS,
      () => false,
    );
    if (isOld) await rm(path, { force: true }).catch(() => undefined);
  }
}

/** What time it is where the folder is: that may be another machine, and what is half written has its times from there. */
async function clockOf(folder: string): Promise<number | undefined> {
  const path = join(folder, randomUUID());
  try {
    await writeFile(path, '', { flag: 'wx', mode: OWN_FILE });
    return (await stat(path)).mtimeMs;
  } catch {
    return undefined;
  } finally {
    await rm(path, { force: true }).catch(() => undefined);
  }
}
