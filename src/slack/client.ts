import { LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from '../log.ts';
import { isSlackAddress } from './address.ts';

/**
 * Slack's own client waits for ever, repeats posts for half an hour, and halts everything for one 429. What must reach
 * Slack is kept in the job queue instead, and a person who waits is told.
 */
export function webClientOptions(apiUrl: string | undefined, logger: Logger): WebClientOptions {
  return {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    timeout: 10_000,
    retryConfig: { retries: 2, minTimeout: 300, maxTimeout: 2_000, randomize: true },
    rejectRateLimitedCalls: true,
    fetch: (url, init) => keptToSlack(url, init, apiUrl),
    logger: slackLogger(logger),
  };
}

/** An upload goes, with the token, wherever Slack's answer says: that must not be anywhere else. */
async function keptToSlack(
  url: string | URL,
  init: RequestInit | undefined,
  apiUrl: string | undefined,
): Promise<Response> {
  if (!isSlackAddress(String(url), apiUrl)) throw new Error('That address is not Slack’s');
  // Slack's client has asked for no redirect to be followed.
  return fetch(url, init);
}

export function createWebClient(token: string, apiUrl: string | undefined, logger: Logger): WebClient {
  return new WebClient(token, webClientOptions(apiUrl, logger));
}

/** For what must not be done twice: a post whose answer was lost may stand in the channel already. */
export function createOneTryWebClient(token: string, apiUrl: string | undefined, logger: Logger): WebClient {
  return new WebClient(token, { ...webClientOptions(apiUrl, logger), retryConfig: { retries: 0 } });
}

/** Bolt and its parts log through this. Their debug lines hold whole requests, so those are left out at any level. */
export function slackLogger(logger: Logger) {
  const line = (parts: unknown[]) => parts.filter((part) => typeof part === 'string').join(' ');
  return {
    debug: () => undefined,
    info: (...parts: unknown[]) => logger.debug(line(parts)),
    warn: (...parts: unknown[]) => logger.warn(line(parts)),
    error: (...parts: unknown[]) => logger.error(line(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}
