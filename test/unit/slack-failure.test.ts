import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { LogLevel, WebClient } from '@slack/web-api';
import axios from 'axios';
import { type SlackFailure, slackFailure } from '../../src/slack/failure.ts';
import { createMessenger } from '../../src/slack/messenger.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** What a call becomes when Slack answers it like this. */
async function serving(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_, response) => answer(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

async function failureOf(call: Promise<unknown>): Promise<SlackFailure> {
  return call.then(
    () => {
      throw new Error('The call was expected to fail');
    },
    (error: unknown) => slackFailure(error),
  );
}

function post(slackApiUrl: string): Promise<unknown> {
  const client = new WebClient('xoxb-hunter2', {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
  return client.chat.postMessage({ channel: 'C1', text: 'hunter2' });
}

const json = (body: unknown) => (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

describe('a call to Slack that failed', () => {
  it.each([
    ['not_in_channel', 'not_in_channel'],
    ['channel_not_found', 'not_in_channel'],
    ['message_not_found', 'gone'],
    ['internal_error', 'unavailable'],
    ['invalid_blocks', 'refused'],
    ['expired_trigger_id', 'too_late'],
    ['exchanged_trigger_id', 'too_late'],
    ['hash_conflict', 'gone'],
  ] as const)('with %s is %s', async (error, fault) => {
    const failure = await failureOf(post(await serving(json({ ok: false, error }))));
    expect(failure).toMatchObject({ fault, slackError: error });
    expect(JSON.stringify([failure, failure.message, failure.stack])).not.toContain('hunter2');
  });

  it.each([
    'invalid_auth',
    'not_authed',
    'token_revoked',
    'token_expired',
    'account_inactive',
    'missing_scope',
    'team_access_not_granted',
    'ekm_access_denied',
  ])('with %s waits for whoever runs the bot, and was surely not carried out', async (error) => {
    const failure = await failureOf(post(await serving(json({ ok: false, error }))));
    expect(failure).toMatchObject({ fault: 'unavailable', mayHaveArrived: false, slackError: error });
  });

  it('may have arrived where Slack broke off, and not where it asked for fewer calls', async () => {
    const brokenOff = await serving((response) => response.destroy());
    expect((await failureOf(post(brokenOff))).mayHaveArrived).toBe(true);
    const limited = await serving((response) => response.writeHead(429, { 'retry-after': '1' }).end());
    expect((await failureOf(post(limited))).mayHaveArrived).toBe(false);
  });

  it.each([
    [429, { 'retry-after': '1' }, 'ratelimited'],
    [503, {}, 'http_503'],
  ] as const)('with status %i is worth another try', async (status, headers, slackError) => {
    const url = await serving((response) => response.writeHead(status, headers).end());
    expect(await failureOf(post(url))).toMatchObject({ fault: 'unavailable', slackError });
  });

  it('without an answer is worth another try', async () => {
    const url = await serving((response) => response.destroy());
    expect(await failureOf(post(url))).toMatchObject({ fault: 'unavailable', slackError: 'no_answer' });
    expect(await failureOf(axios.post(url))).toMatchObject({ fault: 'unavailable', slackError: 'no_answer' });
  });

  it.each([
    [404, 'refused'],
    [429, 'unavailable'],
    [500, 'unavailable'],
  ] as const)('at a response address with status %i is %s', async (status, fault) => {
    const url = await serving((response) => response.writeHead(status).end());
    expect(await failureOf(axios.post(url))).toMatchObject({ fault, slackError: `http_${status}` });
  });

  it.each([
    [400, 'invalid_blocks', 'refused', 'invalid_blocks'],
    [404, '{"ok":false,"error":"used_url"}', 'refused', 'used_url'],
    [200, '{"ok":false,"error":"expired_url"}', 'refused', 'expired_url'],
    [500, 'internal_error', 'unavailable', 'http_500'],
    [400, '<html>No</html>', 'refused', 'http_400'],
  ] as const)('at a response address with %i and %s says so', async (status, body, fault, slackError) => {
    const isJson = body.startsWith('{');
    const url = await serving((response) =>
      response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/plain' }).end(body),
    );
    const messenger = createMessenger(new WebClient(), new WebClient(), url);
    const answered = messenger.answer(url, { text: 'hunter2', blocks: [] });
    expect(await failureOf(answered)).toMatchObject({ fault, slackError });
  });

  it.each(['ok', 'taken', '{"ok":true}', ''])(
    'at a response address with 200 and "%s" is none',
    async (body) => {
      const url = await serving((response) => response.writeHead(200).end(body));
      const messenger = createMessenger(new WebClient(), new WebClient(), url);
      await messenger.answer(url, { text: 'a', blocks: [] });
    },
  );

  it('is told once', async () => {
    const failure = await failureOf(post(await serving(json({ ok: false, error: 'not_in_channel' }))));
    expect(slackFailure(failure)).toBe(failure);
  });
});
