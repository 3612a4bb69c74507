import {
  WebAPIFileUploadInvalidArgumentsError,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { isAxiosError } from 'axios';

/**
 * - `not_in_channel`: the bot cannot post there until it is invited.
 * - `gone`: the message or the channel is no longer there.
 * - `too_late`: a modal can no longer be opened for this command or click.
 * - `unavailable`: Slack did not answer, asked to wait, or does not let the bot in: trying later helps.
 * - `refused`: Slack will not take it, however often.
 */
export type SlackFault = 'not_in_channel' | 'gone' | 'too_late' | 'unavailable' | 'refused';

/** A call to Slack that failed: what kind of failure, and Slack's own word for it, and nothing of what was sent. */
export class SlackFailure extends Error {
  readonly fault: SlackFault;
  readonly slackError: string;
  /** How long Slack asked to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Was it a step after which nobody sees anything yet? */
  readonly #isPreparing: boolean;

  constructor(fault: SlackFault, slackError: string, retryAfter?: number, isPreparing = false) {
    super(`Slack: ${slackError}`);
    this.name = 'SlackFailure';
    this.fault = fault;
    this.slackError = slackError;
    this.retryAfter = retryAfter;
    this.#isPreparing = isPreparing;
  }

  /** The same failure, of a step after which nobody sees anything yet. */
  whilePreparing(): SlackFailure {
    return new SlackFailure(this.fault, this.slackError, this.retryAfter, true);
  }

  /** Slack does not let the bot in, or not so far: whoever runs it has to mend that. */
  get isLockedOut(): boolean {
    return LOCKED_OUT.has(this.slackError);
  }

  /** Nobody said no: what was sent may have been carried out all the same. */
  get mayHaveArrived(): boolean {
    return this.fault === 'unavailable' && !this.#isPreparing && !CERTAINLY_NOT_DONE.has(this.slackError);
  }
}

const NOT_IN_CHANNEL = new Set(['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action']);
const GONE = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
  // Of a modal: it was closed, or has moved on.
  'not_found',
  'view_not_found',
  'hash_conflict',
]);
const TOO_LATE = new Set([
  'expired_trigger_id',
  'trigger_expired',
  'exchanged_trigger_id',
  'trigger_exchanged',
]);
const RATE_LIMITED = new Set(['ratelimited', 'rate_limited', 'http_429']);
/** Whoever runs the bot mends these, by another token or another scope: what was to be said waits for that. */
const LOCKED_OUT = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'missing_scope',
  'team_access_not_granted',
  'ekm_access_denied',
]);
const CERTAINLY_NOT_DONE = new Set([...RATE_LIMITED, ...LOCKED_OUT]);
const PASSING = new Set([
  ...CERTAINLY_NOT_DONE,
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);

export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof SlackFailure) return error;
  if (error instanceof WebAPIPlatformError) return slackRefusal(error.data.error);
  if (error instanceof WebAPIFileUploadInvalidArgumentsError)
    return new SlackFailure('refused', 'invalid_file');
  if (error instanceof WebAPIRateLimitedError) {
    return new SlackFailure('unavailable', 'ratelimited', error.retryAfter * 1_000);
  }
  if (error instanceof WebAPIHTTPError) return new SlackFailure('unavailable', `http_${error.statusCode}`);
  if (error instanceof WebAPIRequestError) return new SlackFailure('unavailable', 'no_answer');
  if (isAxiosError(error)) return fromAnswer(error.response?.status, refusalOf(error.response?.data));
  return new SlackFailure('unavailable', 'no_answer');
}

/** @param slackError Slack's own word for it */
export function slackRefusal(slackError: string): SlackFailure {
  return new SlackFailure(faultOf(slackError), slackError);
}

/** The word with which JSON of Slack's refuses, also where the status is 200. */
export function refusalIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  if (!('ok' in answer) || answer.ok !== false || !('error' in answer)) return undefined;
  return typeof answer.error === 'string' ? answer.error : undefined;
}

/** An address that fails says the word in JSON, or alone. */
function refusalOf(answer: unknown): string | undefined {
  return typeof answer === 'string' && /^[a-z]+(_[a-z]+)*$/.test(answer) ? answer : refusalIn(answer);
}

function faultOf(slackError: string): SlackFault {
  if (NOT_IN_CHANNEL.has(slackError)) return 'not_in_channel';
  if (GONE.has(slackError)) return 'gone';
  if (TOO_LATE.has(slackError)) return 'too_late';
  return PASSING.has(slackError) ? 'unavailable' : 'refused';
}

function fromAnswer(status: number | undefined, refusal: string | undefined): SlackFailure {
  if (status === undefined) return new SlackFailure('unavailable', 'no_answer');
  if (status < 500 && status !== 429 && refusal) return slackRefusal(refusal);
  return new SlackFailure(status === 429 || status >= 500 ? 'unavailable' : 'refused', `http_${status}`);
}
