import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { listedItemSteps } from '../domain/printed-samples.ts';
import { KnownError } from '../errors.ts';
import { inSlices } from '../services/in-slices.ts';
import type { Bundle, BundleOptions, FileToShare } from '../services/sample-sources.ts';
import { LARGEST, notWritten, tooLarge } from './faults.ts';
import { listItems } from './list-items.ts';
import { inFolders, OWN_FILE, type Places } from './places.ts';
import { readPieces } from './reading.ts';
import { listOf } from './whole.ts';

export interface BundleWork extends BundleOptions {
  /** What is made of a sample's text before it is shared. What it refuses with a `KnownError` is left out. */
  readonly change: (text: string) => Promise<string>;
}

/** The file changed, in a place of its own. @throws KnownError `bad_file` */
export async function bundleOne(places: Places, file: FileToShare, options: BundleWork): Promise<Bundle> {
  if (!isChangeable(file)) throw tooLarge(file.fileName);
  const leftOut = new Set<string>();
  return store(
    places,
    { name: file.fileName, leftOut },
    changed(places, file, options, leftOut),
    options.signal,
  );
}

/** A zip of the files, each changed when its turn comes. @throws KnownError `bad_file` */
export async function bundleSeveral(
  places: Places,
  files: readonly FileToShare[],
  name: string,
  options: BundleWork,
): Promise<Bundle> {
  const leftOut = new Set(files.filter((file) => !isChangeable(file)).map(({ fileName }) => fileName));
  return store(
    places,
    { name: /\.zip$/i.test(name) ? name : `${name}.zip`, leftOut },
    zipOf(places, files.filter(isChangeable), options, leftOut),
    options.signal,
  );
}

const isChangeable = ({ bytes }: FileToShare) => bytes <= LARGEST;

function zipOf(
  places: Places,
  files: readonly FileToShare[],
  options: BundleWork,
  leftOut: Set<string>,
): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  zip.outputStream.pipe(output);
  let entry: Readable | undefined;
  let packed = 0;
  // yazl tells of what its entries throw here, and leaves its streams waiting for ever.
  zip.on('error', (error: Error) => output.destroy(error));
  output.once('close', () => entry?.destroy());

  const left = files.values();
  /** One entry is known ahead of time: to add thousands at once takes a time in which nothing else is done. */
  const addNext = (): void => {
    const { value: file } = left.next();
    if (!file) {
      zip.end();
      return;
    }
    const facts = { mtime: file.writtenAt, mode: 0o100000 | OWN_FILE };
    // Asked for when the one before it has gone to the disk.
    zip.addReadStreamLazy(file.fileName, facts, (give) => {
      // Whoever was to have it has gone, which the stream has told already.
      if (output.destroyed) return give(new Error('The zip is not wanted any more'), Readable.from([]));
      entry = changed(places, file, options, leftOut)
        .on('error', (error) => output.destroy(error))
        .on('end', () => {
          packed += 1;
          options.onPacked?.({ packed, files: files.length });
        });
      addNext();
      give(null, entry);
    });
  };
  addNext();
  return output;
}

/**
 * The list with each of its items changed, the next when the one before it has been taken.
 * @param leftOut gets the file's name where an item cannot be changed, which leaves out that item alone
 */
function changed(
  { folder }: Places,
  { fileName }: FileToShare,
  { change, signal }: BundleWork,
  leftOut: Set<string>,
): Readable {
  async function* items(): AsyncGenerator<string> {
    for await (const item of listItems(readPieces(join(folder, fileName)), fileName)) {
      signal?.throwIfAborted();
      const text = await change(item).catch((error: unknown) => {
        if (!(error instanceof KnownError)) throw error;
        leftOut.add(fileName);
      });
      if (text !== undefined) yield await inSlices(listedItemSteps(text));
    }
  }
  return Readable.from(listOf(items()));
}

async function store(
  places: Places,
  { name, leftOut }: { readonly name: string; readonly leftOut: ReadonlySet<string> },
  content: Readable,
  signal: AbortSignal | undefined,
): Promise<Bundle> {
  const path = join(places.partial, randomUUID());
  const remove = () => rm(path, { force: true });
  try {
    const handle = await inFolders(places, () => open(path, 'wx', OWN_FILE));
    await pipeline(content, handle.createWriteStream(), { signal });
    return { name, path, bytes: (await stat(path)).size, leftOut: [...leftOut], remove };
  } catch (error) {
    content.destroy();
    // What went wrong first is told, also where this goes wrong as well: a cleaning comes later.
    await remove().catch(() => undefined);
    throw notWritten(error);
  }
}
