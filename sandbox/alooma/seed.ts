import { SEED_EVENTS, STATUS_TYPES } from './seed-events.ts';
import { SEED_INPUTS } from './seed-inputs.ts';
import type { AloomaState } from './state.ts';

/** Alooma allows at most ten samples an event type and status. */
const SAMPLES_KEPT = 10;

/** The state of a fresh local Alooma. */
export function seedState(): AloomaState {
  return {
    inputs: SEED_INPUTS.map((input) => ({ id: input.id, text: JSON.stringify(input), showsAt: 0 })),
    eventTypes: SEED_EVENTS.map((event) => ({
      name: event.name,
      origInputLabel: event.input,
      state: event.state ?? 'MAPPED',
      mappingMode: event.mappingMode ?? 'AUTO_MAP',
      stats: { count: Object.values(event.counts).reduce((sum, count) => sum + count, 0) },
    })),
    samples: SEED_EVENTS.flatMap(samplesOf),
    sampleCounts: Object.fromEntries(SEED_EVENTS.map((event) => [event.name, event.counts])),
    statusTypes: { ...STATUS_TYPES },
    sleepTimes: {},
    sessions: [],
  };
}

function samplesOf(event: (typeof SEED_EVENTS)[number]): AloomaState['samples'] {
  return Object.entries(event.counts).flatMap(([status, count]) =>
    Array.from({ length: Math.min(count, event.kept ?? SAMPLES_KEPT) }, (_, index) => ({
      text: sampleText(event, status, index),
      status,
      timestamp: Date.UTC(2019, 2, 14, 9, index),
      eventType: event.name,
    })),
  );
}

function sampleText(event: (typeof SEED_EVENTS)[number], status: string, index: number): string {
  const own = typeof event.sample === 'object' && !Array.isArray(event.sample) ? event.sample : {};
  const metadata = { event_type: event.name, input_label: event.input, '@uuid': `${status}-${index}` };
  const whole = JSON.stringify({ id: 1000 + index, ...own, _metadata: metadata });
  const digits = Object.entries(event.digits ?? {}).map(
    ([field, number]) => `${JSON.stringify(field)}:${number},`,
  );
  return `{${digits.join('')}${whole.slice(1)}`;
}
