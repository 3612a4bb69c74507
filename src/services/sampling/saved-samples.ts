import { basename } from 'node:path';
import { quote } from '../../domain/command-words.ts';
import { code } from '../../domain/mrkdwn.ts';
import { didYouMean, nearestSteps } from '../../domain/nearest.ts';
import type { SampleFileType, SampleList } from '../../domain/sample.ts';
import { sampleListSteps } from '../../domain/sample-list.ts';
import type { Failed } from '../../domain/save.ts';
import { counted } from '../../domain/stats.ts';
import { KnownError } from '../../errors.ts';
import { inSlices } from '../in-slices.ts';
import type { SampleFiles, SavedFile } from '../sample-sources.ts';
import type { Saved } from '../saving/saving.ts';

/** What was saved, read again. Nothing of it is asked of the pipeline. */

/** @throws KnownError `bad_file` where the file cannot be read, or holds something else than a list of samples */
export async function readSamples(files: SampleFiles, path: string): Promise<SampleList> {
  const list = await inSlices(sampleListSteps(await files.read(path)));
  if (list) return list;
  throw new KnownError(
    'bad_file',
    `The file ${code(basename(path))} is damaged: it holds no JSON list of samples. Save it again, or mend it by hand.`,
  );
}

/** @throws KnownError `no_samples` with the nearest names that something was saved for */
export async function findSavedFile(
  files: SampleFiles,
  type: SampleFileType,
  name: string,
): Promise<SavedFile> {
  const found = await files.find(type, name);
  if (found) return found;
  const meant = await inSlices(nearestSteps(name, await files.names(type)));
  const save = `/alooma samples save ${type} ${quote(name)}`;
  const sentence = [
    `Nothing is saved for the ${type} ${code(name)}.`,
    ...[didYouMean(meant) ?? []].flat(),
    `To save its samples: ${code(save, LONGEST_COMMAND)}.`,
  ];
  throw new KnownError('no_samples', sentence.join(' '), { meant: { typed: name, nearest: meant } });
}

/** A command that is cut does something else. */
const LONGEST_COMMAND = 300;

/**
 * The files of a save that nobody watches.
 * @throws KnownError `source_failed` where some events, or the files of some inputs, could not be saved, once all others are
 */
export function allSaved({ files, progress }: Saved): SavedFile[] {
  const { failed, failedCount, failedInputs, total } = progress;
  const lines: string[] = [];
  if (failedCount > 0) {
    lines.push(
      `The samples of ${failedCount} of ${total} events could not be saved; all others are. Save those again.`,
      ...named(failed, failedCount),
    );
  }
  if (failedInputs) {
    const { first, count } = failedInputs;
    lines.push(
      `Of ${counted(count, 'input')} the file is missing, or lacks something.`,
      ...named(first, count),
    );
  }
  if (lines.length === 0) return [...files];
  throw new KnownError('source_failed', lines.join('\n'));
}

function named(failed: readonly Failed[], count: number): string[] {
  const first = failed.slice(0, NAMED).map(({ name, why }) => `${code(name)}: ${why}`);
  return count > NAMED ? [...first, `and ${count - NAMED} more`] : first;
}

const NAMED = 10;
