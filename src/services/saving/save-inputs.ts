import pLimit from 'p-limit';
import { code } from '../../domain/mrkdwn.ts';
import type { Failed } from '../../domain/save.ts';
import { formatNumber } from '../../domain/stats.ts';
import { KnownError } from '../../errors.ts';
import type { SampleFiles, SavedFile } from '../sample-sources.ts';
import type { Ending } from './ending.ts';
import type { Counting } from './save-counting.ts';
import type { InputEvents } from './save-wanted.ts';

/** Files of inputs that are put together side by side: each holds one event's file at a time. */
const INPUTS_AT_ONCE = 4;

interface InputSaving {
  readonly files: SampleFiles;
  readonly ending: Ending;
  readonly counting: Counting;
}

/**
 * Puts the files of inputs together from those of their events, each as soon as all of these are through.
 * @param saved of an event that is not in it, and so has failed, the file of another time is taken where it has one: an
 *   input's file is not to lose what it held
 */
export function createInputFiles(
  { files, ending, counting }: InputSaving,
  inputs: readonly InputEvents[],
  saved: ReadonlyMap<string, SavedFile>,
) {
  const inTurn = pLimit(INPUTS_AT_ONCE);
  const under = new Map<string, Promise<SavedFile | undefined>>();
  const missing = new Map(inputs.map(([input, events]) => [input, events.length]));
  const inputsOf = new Map<string, InputEvents[]>();
  for (const input of inputs) {
    for (const event of input[1]) inputsOf.set(event, [...(inputsOf.get(event) ?? []), input]);
  }

  const write = async ([name, events]: InputEvents): Promise<SavedFile | undefined> => {
    if (ending.isEnded || !events.some((event) => saved.has(event))) return undefined;
    try {
      const { leftOut, ...file } = await files.writeInput(name, events, ending.signal);
      const [first, ...others] = leftOut;
      if (first) counting.countInput(name, lacking(first, others.length));
      return file;
    } catch (error) {
      if (!(error instanceof KnownError) || error.code !== 'bad_file') return ending.endWith(error);
      counting.countInput(name, error.message);
      return undefined;
    }
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

function lacking({ name, why }: Failed, others: number): string {
  const more = others > 0 ? ` and of ${formatNumber(others)} more` : '';
  return `Its file lacks the samples of ${code(name)}${more}. ${why}`;
}
