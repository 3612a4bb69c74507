import { code } from '../../domain/mrkdwn.ts';
import { KnownError } from '../../errors.ts';
import type { Pipeline, PipelineEvent } from '../pipeline.ts';

/** Whose samples are saved: those of one event, of all events of an input, or of everything. */
export type ToSave =
  | { readonly type: 'event'; readonly name: string }
  /** `events` where they are known: those of the pipeline's listing otherwise. */
  | { readonly type: 'input'; readonly name: string; readonly events?: readonly string[] }
  | { readonly type: 'events'; readonly names: readonly string[] }
  | { readonly type: 'all' };

/** An input's name, and those of its events. */
export type InputEvents = readonly [name: string, events: readonly string[]];

export interface Wanted {
  /** Each once. */
  readonly events: readonly string[];
  readonly inputs: readonly InputEvents[];
}

/** @throws KnownError `no_samples` for an input without events; PipelineError */
export async function wanted(toSave: ToSave, pipeline: Pick<Pipeline, 'listEvents'>): Promise<Wanted> {
  if (toSave.type === 'event') return { events: [toSave.name], inputs: [] };
  if (toSave.type === 'events') return { events: [...new Set(toSave.names)], inputs: [] };
  if (toSave.type === 'all') return everything(await pipeline.listEvents());
  const known = toSave.events ?? eventsOf(toSave.name, await pipeline.listEvents());
  if (known.length === 0) throw noEvents(toSave.name);
  const events = [...new Set(known)];
  return { events, inputs: [[toSave.name, events]] };
}

function eventsOf(input: string, listed: readonly PipelineEvent[]): string[] {
  return listed.filter(({ inputName }) => inputName === input).map(({ name }) => name);
}

function everything(listed: readonly PipelineEvent[]): Wanted {
  const inputs = new Map<string, Set<string>>();
  for (const { name, inputName } of listed) {
    if (inputName === undefined) continue;
    const events = inputs.get(inputName) ?? new Set();
    inputs.set(inputName, events.add(name));
  }
  return {
    events: [...new Set(listed.map(({ name }) => name))],
    inputs: [...inputs].map(([name, events]) => [name, [...events]]),
  };
}

function noEvents(input: string): KnownError {
  return new KnownError(
    'no_samples',
    `No event comes from ${code(input)}, so there are no samples of it to save. See which there are with \`/alooma events\`.`,
  );
}
