import { type Capability, type Pipeline, PipelineError } from '../services/pipeline.ts';
import { type CallLogger, createClient } from './client.ts';
import { type CreateWait, createAndWait, findCreated } from './create.ts';
import { listEvents } from './events.ts';
import { createListing } from './listing.ts';
import { readOne } from './one-input.ts';
import { idInPath } from './paths.ts';
import type { RetryOptions } from './retry.ts';
import { countSamples, listSamples, listStatuses } from './samples.ts';
import type { Credentials } from './session.ts';
import { createTransport } from './transport.ts';

export type { CallLogger } from './client.ts';
export type { Credentials } from './session.ts';

export interface AloomaClientOptions {
  /** Without a path, for example `https://app.alooma.com`. */
  baseUrl: string;
  accountName?: string;
  credentials: Credentials;
  /** Milliseconds for a whole call; 60,000, as the reference client waits. */
  timeout?: number;
  logger?: CallLogger;
  retry?: Partial<Omit<RetryOptions, 'budget'>>;
  /** Milliseconds for which a missing `GET inputs` is not asked for again; ten minutes. */
  rememberOlderFor?: number;
  /** How long a new input is waited for; 10 looks a second apart, as the reference client does. */
  createWait?: Partial<CreateWait>;
  /** Bytes; 64 MB. */
  largestAnswer?: number;
}

const CREATE_WAIT: CreateWait = { looks: 10, pause: 1_000 };
const RETRY = { attempts: 4, firstPause: 300, longestPause: 10_000 };
const CAPABILITIES: readonly Capability[] = ['pause', 'replace', 'create', 'delete', 'events', 'samples'];

/**
 * The pipeline that Alooma runs, over its REST API. Every method throws a `PipelineError`, whose message holds no
 * secret and no address.
 */
export function createAlooma(options: AloomaClientOptions): Pipeline {
  const { logger, credentials, timeout = 60_000 } = options;
  const send = createTransport({
    ...options,
    timeout,
    largestAnswer: options.largestAnswer ?? 64 * 1024 ** 2,
  });
  const retry = { ...RETRY, ...options.retry, budget: timeout };
  const client = createClient({ send, credentials, timeout, retry, logger });
  const listing = createListing({ client, logger, rememberFor: options.rememberOlderFor ?? 600_000 });

  const createWait = { ...CREATE_WAIT, ...options.createWait };

  return {
    capabilities: new Set(CAPABILITIES),
    listInputs: listing.list,
    readInput: (id) => readOne(client, listing, id),

    async replaceInput(id, document) {
      const path = `inputs/${idFor(id)}`;
      await client({ method: 'PUT', path, body: document, kind: 'write', purpose: 'replace the input' });
    },

    createInput: (document) => createAndWait(client, listing.list, document, createWait),
    findCreated: (name) => findCreated(listing.list, name, createWait),

    async deleteInput(id) {
      const path = `plumbing/nodes/remove/${idFor(id)}`;
      await client({ method: 'POST', path, kind: 'write', purpose: 'delete the input' });
    },

    async setPaused(id, paused) {
      const path = `inputs/${idFor(id)}/pause?pause=${paused}`;
      const purpose = paused ? 'pause the input' : 'resume the input';
      await client({ method: 'PUT', path, kind: 'write', purpose });
    },

    listEvents: () => listEvents(client, logger),
    listSamples: (eventName, statuses) => listSamples(client, eventName, statuses),
    countSamples: () => countSamples(client),
    listStatuses: () => listStatuses(client),
  };
}

/** @throws PipelineError `not_found` for what cannot be an id */
function idFor(id: string): string {
  const inPath = idInPath(id);
  if (inPath === undefined) throw new PipelineError('not_found', 'not_done', 'That is no id of an input.');
  return inPath;
}
