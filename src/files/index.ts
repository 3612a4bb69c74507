import { join, resolve } from 'node:path';
import { insideSteps } from '../domain/sample-list.ts';
import type { Failed } from '../domain/save.ts';
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

  /** @param leftOut gets the events whose files cannot be read: the others are not to be lost over them */
  async function* insides(
    events: readonly string[],
    leftOut: Failed[],
    signal?: AbortSignal,
  ): AsyncGenerator<string> {
    for (const event of events) {
      signal?.throwIfAborted();
      const inside = await insideOf(event).catch((error: unknown) => {
        if (!(error instanceof KnownError)) throw error;
        leftOut.push({ name: event, why: error.message });
      });
      if (inside) yield inside;
    }
  }

  /** What stands in the list of an event's file. @throws KnownError `bad_file` */
  async function insideOf(event: string): Promise<string | undefined> {
    const file = await find('event', event);
    if (!file) return undefined;
    const inside = await inSlices(insideSteps(await readText(file.path)));
    if (inside === undefined) throw damaged(file.fileName, 'holds no JSON list');
    return inside;
  }

  return {
    pathFor,
    find,
    names: (type) => savedNames(places, type),
    async write(type, name, text) {
      return writeWhole(places, await pathFor(type, name), piecesOf(text));
    },
    async writeInput(name, events, signal) {
      const leftOut: Failed[] = [];
      const path = await pathFor('input', name);
      const file = await writeWhole(places, path, listOf(insides(events, leftOut, signal)));
      return { ...file, leftOut };
    },
    read: readText,
    async bundle(files, name, change, options) {
      const [only, ...others] = files;
      if (!only) throw new KnownError('nothing_to_do', 'There is no file to share: nothing was saved.');
      return others.length === 0
        ? bundleOne(places, only, { ...options, change })
        : bundleSeveral(places, files, name, { ...options, change });
    },
    clean: () => removeLeftovers(places),
  };
}
