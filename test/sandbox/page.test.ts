import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pageHandler } from '../../sandbox/page/serve.ts';

let server: Server;
let url: string;

beforeAll(async () => {
  const page = await pageHandler();
  server = createServer((req, res) => {
    if (!page(req, res)) res.writeHead(404).end('somebody else');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('what the page is served as', () => {
  it.each([
    ['/', 'text/html', '<script type="module" src="/page.js">'],
    ['/page.js', 'text/javascript', '/client/events'],
    ['/page.css', 'text/css', '.composer'],
    ['/archives/C0PIPELINE/p1700000000000100', 'text/html', '<script type="module" src="/page.js">'],
    ['/archives/C0PIPELINE/p1700000000000100?thread_ts=1700000000.000100', 'text/html', 'page.css'],
  ])('%s', async (path, type, part) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(`${type}; charset=utf-8`);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toContain(part);
  });

  it('lets nothing in from elsewhere', async () => {
    const response = await fetch(url);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(await response.text()).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/);
    const style = await (await fetch(`${url}/page.css`)).text();
    expect(style.match(/url\((?!["']?data:).{0,60}|@import.{0,60}/g)).toBeNull();
  });

  it('answers HEAD without a body', async () => {
    const response = await fetch(`${url}/page.js`, { method: 'HEAD' });
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100_000);
    expect(await response.text()).toBe('');
  });
});

describe('what is left to others', () => {
  it.each([
    '/client/state',
    '/api/auth.test',
    '/page.js.map',
    '/archives/C0PIPELINE/p17',
    '/archives/../p1700000000000100',
  ])('%s', async (path) => {
    expect(await (await fetch(url + path)).text()).toBe('somebody else');
  });

  it('everything but reading', async () => {
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(404);
  });
});
