import { z } from 'zod';
import { isObject } from '../domain/json.ts';
import type { SampleCounts, SampleList } from '../domain/sample.ts';
import { sampleListSteps } from '../domain/sample-list.ts';
import type { Steps } from '../domain/steps.ts';
import { inSlices } from '../services/in-slices.ts';
import type { Client } from './client.ts';
import { notDocumented, parseAnswer } from './schemas.ts';

/** The samples of an event (`GET samples`), with the text in which they came. @param statuses all when empty */
export async function listSamples(
  client: Client,
  eventName: string,
  statuses: readonly string[],
): Promise<SampleList> {
  const purpose = 'give the samples of an event';
  const query = [['eventType', eventName], ...statuses.map((status) => ['status', status])]
    .map(([key, value = '']) => `${key}=${encoded(value)}`)
    .join('&');
  const { text } = await client({ method: 'GET', path: `samples?${query}`, kind: 'read', purpose });
  const list = await inSlices(sampleListSteps(text));
  if (!list) throw notDocumented(purpose);
  return list;
}

/** How many events of each type ended with which status (`GET samples/stats`). */
export async function countSamples(client: Client): Promise<SampleCounts> {
  const purpose = 'count the samples';
  const { text } = await client({ method: 'GET', path: 'samples/stats', kind: 'read', purpose });
  return inSlices(countsIn(parseAnswer(Members, text, purpose)));
}

/** Status code → what it means (`GET status-types`). */
export async function listStatuses(client: Client): Promise<ReadonlyMap<string, string>> {
  const purpose = 'list the statuses';
  const { text } = await client({ method: 'GET', path: 'status-types', kind: 'read', purpose });
  const listed = parseAnswer(Members, text, purpose);
  return new Map(Object.entries(listed).map(([code, meaning]) => [code, Meaning.parse(meaning)]));
}

/** Not `z.record`: an event may be called `__proto__`. */
const Members = z.custom<Record<string, unknown>>(isObject);
const Count = z.number().nonnegative();
/** A code without a description is one all the same. */
const Meaning = z.string().catch('');

function* countsIn(listed: Record<string, unknown>): Steps<SampleCounts> {
  const counts = new Map<string, ReadonlyMap<string, number>>();
  for (const [eventName, byStatus] of Object.entries(listed)) {
    yield;
    const readable = Object.entries(isObject(byStatus) ? byStatus : {}).flatMap(([status, json]) => {
      const { data } = Count.safeParse(json);
      return data === undefined ? [] : [[status, data] as const];
    });
    counts.set(eventName, new Map(readable));
  }
  return counts;
}

/** Half a character, which no name that came over the network has, cannot be encoded. */
function encoded(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}
