import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, until, type World } from '../support/world.ts';

/** What reaches the bot's port, from Slack and from anybody else. */
describe('the address for Slack', () => {
  let world: World;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    world = await startWorld({ environment: { ROLE: 'web' } });
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await world.stop();
  });

  const now = () => Math.floor(Date.now() / 1000);
  const signature = (body: string, at: number | string, secret = world.slack.signingSecret) =>
    `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`;

  function send(body: string, headers: Record<string, string>, path = '/slack/events') {
    return fetch(`${world.app.url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }

  function signedAt(body: string, at: number | string, secret?: string) {
    return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': signature(body, at, secret) };
  }

  /** A command as Slack sends it; each has an id of its own. */
  let deliveries = 0;
  const help = () => {
    deliveries += 1;
    return new URLSearchParams({
      command: '/alooma',
      text: 'help',
      user_id: world.oncall.id,
      team_id: world.slack.team.id,
      channel_id: 'C0PIPELINE',
      trigger_id: `direct.${deliveries}`,
      response_url: `${world.slack.url}/commands/T1/1/none`,
    }).toString();
  };
  const claimed = async () =>
    (await world.pool.query(`select from deliveries where id like 'direct.%'`)).rowCount;

  it('takes what is signed now, and within five minutes either way', async () => {
    for (const offset of [0, -280, 280]) {
      const body = help();
      expect((await send(body, signedAt(body, now() + offset))).status).toBe(200);
    }
    // They are taken up once they are acknowledged: those that come next are counted from here.
    await until(async () => (await claimed()) === deliveries);
  });

  it.each<[string, (body: string) => Record<string, string>]>([
    ['nothing signed', () => ({})],
    ['no signature', () => ({ 'x-slack-request-timestamp': String(now()) })],
    ['no timestamp', (body) => ({ 'x-slack-signature': signature(body, now()) })],
    ['another secret', (body) => signedAt(body, now(), 'not-the-secret')],
    ['another body', () => signedAt('text=help', now())],
    ['a timestamp six minutes old', (body) => signedAt(body, now() - 360)],
    ['a timestamp six minutes ahead', (body) => signedAt(body, now() + 360)],
    ['a timestamp that is no number', (body) => signedAt(body, 'NaN')],
    ['a timestamp with more behind it', (body) => signedAt(body, `${now()}abc`)],
  ])('refuses %s, and does nothing', async (_, headers) => {
    const before = await claimed();
    const body = help();
    const { status } = await send(body, headers(body));
    expect(status).toBe(401);
    expect(await claimed()).toBe(before);
  });

  it('refuses a body of two megabytes, signed or not', async () => {
    const body = `text=${'x'.repeat(2_000_000)}`;
    const { status } = await send(body, signedAt(body, now()));
    expect(status).toBe(413);
    expect((await send(body, {})).status).toBe(401);
  });

  it.each(['payload=null', 'ssl_check=1', 'text=help'])(
    'takes no large body apart that is not signed: %s and more',
    async (start) => {
      const before = await claimed();
      const body = `${start}${'&a'.repeat(100_000)}`;
      expect((await send(body, signedAt(body, now(), 'not-the-secret'))).status).toBe(401);
      expect((await send(body, { 'x-slack-request-timestamp': String(now()) })).status).toBe(401);
      expect(await claimed()).toBe(before);
    },
  );

  it('takes a large body that is signed', async () => {
    const body = `${help()}&more=${'x'.repeat(100_000)}`;
    const before = await claimed();
    expect((await send(body, signedAt(body, now()))).status).toBe(200);
    await until(
      async () => Number(await claimed()) > Number(before),
      () => 'the command',
    );
  });

  it('answers nothing but what it is for', async () => {
    expect((await fetch(`${world.app.url}/slack/events`)).status).toBe(404);
    expect((await fetch(`${world.app.url}/`)).status).toBe(404);
    const body = help();
    expect((await send(body, signedAt(body, now()), '/elsewhere')).status).toBe(404);
  });

  it('answers Slack’s check of its certificate', async () => {
    const body = 'ssl_check=1&token=legacy';
    expect((await send(body, signedAt(body, now()))).status).toBe(200);
    expect(world.log.some((line) => line.includes('could not be handled'))).toBe(false);
  });

  it('takes a body that Slack never sends for what it is', async () => {
    for (const body of ['payload=%7Bnot json', 'payload=%5B%5D', 'command=%2Falooma']) {
      const { status } = await send(body, signedAt(body, now()));
      expect(status).toBeGreaterThanOrEqual(200);
    }
    expect((await fetch(`${world.app.url}/readyz`)).status).toBe(200);
  });

  it.each([
    ['payload=null', 'application/x-www-form-urlencoded'],
    ['payload=%20null%0A', 'application/x-www-form-urlencoded'],
    ['null', 'application/json'],
  ])('refuses %s, and lives on', async (body, contentType) => {
    const answer = await send(body, { ...signedAt(body, now()), 'content-type': contentType });
    expect(answer.status).toBe(400);
    expect((await fetch(`${world.app.url}/readyz`)).status).toBe(200);
  });

  it.each(['0', '"text"', '[]', '{}', '{"event":null}', '{"actions":null,"type":"block_actions"}'])(
    'lives on with a payload of %s',
    async (payload) => {
      const body = new URLSearchParams({ payload }).toString();
      await send(body, signedAt(body, now()));
      expect((await fetch(`${world.app.url}/readyz`)).status).toBe(200);
    },
  );

  it('says that it is there, and that it is ready', async () => {
    expect(await (await fetch(`${world.app.url}/healthz`)).json()).toEqual({ ok: true });
    const ready = await fetch(`${world.app.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ok: true, missing: [] }]);
  });

  /** A client that sends this much and then nothing. */
  async function halfSent(app: { url: string }, head: string): Promise<Socket> {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write(head);
    return socket;
  }

  it('ends a request whose headers never come to an end', async () => {
    const socket = await halfSent(world.app, 'POST /slack/events HTTP/1.1\r\nhost: x\r\nx-slow: ');
    const answer = await readAll(socket);
    expect(answer).toMatch(/^HTTP\/1.1 408/);
  });

  it('is not kept from stopping by a request that was half sent', async () => {
    const other = await world.startAnother();
    const body = help();
    const headers = Object.entries(signedAt(body, now())).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = await halfSent(
      other,
      `POST /slack/events HTTP/1.1\r\nhost: x\r\n${headers.join('')}content-length: 500\r\nexpect: 100-continue\r\n\r\nhalf`,
    );
    // It has taken the request, and waits for the rest.
    const [taken] = await once(socket, 'data');
    expect(String(taken)).toContain('100 Continue');
    const received = readAll(socket);
    const before = Date.now();
    await other.stop();
    expect(await received.catch(({ code }) => code)).toMatch(/^(ECONNRESET)?$/);
    expect(Date.now() - before).toBeLessThan(9_000);
    await expect(fetch(`${other.url}/healthz`)).rejects.toThrow();
  });
});
