import { z } from 'zod';
import type { Input, InputFacts } from '../domain/input.ts';
import { isFrame, openingAt, type Span, spans } from '../domain/json-spans.ts';
import type { Steps } from '../domain/steps.ts';
import { inSlices } from '../services/in-slices.ts';
import { PipelineError } from '../services/pipeline.ts';
import type { Call } from './call.ts';
import type { CallLogger, Client } from './client.ts';
import { factsOf, isUsersInput, noneReadable, notDocumented, parseAnswer } from './schemas.ts';

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

const PURPOSE = 'list the inputs';
const NEWER: Call = { method: 'GET', path: 'inputs', kind: 'read', purpose: PURPOSE };
const STRUCTURE: Call = { method: 'GET', path: 'plumbing/?resolution=1min', kind: 'read', purpose: PURPOSE };

export function createListing({ client, logger, rememberFor }: ListingOptions): Listing {
  let olderUntil = 0;
  const isOlder = () => Date.now() < olderUntil;

  const fetchDocuments = async (): Promise<string[]> => {
    const newer = isOlder() ? undefined : await textUnlessMissing(client, NEWER);
    if (newer !== undefined) return inSlices(documentsIn(newer, '{'));
    const text = await textUnlessMissing(client, STRUCTURE);
    if (text === undefined) throw noListing();
    const documents = await inSlices(documentsIn(text, '[', 'nodes'));
    // Only now: where both are missing the address is wrong, or Alooma is away, and that says nothing of its age. Nor is
    // it put off by each call, or who calls often would never ask for the newer form again.
    if (!isOlder()) olderUntil = Date.now() + rememberFor;
    return documents;
  };

  return {
    isOlder,
    async list() {
      const { inputs, candidates } = await inSlices(readAll(await fetchDocuments(), logger));
      if (inputs.length === 0 && candidates > 0) throw noneReadable('inputs');
      return inputs;
    },
    async find(id) {
      return inSlices(findIn(await fetchDocuments(), id));
    },
  };
}

/** Whatever is listed, each as its own JSON text. */
function* documentsIn(text: string, opening: '{' | '[', key?: string): Steps<string[]> {
  const at = openingAt(text, opening, key);
  const found: Span[] = [];
  for (const span of at === undefined ? [] : spans(text, at)) {
    found.push(span);
    yield;
  }
  if (at === undefined || !isFrame(text, found)) throw notDocumented(PURPOSE);
  return found.map(({ start, end }) => text.slice(start, end));
}

interface Read {
  readonly inputs: InputFacts[];
  /** How many of what is listed may be inputs, readable or not. */
  readonly candidates: number;
}

function* readAll(documents: readonly string[], logger: CallLogger | undefined): Steps<Read> {
  const inputs: InputFacts[] = [];
  let candidates = 0;
  for (const document of documents) {
    yield;
    const item = parsed(document);
    if (!isUsersInput(item)) continue;
    candidates += 1;
    const facts = factsOf(item);
    if (facts) inputs.push(facts);
    else logger?.warn({ inputId: idOf(item) }, 'An input of the listing is not readable and is left out');
  }
  return { inputs, candidates };
}

function* findIn(documents: readonly string[], id: string): Steps<Input | undefined> {
  for (const document of documents) {
    yield;
    const json = parsed(document);
    if (idOf(json) !== id || !isUsersInput(json)) continue;
    const facts = factsOf(json);
    if (!facts) throw notReadable(id);
    return { ...facts, document };
  }
  return undefined;
}

function parsed(document: string): unknown {
  return parseAnswer(z.unknown(), document, PURPOSE);
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

function noListing(): PipelineError {
  const sentence =
    'Alooma has no list of inputs at this address (404): check ALOOMA_BASE_URL and ALOOMA_ACCOUNT_NAME.';
  return new PipelineError('confusing', 'not_done', sentence);
}
