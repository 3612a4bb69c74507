import type { SampleList } from '../../domain/sample.ts';
import { type Pipeline, PipelineError } from '../pipeline.ts';

const NO_SAMPLES: SampleList = { text: '[]', samples: [] };

/**
 * The samples of an event. One that the pipeline knows nothing of (404) has none: whether there is such an event is said
 * by its listing.
 * @param statuses all when empty @throws PipelineError
 */
export async function samplesOf(
  pipeline: Pick<Pipeline, 'listSamples'>,
  eventName: string,
  statuses: readonly string[] = [],
): Promise<SampleList> {
  try {
    return await pipeline.listSamples(eventName, statuses);
  } catch (error) {
    if (error instanceof PipelineError && error.fault === 'not_found') return NO_SAMPLES;
    throw error;
  }
}
