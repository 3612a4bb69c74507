import { constants, type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { damaged, LARGEST, noFile, notRead, tooLarge } from './faults.ts';

/** Bytes: so many are turned into text at once. */
const PIECE = 256 * 1024;
/**
 * What is no file, such as a pipe that nobody writes to, is opened without waiting, and then seen to be none. A link is
 * not followed: what it points to may be anything on the server.
 */
const READING = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** @throws KnownError `bad_file` when it is missing, is no file, is too large or no UTF-8, or cannot be read */
export async function readText(path: string): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of readPieces(path)) pieces.push(piece);
  return pieces.join('');
}

/** The same, piece by piece as they are asked for: whoever needs no more of them ends it, and the file is closed. */
export async function* readPieces(path: string): AsyncGenerator<string> {
  const fileName = basename(path);
  try {
    const handle = await open(path, READING);
    try {
      yield* piecesIn(handle, fileName);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw notRead(fileName, error);
  }
}

async function* piecesIn(handle: FileHandle, fileName: string): AsyncGenerator<string> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw noFile(fileName);
  if (stats.size > LARGEST) throw tooLarge(fileName);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = Buffer.allocUnsafe(Math.min(stats.size, PIECE));
  let bytes = 0;
  while (bytes < stats.size) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) break;
    bytes += bytesRead;
    yield decoded(decoder, buffer.subarray(0, bytesRead), fileName);
  }
  yield decoded(decoder, new Uint8Array(), fileName);
}

/** @param bytes none at the end: a character that is not whole by then is a fault, too */
function decoded(decoder: TextDecoder, bytes: Uint8Array, fileName: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes.length > 0 });
  } catch {
    throw damaged(fileName, 'is no UTF-8 text');
  }
}
