import { readApiUrl } from '../../domain/api-url.ts';
import { NotJson } from '../../domain/json-tokens.ts';
import { inSlices } from '../../services/in-slices.ts';
import type { ApiEvents, ApiRequest, ApiSource } from '../../services/sample-sources.ts';
import { inTurns } from '../turns.ts';
import { eventSteps } from './events.ts';
import { noTurn, notJson, tooLate } from './failures.ts';
import { follow } from './follow.ts';
import { withParameters } from './key.ts';
import { parametersOf } from './parameters.ts';
import type { Reach } from './reach.ts';
import { readText } from './read-text.ts';
import { createResolve, type Resolve } from './resolve.ts';

export interface ApiSourceOptions {
  /** Hosts that may be asked whatever their address is, in lower case. */
  readonly allowedHosts: ReadonlySet<string>;
  /** How names are looked up; by the system's name servers when absent. */
  readonly resolve?: Resolve;
  /** Milliseconds for a whole request, redirects included. */
  readonly timeout?: number;
  /** Milliseconds until it has to be its turn, where others are asked. */
  readonly longestWait?: number;
  /** Bytes of an answer, unpacked. */
  readonly largestAnswer?: number;
}

const TIMEOUT_MS = 10_000;
const LONGEST_WAIT_MS = 10_000;
const LARGEST_ANSWER = 5_000_000;
/** Each may hold an answer of that size, and a connection. */
const AT_ONCE = 4;

/**
 * Any REST API, asked once with GET, four of them at a time. Only what is on the public Internet is asked, and what
 * somebody has opened by name.
 */
export function createApiSource({
  allowedHosts,
  resolve = createResolve(),
  timeout = TIMEOUT_MS,
  longestWait = LONGEST_WAIT_MS,
  largestAnswer = LARGEST_ANSWER,
}: ApiSourceOptions): ApiSource {
  const reach: Reach = { allowedHosts, resolve };
  const inTurn = inTurns(AT_ONCE, longestWait, noTurn);

  async function fetch(request: ApiRequest, signal: AbortSignal): Promise<ApiEvents> {
    const url = withParameters(readApiUrl(request.url), parametersOf(request.payload));
    const answered = await follow(url, request.key, reach, signal);
    const text = await readText(answered, largestAnswer);
    try {
      return await inSlices(eventSteps(text, request.listPath, request.key?.key));
    } catch (error) {
      throw error instanceof NotJson ? notJson(answered.url, answered.got.contentType) : error;
    }
  }

  return {
    fetchEvents: (request) => inTurn(() => within(timeout, (signal) => fetch(request, signal))),
  };
}

/** The time is for all of it: names that are looked up, redirects, and a server that never stops talking. */
async function within<Result>(
  timeout: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(tooLate(timeout));
      deadline.abort();
    }, timeout);
  });
  try {
    return await Promise.race([work(deadline.signal), late]);
  } finally {
    clearTimeout(timer);
    // What was refused halfway is not read to its end.
    deadline.abort();
  }
}
