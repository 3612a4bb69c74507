import { TEXT_LIMIT } from '../../blocks/sample-text.ts';
import { renderSamples, type ShownList } from '../../blocks/samples.ts';
import type { SharedFile } from '../../src/domain/message.ts';
import {
  type PrintedSamples,
  printedListSteps,
  printSamplesSteps,
} from '../../src/domain/printed-samples.ts';
import type { Chosen, SampleList } from '../../src/domain/sample.ts';
import { shownTallySteps } from '../../src/domain/sample-facts.ts';
import { inSlices } from '../../src/services/in-slices.ts';
import { checkChosen } from '../../src/services/sampling/choosing-samples.ts';
import type { PostAnswer, Services } from '../router/define.ts';
import type { Where } from './answer.ts';

export interface GivenList {
  readonly list: SampleList;
  readonly chosen: Chosen;
  /** Whose samples these are. */
  readonly name: string;
  /** What the file is called in the thread. */
  readonly fileName: string;
  readonly to: Where;
  readonly services: Pick<Services, 'redaction'>;
  /** What is said of the list beside the samples. */
  readonly said: Pick<
    ShownList,
    'of' | 'about' | 'event' | 'tally' | 'meanings' | 'notes' | 'save' | 'others'
  >;
}

/** Characters of a list. Masking takes some seconds for ten megabytes, and more takes longer than somebody waits. */
const MOST_SHARED = 16 * 1024 ** 2;

/**
 * The samples that are meant in a message, and all of them as a file in its thread; what is to be masked of them is.
 * Without samples there is no file.
 * @throws KnownError `bad_value` where there is none with that index
 */
export async function giveList({
  list,
  chosen,
  name,
  fileName,
  to,
  services,
  said,
}: GivenList): Promise<PostAnswer> {
  const total = list.samples.length;
  checkChosen(list, chosen, name);
  const isShared = total > 0 && isShareable(list);
  const part = isShared ? undefined : { chosen, room: TEXT_LIMIT };
  const printed = await inSlices(printSamplesSteps(list, services.redaction, part));
  const message = renderSamples({
    ...said,
    tally: await inSlices(shownTallySteps(said.tally, services.redaction)),
    notes: [...(said.notes ?? []), ...(isShared || total === 0 ? [] : [tooLarge(list)])],
    total,
    chosen,
    shown: printed.items.filter(({ index }) => chosen === 'all' || index === chosen),
    masked: printed.masked,
    hasFile: isShared,
  });
  const file = isShared ? { file: await fileOf(fileName, printed) } : {};
  return { kind: 'post', to, message, ...file };
}

/** May the list be masked and put into a thread as a whole? */
export function isShareable({ text }: SampleList): boolean {
  return text.length <= MOST_SHARED;
}

/** The samples of a list as a file, what is to be masked of them being masked. */
export async function fileOf(name: string, printed: PrintedSamples): Promise<SharedFile> {
  return { name, content: await inSlices(printedListSteps(printed)) };
}

/** Why it is not. */
export function tooLarge({ text }: SampleList): string {
  return `All of them together are ${Math.round(text.length / 1024 ** 2)} MB, which is too much to share as a file from here.`;
}
