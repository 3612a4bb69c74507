import { z } from 'zod';
import { type InputFacts, InputJson } from '../domain/input.ts';
import { PipelineError, type PipelineEvent } from '../services/pipeline.ts';

const EventTypeJson = z.looseObject({
  name: z.string(),
  origInputLabel: z.string().nullish(),
  state: z.unknown().optional(),
});

/** Says whether something in a listing is an input at all, before it is asked to be a whole one. */
const MaybeInput = z.looseObject({
  category: z.unknown().optional(),
  type: z.unknown().optional(),
  deleted: z.unknown().optional(),
});

/** The system's own nodes, which no user has made. */
const SYSTEM_TYPES: readonly unknown[] = ['RESTREAM', 'AGENT'];

/**
 * @throws PipelineError `confusing` when the text is not JSON of that shape; what it holds is not told, for it may
 * hold secrets
 */
export function parseAnswer<T>(schema: z.ZodType<T>, text: string, purpose: string): T {
  const parsed = parseJson(text);
  const result = parsed && schema.safeParse(parsed.value);
  if (result?.success) return result.data;
  throw notDocumented(purpose);
}

export function notDocumented(purpose: string): PipelineError {
  const sentence = `Alooma, asked to ${purpose}, gave an answer that does not look as documented.`;
  return new PipelineError('confusing', 'not_done', sentence);
}

/** @param what the things that were listed: some answer came, and nothing in it is one of them */
export function noneReadable(what: string): PipelineError {
  return new PipelineError(
    'confusing',
    'not_done',
    `None of the ${what} that Alooma lists looks as documented.`,
  );
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Is it an input that a user made and has not deleted? A missing category is taken for an input's. */
export function isUsersInput(json: unknown): boolean {
  const { success, data } = MaybeInput.safeParse(json);
  if (!success) return true;
  const isInput = data.category === undefined || data.category === null || data.category === 'INPUT';
  return isInput && !SYSTEM_TYPES.includes(data.type) && data.deleted !== true;
}

/** The facts of an input's JSON; `undefined` when it does not look like one. */
export function factsOf(json: unknown): InputFacts | undefined {
  const { data } = InputJson.safeParse(json);
  return data && toFacts(data);
}

function toFacts(input: z.infer<typeof InputJson>): InputFacts {
  return {
    id: input.id,
    name: input.name,
    type: input.type,
    category: input.category ?? undefined,
    paused: input.paused ?? undefined,
    state: textOf(input.state),
    stats: input.stats,
    createdAt: dateOf(input.created_at ?? undefined),
    configuration: input.configuration,
  };
}

const TaskState = z.looseObject({ status: z.string() });

/** A task state may be a tree that nobody has documented; only a plain word is shown, or its status. */
function textOf(state: unknown): string | undefined {
  return typeof state === 'string' ? state : TaskState.safeParse(state).data?.status;
}

/** A number is taken for milliseconds since 1970. */
function dateOf(value: string | number | undefined): string | undefined {
  if (typeof value !== 'number') return value;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

export function eventOf(json: unknown): PipelineEvent | undefined {
  const { data } = EventTypeJson.safeParse(json);
  return data && { name: data.name, inputName: data.origInputLabel ?? undefined, state: textOf(data.state) };
}
