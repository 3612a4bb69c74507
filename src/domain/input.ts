import { z } from 'zod';

/**
 * What an input is. `document` is the input's own JSON text, exactly as the pipeline gave it: a change is an edit of
 * that text, and what is written back is the text, so that unknown fields, the order of keys and the form of numbers
 * survive. The other fields are read from it and are never written back.
 */
export interface Input extends InputFacts {
  readonly document: string;
}

/** What is known of an input without its document, as a listing gives it. */
export interface InputFacts {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly category: string | undefined;
  /** Absent on inputs that have no paused state (a webhook is pushed to, so there is nothing to stop). */
  readonly paused: boolean | undefined;
  readonly state: string | undefined;
  readonly createdAt: string | undefined;
  /** What the pipeline counts of it: numbers by names that are not documented. */
  readonly stats?: unknown;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The part of an input's JSON that the program relies on. Everything else may be there and is left alone. */
export const InputJson = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  type: z.string(),
  category: z.string().nullish(),
  paused: z.boolean().nullish(),
  state: z.unknown().optional(),
  stats: z.unknown().optional(),
  created_at: z.union([z.string(), z.number()]).nullish(),
  configuration: z.custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be an object',
  ),
});
export type InputJson = z.infer<typeof InputJson>;
