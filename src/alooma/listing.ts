import type { Input, InputFacts } from '../domain/input.ts';
import { PipelineError } from '../services/pipeline.ts';
import type { Call } from './call.ts';
import type { CallLogger, Client } from './client.ts';
import { slices } from './documents.ts';
import { factsOf, InputMap, isUsersInput, parseAnswer, Structure } from './schemas.ts';

/** All inputs, through the newer call, or where Alooma does not have it (404), through the structure. */
export interface Listing {
  list(): Promise<InputFacts[]>;
  /** One input out of the listing, with its document. */
  find(id: string): Promise<Input | undefined>;
  /** Is the newer call known to be missing? */
  isOlder(): boolean;
}

interface ListingOptions {
  client: Client;
  logger: CallLogger | undefined;
  /** Milliseconds for which a missing newer call is not asked for again. */
  rememberFor: number;
}

interface Form {
  /** Whatever is listed, parsed. */
  items: unknown[];
  /** The same, each as its own JSON text. */
  slices(): Iterable<string>;
}

const PURPOSE = 'list the inputs';
const NEWER: Call = { method: 'GET', path: 'inputs', kind: 'read', purpose: PURPOSE };
const STRUCTURE: Call = { method: 'GET', path: 'plumbing/?resolution=1min', kind: 'read', purpose: PURPOSE };

export function createListing({ client, logger, rememberFor }: ListingOptions): Listing {
  let olderUntil = 0;
  const isOlder = () => Date.now() < olderUntil;

  const fetchForm = async (): Promise<Form> => {
    const newer = isOlder() ? undefined : await textUnlessMissing(client, NEWER);
    if (newer !== undefined) {
      const items = Object.values(parseAnswer(InputMap, newer, PURPOSE));
      return { items, slices: () => slices(newer) };
    }
    const text = await textUnlessMissing(client, STRUCTURE);
    if (text === undefined) throw noListing();
    const { nodes } = parseAnswer(Structure, text, PURPOSE);
    // Only now: where both are missing the address is wrong, or Alooma is away, and that says nothing of its age. Nor is
    // it put off by each call, or who calls often would never ask for the newer form again.
    if (!isOlder()) olderUntil = Date.now() + rememberFor;
    return { items: nodes, slices: () => slices(text, 'nodes') };
  };

  return {
    isOlder,
    async list() {
      const { items } = await fetchForm();
      const candidates = items.filter(isUsersInput);
      const inputs = candidates.flatMap((item) => {
        const facts = factsOf(item);
        if (!facts)
          logger?.warn({ inputId: idOf(item) }, 'An input of the listing is not readable and is left out');
        return facts ?? [];
      });
      if (inputs.length === 0 && candidates.length > 0) throw noneReadable();
      return inputs;
    },
    async find(id) {
      const form = await fetchForm();
      for (const document of form.slices()) {
        const json: unknown = JSON.parse(document);
        if (idOf(json) !== id || !isUsersInput(json)) continue;
        const facts = factsOf(json);
        if (!facts) throw notReadable(id);
        return { ...facts, document };
      }
      return undefined;
    },
  };
}

/** The answer's text, or nothing for a 404. */
export async function textUnlessMissing(client: Client, call: Call): Promise<string | undefined> {
  try {
    return (await client(call)).text;
  } catch (error) {
    if (error instanceof PipelineError && error.fault === 'not_found') return undefined;
    throw error;
  }
}

function idOf(json: unknown): string | undefined {
  const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** @param id an input's, which is no secret */
export function notReadable(id: string): PipelineError {
  return new PipelineError(
    'confusing',
    'not_done',
    `Alooma's answer for input ${id} does not look as documented.`,
  );
}

function noneReadable(): PipelineError {
  return new PipelineError(
    'confusing',
    'not_done',
    'None of the inputs that Alooma lists looks as documented.',
  );
}

function noListing(): PipelineError {
  const sentence =
    'Alooma has no list of inputs at this address (404): check ALOOMA_BASE_URL and ALOOMA_ACCOUNT_NAME.';
  return new PipelineError('confusing', 'not_done', sentence);
}
