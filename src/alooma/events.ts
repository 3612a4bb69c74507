import { z } from 'zod';
import { itemsOf } from '../domain/sample-list.ts';
import type { Steps } from '../domain/steps.ts';
import { inSlices } from '../services/in-slices.ts';
import type { PipelineEvent } from '../services/pipeline.ts';
import type { CallLogger, Client } from './client.ts';
import { eventOf, noneReadable, notDocumented, parseAnswer } from './schemas.ts';

const PURPOSE = 'list the event types';

/** The event types (`GET event-types`). Those that cannot be read are left out. */
export async function listEvents(client: Client, logger: CallLogger | undefined): Promise<PipelineEvent[]> {
  const { text } = await client({ method: 'GET', path: 'event-types', kind: 'read', purpose: PURPOSE });
  const { events, listed } = await inSlices(readAll(text, logger));
  if (events.length === 0 && listed > 0) throw noneReadable('event types');
  return events;
}

interface Read {
  readonly events: PipelineEvent[];
  /** How many there are, readable or not. */
  readonly listed: number;
}

/** One after another: to read a listing of thousands in one go takes a time in which nothing else is done. */
function* readAll(text: string, logger: CallLogger | undefined): Steps<Read> {
  const items = yield* itemsOf(text);
  if (!items) throw notDocumented(PURPOSE);
  const events: PipelineEvent[] = [];
  for (const [index, { start, end }] of items.entries()) {
    const event = eventOf(parseAnswer(z.unknown(), text.slice(start, end), PURPOSE));
    if (event) events.push(event);
    else logger?.warn({ index }, 'An event type of the listing is not readable and is left out');
    yield;
  }
  return { events, listed: items.length };
}
