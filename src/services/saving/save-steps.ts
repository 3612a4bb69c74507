import pLimit from 'p-limit';
import pMap from 'p-map';
import { KnownError } from '../../errors.ts';
import { type Pipeline, PipelineError } from '../pipeline.ts';
import type { SampleFiles, SavedFile } from '../sample-sources.ts';
import { samplesOf } from '../sampling/samples-of.ts';
import { BrokenOff, type Ending } from './ending.ts';
import type { Counting } from './save-counting.ts';
import { createInputFiles } from './save-inputs.ts';
import type { Wanted } from './save-wanted.ts';

/** One save that is under way. */
export interface Saving {
  readonly pipeline: Pick<Pipeline, 'listSamples'>;
  readonly files: SampleFiles;
  readonly concurrency: number;
  readonly change: ((text: string) => Promise<string>) | undefined;
  readonly since: Date | undefined;
  /** Is it about one event, so that its failure is the failure of all? */
  readonly isOnly: boolean;
  readonly ending: Ending;
  readonly counting: Counting;
}

/** So many events in a row, or all, for which the pipeline was unavailable: it will not be there for the next ones either. */
const GIVE_UP_AFTER = 100;

/**
 * Saves the events side by side, and the file of an input as soon as all of its events are through. What cannot go on ends
 * it, and is kept in `saving.ending`.
 * @returns the files in the order in which they are wanted, those of inputs behind those of events
 */
export async function saveWanted(saving: Saving, { events, inputs }: Wanted): Promise<SavedFile[]> {
  const { ending, counting, files, concurrency } = saving;
  const saved = new Map<string, SavedFile>();
  const failed = failures(saving, Math.min(GIVE_UP_AFTER, events.length));
  const inputFiles = createInputFiles(saving, inputs, saved);
  const inTurn = pLimit(concurrency);
  counting.begin(events.length);

  const save = async (name: string) => {
    const found = await savedBefore(saving, name);
    if (found) {
      saved.set(name, found);
      return counting.count(name, 'reused');
    }
    try {
      const list = await inTurn(() => fetchList(saving, name));
      saved.set(name, await files.write('event', name, list.text));
      failed.reset();
      counting.count(name, list.isEmpty ? 'empty' : 'saved');
    } catch (error) {
      failed.add(name, error);
    }
  };

  // Twice as many, so that Alooma is asked for the next ones while files are being written.
  const sideBySide = { concurrency: 2 * concurrency };
  const isThrough = (name: string) => save(name).then(() => inputFiles.isThrough(name));
  // What still fails here is a fault of ours.
  await pMap(untilEnded(events, ending), (name) => isThrough(name).catch(ending.endWith), sideBySide);
  return [...events.flatMap((name) => saved.get(name) ?? []), ...(await inputFiles.all())];
}

async function savedBefore({ files, since }: Saving, name: string): Promise<SavedFile | undefined> {
  if (since === undefined) return undefined;
  // What stands in its place, if anything, is met as the file is written.
  const found = await files.find('event', name).catch((error: unknown) => {
    if (!(error instanceof KnownError)) throw error;
  });
  return found && found.writtenAt >= since ? found : undefined;
}

async function fetchList({ pipeline, ending, change }: Saving, name: string) {
  if (ending.isEnded) throw new BrokenOff();
  const { text, samples } = await ending.unlessEnded(samplesOf(pipeline, name));
  return { text: change ? await change(text) : text, isEmpty: samples.length === 0 };
}

/** Notes events that could not be saved, and ends the save where that will be so for the others, too. */
function failures({ ending, counting, isOnly }: Saving, giveUpAfter: number) {
  let unavailable = 0;
  return {
    add(name: string, error: unknown): void {
      if (error instanceof BrokenOff) return;
      const isAway = error instanceof PipelineError && error.fault === 'unavailable';
      unavailable = isAway ? unavailable + 1 : 0;
      const why = whyOf(error);
      if (why !== undefined) counting.count(name, { why });
      if (why === undefined || isOnly || unavailable >= giveUpAfter) ending.endWith(error);
    },
    reset() {
      unavailable = 0;
    },
  };
}

/** @returns the sentence about one event; nothing for what would be so for every other, or is a fault of ours */
function whyOf(error: unknown): string | undefined {
  if (error instanceof PipelineError) return error.fault === 'unauthorized' ? undefined : error.message;
  return error instanceof KnownError && error.code !== 'bad_folder' ? error.message : undefined;
}

function* untilEnded<Item>(items: readonly Item[], ending: Ending): Generator<Item> {
  for (const item of items) {
    if (ending.isEnded) return;
    yield item;
  }
}
