import { z } from 'zod';
import { EVENTS_A_PAGE, type EventRow, renderEvents } from '../blocks/events.ts';
import { quote } from '../src/domain/command-words.ts';
import { pageOf } from '../src/domain/pages.ts';
import type { SampleCounts } from '../src/domain/sample.ts';
import { PipelineError, type PipelineEvent } from '../src/services/pipeline.ts';
import { defineCommand } from './router/define.ts';

export const events = defineCommand({
  verb: 'events',
  also: ['event', 'event-types', 'list-events'],
  usage: 'events [<input>] [[--page <n>]]',
  summary: 'List the event types, or those of one input, each with its state and how many events there were',
  examples: ['events', 'events orders_db'],
  args: z.object({ input: z.string().optional(), page: z.string().optional() }),
  action: 'read',
  run: async ({ args: { input, page }, services: { samples } }) => {
    const [found, counts] = await Promise.all([
      samples.listEvents(input),
      samples.countSamples().catch(noneWhereNotTold),
    ]);
    const shown = pageOf(found, EVENTS_A_PAGE, page);
    const rows = shown.items.map((event) => rowOf(event, counts));
    const line = input === undefined ? 'events' : `events ${quote(input)}`;
    return { kind: 'message', to: 'channel', ...renderEvents({ ...shown, items: rows }, input, line) };
  },
});

/** The events are listed without their numbers where the pipeline does not tell those. */
function noneWhereNotTold(error: unknown): SampleCounts {
  if (error instanceof PipelineError) return new Map();
  throw error;
}

function rowOf({ name, inputName, state }: PipelineEvent, counts: SampleCounts): EventRow {
  const byStatus = counts.get(name);
  const count = byStatus && [...byStatus.values()].reduce((sum, one) => sum + one, 0);
  return { name, inputName, state, count };
}
