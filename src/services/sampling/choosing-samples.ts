import type { Chosen, SampleList } from '../../domain/sample.ts';
import { chosenSteps } from '../../domain/sample-list.ts';
import { inSlices } from '../in-slices.ts';
import { noSuchSample } from './sample-refusals.ts';

/**
 * @param name whose samples these are, for the sentence
 * @throws KnownError `bad_value` where there is none with that index; a list without samples has none to choose from
 */
export function checkChosen({ samples }: SampleList, chosen: Chosen, name: string): void {
  if (chosen === 'all' || samples.length === 0 || samples[chosen] !== undefined) return;
  throw noSuchSample(name, chosen, samples.length);
}

/** All samples of a list, or the one that is meant. @throws KnownError as `checkChosen` */
export async function choose(list: SampleList, chosen: Chosen, name: string): Promise<SampleList> {
  checkChosen(list, chosen, name);
  if (chosen === 'all' || list.samples.length === 0) return list;
  const one = await inSlices(chosenSteps(list, chosen));
  if (!one) throw new Error('A list has other samples than its text');
  return one;
}
