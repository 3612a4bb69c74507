import type { Steps } from '../domain/steps.ts';
import { inSlices } from '../services/in-slices.ts';
import type { PipelineEvent } from '../services/pipeline.ts';
import type { CallLogger, Client } from './client.ts';
import { EventTypes, eventOf, noneReadable, parseAnswer } from './schemas.ts';

const PURPOSE = 'list the event types';

/** The event types (`GET event-types`). Those that cannot be read are left out. */
export async function listEvents(client: Client, logger: CallLogger | undefined): Promise<PipelineEvent[]> {
  const { text } = await client({ method: 'GET', path: 'event-types', kind: 'read', purpose: PURPOSE });
  const listed = parseAnswer(EventTypes, text, PURPOSE);
  const events = await inSlices(readAll(listed, logger));
  if (events.length === 0 && listed.length > 0) throw noneReadable('event types');
  return events;
}

function* readAll(listed: readonly unknown[], logger: CallLogger | undefined): Steps<PipelineEvent[]> {
  const events: PipelineEvent[] = [];
  for (const [index, json] of listed.entries()) {
    yield;
    const event = eventOf(json);
    if (event) events.push(event);
    else logger?.warn({ index }, 'An event type of the listing is not readable and is left out');
  }
  return events;
}
