import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of uploaded files, kept in the folder when there is one. */
export interface FileShelf {
  save(id: string, bytes: Buffer): void;
  read(id: string): Buffer | undefined;
}

const FILE_ID = /^F[A-Z0-9]+$/;

/** @param folder where files are kept; without it they are gone with the process */
export function openShelf(folder: string | undefined): FileShelf {
  if (folder === undefined) {
    const shelf = new Map<string, Buffer>();
    return { save: (id, bytes) => void shelf.set(id, bytes), read: (id) => shelf.get(id) };
  }
  const place = join(folder, 'files');
  mkdirSync(place, { recursive: true });
  return {
    save(id, bytes) {
      writeFileSync(join(place, `${id}.new`), bytes);
      renameSync(join(place, `${id}.new`), join(place, id));
    },
    read(id) {
      // The id comes out of an address: only what looks like one may become a path.
      if (!FILE_ID.test(id)) return undefined;
      try {
        return readFileSync(join(place, id));
      } catch {
        return undefined;
      }
    },
  };
}
