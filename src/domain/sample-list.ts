import { z } from 'zod';
import { isObject, type Json } from './json.ts';
import type { Span } from './json-spans.ts';
import { jsonTokens, NotJson } from './json-tokens.ts';
import { parseJsonSteps } from './json-values.ts';
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
    const item = yield* parseJsonSteps(text.slice(start, end));
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

/** Where a list's items are, or nothing where the text is no list. The characters of their texts are not looked at. */
export function* itemsOf(text: string): Steps<Span[] | undefined> {
  const found: Span[] = [];
  try {
    for (const item of itemSpans(text)) {
      if (item) found.push(item);
      else yield;
    }
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
  return found;
}

const TOKENS_A_STEP = 500;

/** One after another as they are asked for, and nothing wherever the work may be laid down. @throws NotJson for what is no list */
export function* itemSpans(text: string): Generator<Span | undefined, void, void> {
  let [depth, from, tokens] = [0, 0, 0];
  for (const { kind, start, end } of jsonTokens(text)) {
    if (tokens === 0 && kind !== '[') throw new NotJson();
    tokens += 1;
    if (tokens % TOKENS_A_STEP === 0) yield undefined;
    if (kind === ']' || kind === '}') depth -= 1;
    else if (depth === 1) from = start;
    if (kind === '[' || kind === '{') depth += 1;
    else if (depth === 1 && kind !== ',') yield { start: from, end };
  }
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
