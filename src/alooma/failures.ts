import ms from 'ms';
import { type Outcome, PipelineError } from '../services/pipeline.ts';
import type { Answer, Call, Loss, Reply } from './call.ts';

/** What a sentence may need to know of the configuration: nothing of it is secret. */
export interface FailureContext {
  /** Milliseconds. */
  timeout: number;
  credentials: 'key' | 'password';
}

/**
 * The reply where it is a good answer; otherwise throws what is wrong with it. The error says no more than the purpose,
 * the status and the platform's code: never an address, a header or a body, nor the error that it comes from.
 */
export function goodAnswer(call: Call, reply: Reply, context: FailureContext): Answer {
  if (reply.kind === 'loss') throw lossError(call, reply, context);
  const failure = answerError(call, reply, context);
  if (failure) throw failure;
  return reply;
}

/** A read changes nothing, so nothing of it is left open. */
function ifWritten(call: Call): Outcome {
  return call.kind === 'write' ? 'unknown' : 'not_done';
}

/** What to do next: a write that may have been done is not to be tried again, but looked at. */
function advice(outcome: Outcome): string {
  return outcome === 'unknown' ? 'Whether it was done is not known.' : 'Try again in a moment.';
}

function lossError(call: Call, { why, code }: Loss, { timeout }: FailureContext): PipelineError {
  const outcome = ifWritten(call);
  const suffix = code === undefined ? '' : ` (${code})`;
  const after = advice(outcome);
  switch (why) {
    case 'unreachable':
      return new PipelineError(
        'unavailable',
        'not_done',
        `Alooma cannot be reached${suffix}. ${advice('not_done')}`,
      );
    case 'time_out':
      return new PipelineError(
        'unavailable',
        outcome,
        `Alooma did not answer within ${timeout / 1000} s. ${after}`,
      );
    case 'broken':
      return new PipelineError(
        'unavailable',
        outcome,
        `The connection to Alooma was lost on the way${suffix}. ${after}`,
      );
    case 'too_large':
      return new PipelineError(
        'confusing',
        outcome,
        `Alooma, asked to ${call.purpose}, gave an answer that is too large.`,
      );
    case 'unreadable':
      return new PipelineError(
        'confusing',
        outcome,
        'What Alooma answered is no readable text: it is not UTF-8.',
      );
  }
}

function answerError(call: Call, answer: Answer, context: FailureContext): PipelineError | undefined {
  const { status, retryAfter } = answer;
  const outcome = ifWritten(call);
  if (status === 401) return new PipelineError('unauthorized', 'not_done', unauthorized(context.credentials));
  if (status === 404)
    return new PipelineError(
      'not_found',
      'not_done',
      `Alooma was asked to ${call.purpose} and found none (404).`,
    );
  if (status === 429) {
    const sentence = `Alooma asks for fewer calls (429). Try again in ${inWords(retryAfter)}.`;
    return new PipelineError('unavailable', 'not_done', sentence, { retryAfter });
  }
  if (status === 408 || status >= 500) {
    const sentence = `Alooma failed (${status}) to ${call.purpose}. ${advice(outcome)}`;
    return new PipelineError('unavailable', outcome, sentence, { retryAfter });
  }
  if (status >= 400)
    return new PipelineError('refused', 'not_done', refusal(status, call.purpose, context.credentials));
  if (status < 200 || status >= 300 || isPage(answer)) return notAlooma(status, outcome);
  return undefined;
}

/** @param wait milliseconds; a second at least, since less is over before it is read */
function inWords(wait: number | undefined): string {
  return wait ? ms(Math.ceil(wait / 1000) * 1000, { long: true }) : 'a moment';
}

function refusal(status: number, purpose: string, credentials: FailureContext['credentials']): string {
  const who = credentials === 'key' ? 'the key in ALOOMA_API_KEY' : 'the user in ALOOMA_USERNAME';
  const next =
    status === 403 ? `Check that ${who} may do that.` : 'Look in Alooma itself what is in the way.';
  return `Alooma refused (${status}) to ${purpose}. ${next}`;
}

function unauthorized(credentials: FailureContext['credentials']): string {
  return credentials === 'key'
    ? 'Alooma refused the API key (401): check ALOOMA_API_KEY and ALOOMA_ACCOUNT_NAME.'
    : 'Alooma refused the e-mail or the password (401): check ALOOMA_USERNAME, ALOOMA_PASSWORD and ALOOMA_ACCOUNT_NAME.';
}

/** A web page with status 200 is a proxy's, or a log-in's: not the API's. */
function isPage({ contentType }: Answer): boolean {
  return contentType?.includes('text/html') ?? false;
}

function notAlooma(status: number, outcome: Outcome): PipelineError {
  const sentence = `What answered (${status}) is not Alooma's API: check ALOOMA_BASE_URL and ALOOMA_ACCOUNT_NAME.`;
  return new PipelineError('confusing', outcome, sentence);
}
