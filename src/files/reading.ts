import { constants, type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { damaged, LARGEST, noFile, notRead, tooLarge } from './faults.ts';

/** Bytes: so many are turned into text at once. */
const PIECE = 1024 ** 2;

/** @throws KnownError `bad_file` when it is missing, is no file, is too large or no UTF-8, or cannot be read */
export async function readText(path: string): Promise<string> {
  const fileName = basename(path);
  try {
    // What is no file, such as a pipe that nobody writes to, is opened without waiting, and then seen to be none.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await textOf(handle, fileName);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw notRead(fileName, error);
  }
}

async function textOf(handle: FileHandle, fileName: string): Promise<string> {
  const stats = await handle.stat();
  if (!stats.isFile()) throw noFile(fileName);
  if (stats.size > LARGEST) throw tooLarge(fileName);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = Buffer.allocUnsafe(Math.min(stats.size, PIECE));
  const pieces: string[] = [];
  let bytes = 0;
  while (bytes < stats.size) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) break;
    bytes += bytesRead;
    pieces.push(decoded(decoder, buffer.subarray(0, bytesRead), fileName));
  }
  pieces.push(decoded(decoder, new Uint8Array(), fileName));
  return pieces.join('');
}

/** @param bytes none at the end: a character that is not whole by then is a fault, too */
function decoded(decoder: TextDecoder, bytes: Uint8Array, fileName: string): string {
  try {
    return decoder.decode(bytes, { stream: bytes.length > 0 });
  } catch {
    throw damaged(fileName, 'is no UTF-8 text');
  }
}
