import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { Bundle, SavedFile } from '../services/sample-sources.ts';
import { LARGEST, notWritten, tooLarge } from './faults.ts';
import { inFolders, OWN_FILE, type Places } from './places.ts';
import { readText } from './reading.ts';
import { piecesOf } from './whole.ts';

export interface BundleOptions {
  /** What is made of a text before it is shared. */
  readonly change: (text: string) => Promise<string>;
  readonly signal?: AbortSignal | undefined;
}

/** The file changed, in a place of its own. @throws KnownError `bad_file` */
export async function bundleOne(places: Places, file: SavedFile, options: BundleOptions): Promise<Bundle> {
  if (!isChangeable(file)) throw tooLarge(file.fileName);
  const text = await options.change(await readText(file.path));
  options.signal?.throwIfAborted();
  return store(places, { name: file.fileName, leftOut: [] }, Readable.from(piecesOf(text)), options.signal);
}

/** A zip of the files, each changed when its turn comes. @throws KnownError `bad_file` */
export async function bundleSeveral(
  places: Places,
  files: readonly SavedFile[],
  name: string,
  options: BundleOptions,
): Promise<Bundle> {
  const zip = new ZipFile();
  const output = new PassThrough();
  zip.outputStream.pipe(output);
  // yazl tells of what its entries throw here, and leaves its stream waiting for ever.
  zip.on('error', (error: Error) => output.destroy(error));
  const isOver = () => output.destroyed || (options.signal?.aborted ?? false);
  for (const file of files.filter(isChangeable)) addEntry(zip, file, options.change, isOver);
  zip.end();
  const leftOut = files.filter((file) => !isChangeable(file)).map(({ fileName }) => fileName);
  return store(
    places,
    { name: /\.zip$/i.test(name) ? name : `${name}.zip`, leftOut },
    output,
    options.signal,
  );
}

const isChangeable = ({ bytes }: SavedFile) => bytes <= LARGEST;

/** yazl asks for an entry when the one before it has gone to the disk: no more than one text is held. */
function addEntry(
  zip: ZipFile,
  file: SavedFile,
  change: BundleOptions['change'],
  isOver: () => boolean,
): void {
  const facts = { mtime: file.writtenAt, mode: 0o100000 | OWN_FILE };
  zip.addReadStreamLazy(file.fileName, facts, (give) => {
    const entry = async () => {
      // Whoever was to have it has gone, which the stream has told already.
      if (isOver()) throw new Error('The zip is not wanted any more');
      return Readable.from(piecesOf(await change(await readText(file.path))));
    };
    entry().then(
      (stream) => give(null, stream),
      (error: unknown) => give(error, Readable.from([])),
    );
  });
}

async function store(
  places: Places,
  said: Pick<Bundle, 'name' | 'leftOut'>,
  content: Readable,
  signal: AbortSignal | undefined,
): Promise<Bundle> {
  const path = join(places.partial, randomUUID());
  const remove = () => rm(path, { force: true });
  try {
    const handle = await inFolders(places, () => open(path, 'wx', OWN_FILE));
    await pipeline(content, handle.createWriteStream(), { signal });
    return { ...said, path, bytes: (await stat(path)).size, remove };
  } catch (error) {
    // What went wrong first is told, also where this goes wrong as well: a cleaning comes later.
    await remove().catch(() => undefined);
    throw notWritten(error);
  }
}
