import pMap from 'p-map';
import { KnownError } from '../errors.ts';
import { atATime } from './at-a-time.ts';
import { BrokenOff, type Ending } from './ending.ts';
import { type Pipeline, PipelineError } from './pipeline.ts';
import type { SampleFiles, SavedFile } from './sample-sources.ts';
import type { Counting } from './save-counting.ts';
import type { InputEvents } from './save-wanted.ts';

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

/** So many events in a row for which the pipeline was unavailable: it will not be there for the next ones either. */
const GIVE_UP_AFTER = 100;
/** Files of inputs that are put together side by side: each holds one event's file at a time. */
const INPUTS_AT_ONCE = 4;

/**
 * Saves the events side by side. What cannot go on ends it, and is kept in `saving.ending`.
 * @returns the files by the events' names, in the order of the events
 */
export async function saveEvents(
  saving: Saving,
  events: readonly string[],
): Promise<ReadonlyMap<string, SavedFile>> {
  const { ending, counting, files, concurrency } = saving;
  const saved = new Map<string, SavedFile>();
  const failed = failures(saving);
  const inTurn = atATime(concurrency);
  counting.begin(events.length);

  const save = async (name: string) => {
    const found = await savedBefore(saving, name);
    if (found) {
      saved.set(name, found);
      return counting.count(name, 'reused');
    }
    const list = await inTurn(() => fetchList(saving, name)).catch((error: unknown) =>
      failed.add(name, error),
    );
    if (!list) return;
    saved.set(name, await files.write('event', name, list.text));
    failed.reset();
    counting.count(name, list.isEmpty ? 'empty' : 'saved');
  };

  // Twice as many, so that Alooma is asked for the next ones while files are being written.
  const sideBySide = { concurrency: 2 * concurrency };
  // What fails here would fail for every event: a folder that cannot be written to, or a fault of ours.
  await pMap(untilEnded(events, ending), (name) => save(name).catch(ending.endWith), sideBySide);
  return inOrder(saved, events);
}

/**
 * Puts the files of inputs together from those of their events, when these are all through.
 * @param saved an event that is not in it is left out: its file, where it has one, is from another time
 */
export async function saveInputs(
  { files, ending }: Saving,
  inputs: readonly InputEvents[],
  saved: ReadonlyMap<string, SavedFile>,
): Promise<SavedFile[]> {
  const save = async ([name, events]: InputEvents): Promise<SavedFile | undefined> => {
    const there = events.filter((event) => saved.has(event));
    if (there.length === 0) return undefined;
    return files.writeInput(name, there, ending.signal).catch(ending.endWith);
  };
  const written = await pMap(untilEnded(inputs, ending), save, { concurrency: INPUTS_AT_ONCE });
  return written.flatMap((file) => file ?? []);
}

async function savedBefore({ files, since }: Saving, name: string): Promise<SavedFile | undefined> {
  if (since === undefined) return undefined;
  const found = await files.find('event', name);
  return found && found.writtenAt >= since ? found : undefined;
}

async function fetchList({ pipeline, ending, change }: Saving, name: string) {
  if (ending.isEnded) throw new BrokenOff();
  const { text, samples } = await ending.unlessEnded(pipeline.listSamples(name, []));
  return { text: change ? await change(text) : text, isEmpty: samples.length === 0 };
}

/** Notes events that could not be fetched, and ends the save where that will be so for the others, too. */
function failures({ ending, counting, isOnly }: Saving) {
  let unavailable = 0;
  return {
    add(name: string, error: unknown): undefined {
      if (error instanceof BrokenOff) return;
      const isAway = error instanceof PipelineError && error.fault === 'unavailable';
      unavailable = isAway ? unavailable + 1 : 0;
      const why = whyOf(error);
      if (why !== undefined) counting.count(name, { why });
      if (why === undefined || isOnly || unavailable >= GIVE_UP_AFTER) ending.endWith(error);
    },
    reset() {
      unavailable = 0;
    },
  };
}

/** @returns the sentence about one event; nothing for what is not about this event alone */
function whyOf(error: unknown): string | undefined {
  if (error instanceof PipelineError) return error.fault === 'unauthorized' ? undefined : error.message;
  return error instanceof KnownError ? error.message : undefined;
}

function* untilEnded<Item>(items: readonly Item[], ending: Ending): Generator<Item> {
  for (const item of items) {
    if (ending.isEnded) return;
    yield item;
  }
}

function inOrder(saved: ReadonlyMap<string, SavedFile>, events: readonly string[]) {
  return new Map(
    events.flatMap((name) => {
      const file = saved.get(name);
      return file ? [[name, file] as const] : [];
    }),
  );
}
