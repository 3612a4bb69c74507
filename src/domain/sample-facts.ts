import { isObject, parseJson } from './json.ts';
import type { Sample } from './sample.ts';
import { type Redaction, redactSampleSteps } from './sample-redaction.ts';
import type { Tally } from './sample-tally.ts';
import type { Steps } from './steps.ts';

/** What is said of a sample beside it. */
export type SampleFacts = Pick<Sample, 'status' | 'timestamp' | 'eventType'>;

/** As they may be shown: whoever has written a list by hand may have put anything there. */
export function* shownFactsSteps(
  { status, timestamp, eventType }: SampleFacts,
  redaction: Redaction,
): Steps<SampleFacts> {
  const facts = JSON.stringify({ status, timestamp, eventType });
  const shown = parseJson((yield* redactSampleSteps(facts, redaction)).text);
  if (!isObject(shown)) throw new Error('An object was redacted to none');
  return {
    status: typeof shown.status === 'string' ? shown.status : undefined,
    timestamp: typeof shown.timestamp === 'number' ? shown.timestamp : undefined,
    eventType: typeof shown.eventType === 'string' ? shown.eventType : undefined,
  };
}

/** As it may be shown: each status as beside its samples. */
export function* shownTallySteps(tally: readonly Tally[], redaction: Redaction): Steps<Tally[]> {
  const shown: Tally[] = [];
  for (const line of tally) {
    const { status = line.status } = yield* shownFactsSteps(
      { status: line.status, timestamp: undefined, eventType: undefined },
      redaction,
    );
    shown.push({ ...line, status });
  }
  return shown;
}
