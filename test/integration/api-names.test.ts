import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { createApiSource } from '../../src/sources/api/index.ts';
import { createResolve } from '../../src/sources/api/resolve.ts';
import { timeAwake } from '../support/live-clock.ts';
import { type NameServer, startNameServer } from '../support/name-server.ts';
import { type OddApi, startOddApi } from '../support/odd-api.ts';
import { NOBODYS, watchOutgoing } from '../support/outgoing.ts';
import { until } from '../support/words.ts';

/** Names, looked up for real: by a name server on loopback, and as this machine does. */

let names: NameServer;
let api: OddApi;

beforeAll(async () => {
  nock.restore();
  [names, api] = await Promise.all([startNameServer(), startOddApi()]);
});
afterAll(async () => {
  nock.activate();
  await Promise.all([names.close(), api.close()]);
});

const resolve = (host: string, isOpen = false, signal = new AbortController().signal) =>
  createResolve([names.address])(host, { isOpen, signal });

const V6 = '2606:4700:4700:0000:0000:0000:0000:1111';
const request = (url: string) => ({ url, payload: {}, key: undefined, listPath: undefined });

describe('a name that somebody has typed', () => {
  it('is asked of the name servers, for addresses of both kinds', async () => {
    names.knows({
      'both.test': ['8.8.8.8', V6],
      'four.test': ['8.8.8.8', '1.1.1.1'],
      'six.test': [V6],
      'no.test': [],
    });
    expect(await resolve('both.test')).toEqual(['8.8.8.8', '2606:4700:4700::1111']);
    // One that is not answered in time is asked again.
    expect(new Set(names.questions)).toEqual(new Set(['A both.test', 'AAAA both.test']));
    expect(await resolve('four.test')).toHaveLength(2);
    expect(await resolve('six.test')).toEqual(['2606:4700:4700::1111']);
    expect([await resolve('no.test'), await resolve('unknown.test')]).toEqual([[], []]);
  });

  it('is given up with the request: no question is left open', async () => {
    names.knows({ 'hanging.test': undefined });
    const giveUp = new AbortController();
    const asked = resolve('hanging.test', false, giveUp.signal);
    await until(
      () => names.questions.length >= 2,
      () => 'the name to be asked for',
    );
    const before = names.questions.length;
    const { result, awake } = await timeAwake(() => {
      giveUp.abort();
      return asked;
    });
    expect(result).toEqual([]);
    // Far less than the two seconds after which a name server is asked again.
    expect(awake).toBeLessThan(1_000);
    expect(names.questions).toHaveLength(before);
  });

  it('is in no one’s way while it hangs, whoever asks for how many', async () => {
    names.knows({ 'hanging.test': undefined });
    const options = {
      allowedHosts: new Set<string>(),
      resolve: createResolve([names.address]),
      timeout: 1_500,
    };
    const source = createApiSource(options);
    const asked = Array.from({ length: 4 }, () => source.fetchEvents(request('https://hanging.test/')));
    const ended = Promise.allSettled(asked);
    await until(
      () => names.questions.length >= 8,
      () => 'the name to be asked for by all',
    );
    expect(process.getActiveResourcesInfo().filter((one) => /getaddrinfo/i.test(one))).toEqual([]);
    for (const one of await ended) {
      expect(one).toMatchObject({
        status: 'rejected',
        reason: { message: expect.stringContaining('did not give its whole answer within 1.5 s') },
      });
    }
  });

  it('is not looked up where it was given up before', async () => {
    names.knows({ 'both.test': ['8.8.8.8'] });
    expect(await resolve('both.test', false, AbortSignal.abort())).toEqual([]);
    expect(await resolve('localhost', true, AbortSignal.abort())).toEqual([]);
    expect(names.questions).toEqual([]);
  });

  it('is asked nothing where a single one of its addresses is not public, or none', async () => {
    const outgoing = watchOutgoing();
    names.knows({
      'mixed.test': ['8.8.8.8', '127.0.0.1'],
      'nobodys.test': [`3ffe${':0000'.repeat(6)}:0007`],
    });
    const source = createApiSource({ allowedHosts: new Set(), resolve: createResolve([names.address]) });
    const says = (url: string) => source.fetchEvents(request(url)).catch((error: Error) => error.message);
    expect(await says('https://mixed.test/')).toContain('is not on the public Internet');
    expect(await says('https://unknown.test/')).toContain('No host is called');
    expect(outgoing.addresses).toEqual([]);
    expect(await says('http://nobodys.test/')).toContain('was lost on the way');
    expect(outgoing.addresses).toEqual([NOBODYS]);
    outgoing.stop();
  });
});

describe('a name that was opened', () => {
  it('is looked up as this machine does: in its file of hosts, too', async () => {
    api.answersJson('[{"id":1}]');
    names.knows({});
    const source = createApiSource({
      allowedHosts: new Set(['localhost']),
      resolve: createResolve([names.address]),
    });
    const answer = await source.fetchEvents(request(`http://localhost:${api.port}/`));
    expect([answer.events, names.questions]).toEqual([['{"id":1}'], []]);
  });
});
