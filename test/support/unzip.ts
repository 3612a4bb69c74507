import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** Name → content of every file in a zip. */
export async function unzip(zipped: Buffer): Promise<Map<string, string>> {
  const open = promisify<Buffer, object, ZipFile>(fromBuffer);
  const zip = await open(zipped, { lazyEntries: true });
  const files = new Map<string, string>();
  const read = async (entry: Entry) => {
    const stream = await promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))(entry);
    files.set(entry.fileName, await text(stream));
    zip.readEntry();
  };
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => void read(entry).catch(reject));
    zip.on('end', () => resolve(files));
    zip.on('error', reject);
    zip.readEntry();
  });
}
