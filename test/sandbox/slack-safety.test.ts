import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Desk, startDesk } from './slack-support.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
});

/** `fetch` does not let its caller choose the Host. */
function status(url: string, headers: Record<string, string>, body?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a WebSocket's handshake is answered, byte for byte: no client sends such a path. */
async function dialled(port: number, path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  return text(socket);
}

const json = { 'content-type': 'application/json' };
const typed = JSON.stringify({ as: 'U0ONCALL01', channel: 'C0PIPELINE', text: 'hello' });

describe('the local Slack', () => {
  it('answers only to its own names', async () => {
    desk = await startDesk();
    const { url } = desk.slack;
    const state = `${url}/client/state?as=U0ONCALL01`;
    const { port } = new URL(url);
    expect(await status(state, {})).toBe(200);
    expect(await status(state, { host: `localhost:${port}` })).toBe(200);
    expect(await status(state, { host: `rebound.example:${port}` })).toBe(403);
    expect(await status(state, { host: '127.0.0.1:1' })).toBe(403);
    const events = `${url}/client/events?as=U0ONCALL01`;
    expect(await status(events, { origin: 'http://evil.example' })).toBe(403);
  });

  it('takes acts from its own page only, as JSON, and not too much of it', async () => {
    desk = await startDesk();
    const { url } = desk.slack;
    const post = `${url}/client/message`;
    expect(await status(post, { ...json, origin: 'http://evil.example' }, typed)).toBe(403);
    expect(await status(post, { 'content-type': 'text/plain' }, typed)).toBe(415);
    expect(await status(post, json, '{"as":1}')).toBe(400);
    expect(await status(post, json, 'x'.repeat(600_000))).toBe(413);
    expect(desk.slack.state('U0ONCALL01').messages).toEqual([]);
    expect(await status(post, { ...json, origin: url }, typed)).toBe(200);
    expect(desk.slack.state('U0ONCALL01').messages).toHaveLength(1);
  });

  it('posts nothing for an image on another site', async () => {
    desk = await startDesk();
    const { apiUrl, botToken } = desk.slack;
    const call = `${apiUrl}chat.postMessage?token=${botToken}&channel=C0PIPELINE&text=hello`;
    expect(await status(call, {})).toBe(404);
    expect(desk.slack.state('U0ONCALL01').messages).toEqual([]);
  });

  it('outlives whoever dials a socket without a ticket', async () => {
    desk = await startDesk();
    const { url } = desk.slack;
    for (const path of ['//', '/link', '/link?ticket=guessed']) {
      expect(await dialled(Number(new URL(url).port), path)).toContain('401');
    }
    expect(await status(url, {})).toBe(404);
  });

  it('fails on request', async () => {
    desk = await startDesk();
    const { slack, app } = desk;
    const post = () => app.client.chat.postMessage({ channel: 'C0PIPELINE', text: 'hello' });
    slack.faults.fail('chat.postMessage', 'not_in_channel');
    await expect(post()).rejects.toMatchObject({ data: { error: 'not_in_channel' } });
    slack.faults.fail('chat.postMessage', { status: 500 });
    await expect(post()).rejects.toMatchObject({ statusCode: 500 });
    expect(slack.state('U0ONCALL01').messages).toHaveLength(0);
    slack.faults.fail('chat.postMessage', { loseAnswer: true });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(slack.state('U0ONCALL01').messages).toHaveLength(1);
    expect(await post()).toMatchObject({ ok: true });
    const posts = slack.calls.filter(({ method }) => method === 'chat.postMessage');
    expect(posts.map(({ response }) => response?.ok)).toEqual([false, undefined, true, true]);
  });
});
