import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { filePersistence, type PersistenceAdapter } from 'emulate';

const FILE = 'alooma.json';

/**
 * Keeps the state in one file of `folder`, written aside and renamed, so that a kill in the middle leaves the old one.
 * A state that has not changed is not written again: emulate saves after every request, reads included.
 */
export async function keepIn(folder: string): Promise<PersistenceAdapter> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${FILE}.`) && name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
  }
  const file = filePersistence(join(folder, FILE));
  let kept: string | undefined;
  return {
    load: () => file.load(),
    async save(data) {
      if (data === kept) return;
      await file.save(data);
      kept = data;
    },
  };
}
