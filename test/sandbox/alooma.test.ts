import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Faults } from '../../sandbox/alooma/faults.ts';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { until } from '../support/words.ts';

let alooma: AloomaStandIn;

beforeEach(async () => {
  alooma = await startAlooma({ createDelay: 150 });
});
afterEach(() => alooma.close());

function call(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${alooma.url}/rest/${path}`, {
    ...init,
    headers: { authorization: `API ${alooma.apiKey}`, ...init.headers },
  });
}

async function json(path: string, init?: RequestInit) {
  const response = await call(path, init);
  expect(response.status).toBe(200);
  return response.json();
}

async function arrived({ requests }: AloomaStandIn, count: number): Promise<void> {
  while (requests.length < count) await new Promise(setImmediate);
}

const idOf = (name: string) => alooma.inputs().find((input) => input.name === name)?.id ?? 'none';

describe('who may call', () => {
  it('answers 401 to a wrong key, a wrong account and to nobody, and 200 with the account in the path', async () => {
    const wrong = { headers: { authorization: 'API wrong' } };
    expect((await call('inputs', wrong)).status).toBe(401);
    expect((await fetch(`${alooma.url}/rest/inputs`)).status).toBe(401);
    const authorization = `API ${alooma.apiKey}`;
    const under = (account: string) =>
      fetch(`${alooma.url}/${account}/rest/repository`, { headers: { authorization } });
    expect((await under('other')).status).toBe(401);
    expect((await under(alooma.accountName)).status).toBe(200);
  });

  it('gives a session for the right e-mail and password until the sessions end', async () => {
    const login = (password: string) =>
      fetch(`${alooma.url}/rest/login`, {
        method: 'POST',
        body: JSON.stringify({ email: alooma.email, password }),
      });
    expect((await login('wrong')).status).toBe(401);
    const cookie = (await login(alooma.password)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const withCookie = () => fetch(`${alooma.url}/rest/inputs`, { headers: { cookie } });
    expect((await withCookie()).status).toBe(200);
    alooma.faults.endSessions();
    expect((await withCookie()).status).toBe(401);
  });
});

describe('inputs', () => {
  it('lists ten inputs in the newer form, and the system nodes and outputs beside them in the structure', async () => {
    const inputs = Object.values(await json('inputs'));
    expect(inputs).toHaveLength(10);
    const { nodes } = await json('plumbing/?resolution=1min');
    const types = nodes.map((node: { type: string }) => node.type);
    expect(types).toEqual(expect.arrayContaining(['RESTREAM', 'AGENT', 'REDSHIFT', 'RESTAPI', 'ODBC', 'S3']));
  });

  it('keeps what is put, character for character', async () => {
    const id = idOf('orders_db');
    const text = `{ "odd":1.0,\n "big": 12345678901234567890, "id":"${id}", "type":"ODBC","name":"orders_db","configuration":{"b":1e5,"a":null} }`;
    await json(`inputs/${id}`, { method: 'PUT', body: text });
    expect(await (await call(`inputs/${id}`)).text()).toBe(text);
    expect(await (await call('inputs')).text()).toContain(text);
    await json(`inputs/${id}/pause?pause=true`, { method: 'PUT' });
    expect(alooma.text('orders_db')).toContain('"big": 12345678901234567890');
    expect(alooma.inputs()[0]?.paused).toBe(true);
  });

  it('refuses a body that is not the whole input, and unknown ids', async () => {
    const id = idOf('orders_db');
    const before = alooma.text('orders_db');
    for (const body of ['', '{', '{"name":"orders_db"}', JSON.stringify({ ...alooma.inputs()[1] })]) {
      expect((await call(`inputs/${id}`, { method: 'PUT', body })).status).toBe(400);
    }
    expect(alooma.text('orders_db')).toBe(before);
    for (const path of ['inputs/none', 'inputSleepTime/none', 'nowhere']) {
      expect((await call(path)).status).toBe(404);
    }
    expect((await call('inputs/none/pause?pause=true', { method: 'PUT' })).status).toBe(404);
  });

  it.each(['plumbing/inputs', 'inputs?validate=false'])('creates through %s, after a while', async (path) => {
    const body = JSON.stringify({ name: 'fresh', type: 'REST_INPUT', configuration: { a: 1 } });
    const names = async () =>
      Object.values<{ name: string }>(await json('inputs')).map((input) => input.name);
    expect(await json(path, { method: 'POST', body })).toEqual({});
    await until(async () => (await names()).includes('fresh'));
    await alooma.close();
    // Longer than any machine is held up.
    alooma = await startAlooma({ createDelay: 600_000 });
    expect(await json(path, { method: 'POST', body })).toEqual({});
    expect(await names()).not.toContain('fresh');
  });

  it('deletes for good, and keeps the node marked in the structure', async () => {
    const id = idOf('event_archive');
    await json(`plumbing/nodes/remove/${id}`, { method: 'POST' });
    expect((await call(`inputs/${id}`)).status).toBe(404);
    const { nodes } = await json('plumbing/?resolution=1min');
    expect(nodes.find((node: { id: string }) => node.id === id).deleted).toBe(true);
  });

  it('keeps the poll interval', async () => {
    const path = `inputSleepTime/${idOf('orders_db')}`;
    expect(await json(path)).toEqual({ inputSleepTime: 300 });
    await json(path, { method: 'PUT', body: '{"inputSleepTime":60}' });
    expect(await json(path)).toEqual({ inputSleepTime: 60 });
  });
});

describe('events', () => {
  it('gives samples of names with slashes and spaces, at most ten, by status', async () => {
    const name = encodeURIComponent('web/page view');
    const all = await json(`samples?eventType=${name}`);
    expect(all).toHaveLength(10);
    const some = await json(`samples?eventType=${name}&status=DISCARDED&status=UNMAPPED`);
    expect(new Set(some.map((sample: { status: string }) => sample.status))).toEqual(new Set(['DISCARDED']));
    expect((await call('samples?eventType=none')).status).toBe(404);
  });

  it('counts each event type by status, with a description for each', async () => {
    const stats: Record<string, Record<string, number>> = await json('samples/stats');
    const events: { name: string; origInputLabel: string }[] = await json('event-types');
    const statuses = await json('status-types');
    const names = alooma.inputs().map((input) => input.name);
    expect(Object.keys(stats)).toEqual(events.map((event) => event.name));
    for (const event of events) expect(names).toContain(event.origInputLabel);
    for (const status of Object.values(stats).flatMap(Object.keys)) expect(statuses).toHaveProperty(status);
  });
});

describe('faults', () => {
  const pause = () => call(`inputs/${idOf('orders_db')}/pause?pause=true`, { method: 'PUT' });
  const isPaused = () => alooma.inputs().find((input) => input.name === 'orders_db')?.paused;

  it('limits a fault to a method, a path and a number of times', async () => {
    alooma.faults.status(503, { method: 'GET', path: /^inputs$/, times: 1 });
    expect((await call('repository')).status).toBe(200);
    expect((await call('inputs')).status).toBe(503);
    expect((await call('inputs')).status).toBe(200);
    expect(alooma.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      'GET /rest/repository 200',
      'GET /rest/inputs 503',
      'GET /rest/inputs 200',
    ]);
  });

  it('closes the connection before or after the write took effect', async () => {
    alooma.faults.dropBefore({ method: 'PUT', times: 1 });
    await expect(pause()).rejects.toThrow();
    expect(isPaused()).toBe(false);
    alooma.faults.dropAfter({ method: 'PUT', times: 1 });
    await expect(pause()).rejects.toThrow();
    expect(isPaused()).toBe(true);
  });

  it('lets a delayed write land after the client has gone', async () => {
    alooma.faults.delay(1_500, { method: 'PUT' });
    const leaving = new AbortController();
    const { signal } = leaving;
    const asked = call(`inputs/${idOf('orders_db')}/pause?pause=true`, { method: 'PUT', signal });
    const isDropped = expect(asked).rejects.toThrow();
    await arrived(alooma, 1);
    leaving.abort();
    expect(isPaused()).toBe(false);
    await isDropped;
    await until(isPaused);
  });

  it('holds requests until they are let go, and then does as asked', async () => {
    const letGo = alooma.faults.hold({ path: /^inputs$/ });
    const first = [call('inputs'), call('inputs')];
    await arrived(alooma, 2);
    await call('repository');
    expect(alooma.requests.map(({ status }) => status)).toEqual([undefined, undefined, 200]);
    letGo();
    expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await call('inputs')).status).toBe(200);
    alooma.faults.hold();
    const second = call('inputs');
    await arrived(alooma, 5);
    alooma.faults.clear();
    expect((await second).status).toBe(200);
  });

  it.each<[string, (faults: Faults) => void]>([
    ['hangs', (faults) => faults.hang()],
    ['is held', (faults) => void faults.hold()],
    ['waits', (faults) => faults.delay(60_000)],
  ])('closes at once while a request %s', async (_, arm) => {
    const standIn = await startAlooma();
    arm(standIn.faults);
    const waiting = fetch(`${standIn.url}/rest/inputs`).catch(() => 'dropped');
    await arrived(standIn, 1);
    await standIn.close();
    expect(await waiting).toBe('dropped');
  });
});

describe('a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alooma-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const pauseIn = async (standIn: AloomaStandIn) => {
    const [input] = standIn.inputs();
    const response = await fetch(`${standIn.url}/rest/inputs/${input?.id}/pause?pause=true`, {
      method: 'PUT',
      headers: { authorization: `API ${standIn.apiKey}` },
    });
    expect(response.status).toBe(200);
  };

  it('keeps what was written before the answer came, without a close', async () => {
    const first = await startAlooma({ folder });
    await pauseIn(first);
    // The second one reads while the first still runs, as after a kill -9; a torn file of the killed one is no obstacle.
    await writeFile(join(folder, 'alooma.json.1234.tmp'), '{"half');
    const second = await startAlooma({ folder });
    expect(second.inputs()[0]?.paused).toBe(true);
    await second.close();
    await first.close();
    expect(await readdir(folder)).toEqual(['alooma.json']);
  });

  it('says that a file is not readable rather than starting over it', async () => {
    await writeFile(join(folder, 'alooma.json'), '{"half');
    await expect(startAlooma({ folder })).rejects.toThrow(/Cannot restore alooma/);
  });
});
