import { z } from 'zod';
import { isObject, type Json, parseJson } from './json.ts';
import { isFrame, openingAt, type Span, spans } from './json-spans.ts';
import type { Sample, SampleList } from './sample.ts';
import { atOnce, type Steps } from './steps.ts';

/** Lists of samples as the pipeline answers with them, and as they lie in saved files. Source: `GET samples`. */

/** What is said of a sample beside it: of another form than documented, it is as if it were not there. */
const Said = z.looseObject({
  sample: z.custom<Json>((value) => value !== undefined),
  status: z.string().optional().catch(undefined),
  timestamp: z.number().optional().catch(undefined),
  eventType: z.string().optional().catch(undefined),
});

/**
 * @param text the JSON text of a list, of any length
 * @returns its samples, or nothing where it is not a list of objects
 */
export function* sampleListSteps(text: string): Steps<SampleList | undefined> {
  const found = yield* itemsOf(text);
  if (!found) return undefined;
  const samples: Sample[] = [];
  for (const { start, end } of found) {
    const item = parseJson(text.slice(start, end));
    if (!isObject(item)) return undefined;
    samples.push(sampleOf(item));
    yield;
  }
  return { text, samples };
}

/** As `sampleListSteps`, all of it now: for a text that is known to be small. */
export function sampleListOf(text: string): SampleList | undefined {
  return atOnce(sampleListSteps(text));
}

/**
 * The list that has only that one of the samples, as it is written in the text. @param index counted from 0
 * @returns nothing where there is none with that index
 */
export function* chosenSteps(list: SampleList, index: number): Steps<SampleList | undefined> {
  const found = yield* itemsOf(list.text);
  const span = found?.[index];
  const sample = list.samples[index];
  return span && sample && { text: `[${list.text.slice(span.start, span.end)}]`, samples: [sample] };
}

/** What stands between a list's brackets, without the space around it. @returns nothing where the text is no list */
export function* insideSteps(text: string): Steps<string | undefined> {
  const found = yield* itemsOf(text);
  return found && text.slice(found.at(0)?.start ?? 0, found.at(-1)?.end ?? 0);
}

/** Where a list's items are, or nothing where the text is no list. Whether each of them is JSON is not looked at. */
export function* itemsOf(text: string): Steps<Span[] | undefined> {
  const at = openingAt(text, '[');
  if (at === undefined) return undefined;
  const found: Span[] = [];
  for (const span of spans(text, at)) {
    found.push(span);
    yield;
  }
  return isFrame(text, found) ? found : undefined;
}

/** An event may have a field `sample` of its own. */
function sampleOf(item: Record<string, unknown>): Sample {
  const { data } = Said.safeParse(item);
  if (data && isAboutSample(item, data)) {
    const { sample, status, timestamp, eventType } = data;
    return { sample, status, timestamp, eventType };
  }
  return { sample: item as Json, status: undefined, timestamp: undefined, eventType: undefined };
}

/** What has `_metadata` itself is an event, and so is what holds neither an event nor anything that is said of one. */
function isAboutSample(item: Record<string, unknown>, said: z.output<typeof Said>): boolean {
  const saysMore = said.status !== undefined || said.eventType !== undefined;
  return !Object.hasOwn(item, '_metadata') && (isObject(said.sample) || saysMore);
}
