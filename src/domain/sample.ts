import { z } from 'zod';
import type { Json } from './json.ts';

/** Samples: a few events of each type that the pipeline keeps for testing. Source: `Samples`, `GET samples`. */

/** Whose samples a file holds: those of one event, or those of all events of an input. */
export const SampleFileType = z.enum(['event', 'input']);
export type SampleFileType = z.output<typeof SampleFileType>;

/**
 * One sample as it lies in a list. A list that somebody has saved or written by hand may hold plain events: those are
 * taken for the sample itself.
 */
export interface Sample {
  /** The event. */
  readonly sample: Json;
  readonly status: string | undefined;
  /** Milliseconds since 1970. */
  readonly timestamp: number | undefined;
  readonly eventType: string | undefined;
}

/** A list of samples, and the JSON text that it was read from: what is saved is that text, to the last digit. */
export interface SampleList {
  readonly text: string;
  readonly samples: readonly Sample[];
}

/** Event name → status code → how many events. */
export type SampleCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Which samples of a list are meant: all of them, or one by its place, counted from 0. */
export type Chosen = 'all' | number;
