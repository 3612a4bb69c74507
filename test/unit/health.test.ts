import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { answerHealth } from '../../src/slack/health.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serving(missing: () => Promise<string[]>): Promise<string> {
  const server = createServer((request, response) => {
    if (!answerHealth({ missing }, request, response)) response.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function get(url: string): Promise<[number, unknown]> {
  const response = await fetch(url);
  return [response.status, response.status === 418 ? undefined : await response.json()];
}

describe('the health of the process', () => {
  it('is asked of at two addresses, with or without a query, and at no other', async () => {
    const url = await serving(async () => []);
    expect(await get(`${url}/healthz?x=1`)).toEqual([200, { ok: true }]);
    expect(await get(`${url}/readyz?x=1`)).toEqual([200, { ok: true, missing: [] }]);
    expect((await get(`${url}/healthz/more`))[0]).toBe(418);
  });

  it('is alive and not ready while something is missing, or cannot be told', async () => {
    const url = await serving(async () => ['the database']);
    expect(await get(`${url}/healthz`)).toEqual([200, { ok: true }]);
    expect(await get(`${url}/readyz`)).toEqual([503, { ok: false, missing: ['the database'] }]);
    const failing = await serving(() => Promise.reject(new Error('postgres://u:hunter2@h')));
    expect(await get(`${failing}/readyz`)).toEqual([503, { ok: false, missing: ['unknown'] }]);
  });
});
