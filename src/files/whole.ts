import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { edge } from '../domain/mrkdwn.ts';
import type { SavedFile } from '../services/sample-sources.ts';
import { notWritten } from './faults.ts';
import { inFolders, OWN_FILE, type Places } from './places.ts';

/** Characters: so many are turned into bytes at once. */
const PIECE = 256 * 1024;

export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/** A text in pieces, none of which ends within a character. */
export function* piecesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const to = edge(text, Math.min(from + PIECE, text.length));
    yield text.slice(from, to);
    from = to;
  }
}

/**
 * One list of what stands in it, one item or several at a time, with commas put between those. What is short is gathered,
 * since each piece is a call of the file system.
 */
export async function* listOf(insides: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  let before = '[\n';
  for await (const inside of insides) {
    text += before + inside;
    before = ',\n';
    if (text.length < PIECE) continue;
    yield* piecesOf(text);
    text = '';
  }
  yield before === ',\n' ? `${text}\n]\n` : '[]\n';
}

/**
 * Writes beside, to the disk itself, and moves the whole file to its place: it is there whole, as it was before, or not at
 * all. The next piece is asked for when the one before it is written.
 * @param path in the folder of samples
 * @throws KnownError `bad_file` where a folder stands in its place, `bad_folder` where nothing can be written there;
 *   whatever the pieces throw
 */
export async function writeWhole(places: Places, path: string, pieces: Pieces): Promise<SavedFile> {
  const beside = join(places.partial, randomUUID());
  try {
    const handle = await inFolders(places, () => open(beside, 'wx', OWN_FILE));
    const written = await writeTo(handle, pieces);
    await rename(beside, path);
    return { path, fileName: basename(path), ...written };
  } catch (error) {
    // What went wrong first is told, also where this goes wrong as well: there was no file yet, or a cleaning comes later.
    await unlink(beside).catch(() => undefined);
    throw notWritten(error);
  }
}

async function writeTo(handle: FileHandle, pieces: Pieces): Promise<Pick<SavedFile, 'bytes' | 'writtenAt'>> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  }
  try {
    await writeFile(handle, counted());
    const writtenAt = new Date();
    // By this clock, by which it is also said when a save began: a folder that is shared has the clock of another machine.
    await handle.utimes(writtenAt, writtenAt);
    await handle.sync();
    return { bytes, writtenAt };
  } finally {
    await handle.close();
  }
}
