import type { Chosen, SampleList } from '../../domain/sample.ts';
import { chosenSteps } from '../../domain/sample-list.ts';
import { inSlices } from '../in-slices.ts';
import { noSuchSample } from './sample-refusals.ts';

/**
 * All samples of a list, or the one that is meant.
 * @param name whose samples these are, for the sentence
 * @throws KnownError `bad_value` where there is none with that index; a list without samples has none to choose from
 */
export async function choose(list: SampleList, chosen: Chosen, name: string): Promise<SampleList> {
  if (chosen === 'all' || list.samples.length === 0) return list;
  const one = await inSlices(chosenSteps(list, chosen));
  if (!one) throw noSuchSample(name, chosen, list.samples.length);
  return one;
}
