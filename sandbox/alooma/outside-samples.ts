import type { AloomaState, Sample } from './state.ts';

/** What comes into Alooma past the bot: event types, and samples of them. */
export interface OutsideSamples {
  /** A new event type, with samples that are answered as these JSON texts of events. */
  addEvent(event: {
    name: string;
    input?: string;
    state?: string;
    counts?: { [status: string]: number };
    samples?: readonly string[];
  }): void;
  /** So many event types at once, each with one sample. @returns their names */
  addEvents(count: number, options?: { input?: string; prefix?: string; sample?: string }): string[];
  /** A sample of an event type. @param text the event's JSON text, which is answered as it is */
  add(eventName: string, text: string, options?: { status?: string; timestamp?: number }): void;
  /** Takes an event type away, with its samples. */
  removeEvent(name: string): void;
}

const TIMESTAMP = Date.UTC(2019, 2, 14, 9);

export function outsideSamples(state: () => AloomaState): OutsideSamples {
  const add: OutsideSamples['add'] = (
    eventType,
    text,
    { status = 'PROCESSED', timestamp = TIMESTAMP } = {},
  ) => {
    state().samples.push({ text, status, timestamp, eventType });
  };
  const addEvent: OutsideSamples['addEvent'] = ({
    name,
    input = '',
    state: mapped,
    counts,
    samples = [],
  }) => {
    const current = state();
    current.eventTypes.push({
      name,
      origInputLabel: input,
      state: mapped ?? 'MAPPED',
      mappingMode: 'AUTO_MAP',
      stats: { count: samples.length },
    });
    if (counts) current.sampleCounts = Object.fromEntries([...entriesOf(current), [name, counts]]);
    for (const text of samples) add(name, text);
  };

  return {
    add,
    addEvent,
    addEvents(count, { input = 'orders_db', prefix = 'event', sample = '{"id":1}' } = {}) {
      const digits = String(count - 1).length;
      const names = Array.from(
        { length: count },
        (_, index) => `${prefix}_${String(index).padStart(digits, '0')}`,
      );
      for (const name of names) addEvent({ name, input, samples: [sample] });
      return names;
    },
    removeEvent(name) {
      const current = state();
      current.eventTypes = current.eventTypes.filter((event) => event.name !== name);
      current.samples = current.samples.filter((sample) => sample.eventType !== name);
      current.sampleCounts = Object.fromEntries(entriesOf(current).filter(([counted]) => counted !== name));
    },
  };
}

/** As `fromEntries` takes them again: an event may be called `__proto__`, which no assignment keeps. */
function entriesOf({ sampleCounts }: AloomaState): [string, { [status: string]: number }][] {
  return Object.entries(sampleCounts);
}

/** A sample as Alooma answers it: the event's own text goes in as it is. */
export function answerOf({ sample, text = JSON.stringify(sample), ...about }: Sample): string {
  return `{"sample":${text},${JSON.stringify(about).slice(1)}`;
}
