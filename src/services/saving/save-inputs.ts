import { atATime } from '../at-a-time.ts';
import type { SampleFiles, SavedFile } from '../sample-sources.ts';
import type { Ending } from './ending.ts';
import type { InputEvents } from './save-wanted.ts';

/** Files of inputs that are put together side by side: each holds one event's file at a time. */
const INPUTS_AT_ONCE = 4;

/**
 * Puts the files of inputs together from those of their events, each as soon as all of these are through.
 * @param saved of an event that is not in it, and so has failed, the file of another time is taken where it has one: an
 *   input's file is not to lose what it held
 */
export function createInputFiles(
  { files, ending }: { readonly files: SampleFiles; readonly ending: Ending },
  inputs: readonly InputEvents[],
  saved: ReadonlyMap<string, SavedFile>,
) {
  const inTurn = atATime(INPUTS_AT_ONCE);
  const under = new Map<string, Promise<SavedFile | undefined>>();
  const missing = new Map(inputs.map(([input, events]) => [input, events.length]));
  const inputsOf = new Map<string, InputEvents[]>();
  for (const input of inputs) {
    for (const event of input[1]) inputsOf.set(event, [...(inputsOf.get(event) ?? []), input]);
  }

  const write = async ([name, events]: InputEvents): Promise<SavedFile | undefined> => {
    if (ending.isEnded || !events.some((event) => saved.has(event))) return undefined;
    return files.writeInput(name, events, ending.signal).catch(ending.endWith);
  };

  return {
    /** Saved, or failed. */
    isThrough(event: string): void {
      if (ending.isEnded) return;
      for (const input of inputsOf.get(event) ?? []) {
        const left = (missing.get(input[0]) ?? 0) - 1;
        missing.set(input[0], left);
        if (left === 0)
          under.set(
            input[0],
            inTurn(() => write(input)),
          );
      }
    },
    async all(): Promise<SavedFile[]> {
      const written = await Promise.all(inputs.map(([name]) => under.get(name)));
      return written.flatMap((file) => file ?? []);
    },
  };
}
