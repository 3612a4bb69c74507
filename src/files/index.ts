import { join, resolve } from 'node:path';
import { insideSteps } from '../domain/sample-list.ts';
import { KnownError } from '../errors.ts';
import { inSlices } from '../services/in-slices.ts';
import type { SampleFiles } from '../services/sample-sources.ts';
import { bundleOne, bundleSeveral } from './bundle.ts';
import { claim } from './claims.ts';
import { damaged } from './faults.ts';
import { removeLeftovers } from './leftovers.ts';
import { placesIn } from './places.ts';
import { readText } from './reading.ts';
import { findSaved, savedNames } from './saved.ts';
import { listOf, piecesOf, writeWhole } from './whole.ts';

/** @param folder made at the first write */
export function createSampleFiles(folder: string): SampleFiles {
  const places = placesIn(resolve(folder));
  const pathFor: SampleFiles['pathFor'] = async (type, name) =>
    join(places.folder, await claim(places, type, name));
  const find: SampleFiles['find'] = (type, name) => findSaved(places, type, name);

  async function* insides(events: readonly string[], signal?: AbortSignal): AsyncGenerator<string> {
    for (const event of events) {
      signal?.throwIfAborted();
      const file = await find('event', event);
      const inside = file && (await insideOf(file.path, file.fileName));
      if (inside) yield inside;
    }
  }

  return {
    pathFor,
    find,
    names: (type) => savedNames(places, type),
    async write(type, name, text) {
      return writeWhole(places, await pathFor(type, name), piecesOf(text));
    },
    async writeInput(name, events, signal) {
      return writeWhole(places, await pathFor('input', name), listOf(insides(events, signal)));
    },
    read: readText,
    async bundle(files, name, change, signal) {
      const [only, ...others] = files;
      if (!only) throw new KnownError('nothing_to_do', 'There is no file to share: nothing was saved.');
      return others.length === 0
        ? bundleOne(places, only, { change, signal })
        : bundleSeveral(places, files, name, { change, signal });
    },
    clean: () => removeLeftovers(places),
  };
}

/** What stands in a file's list. @throws KnownError `bad_file` */
async function insideOf(path: string, fileName: string): Promise<string> {
  const inside = await inSlices(insideSteps(await readText(path)));
  if (inside === undefined) throw damaged(fileName, 'holds no JSON list');
  return inside;
}
