import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import nock from 'nock';
import { MOST_HELD_MS, measureHeld } from '../../bench/held.ts';
import { KnownError } from '../../src/errors.ts';
import type { ApiRequest } from '../../src/services/sample-sources.ts';
import { type ApiSourceOptions, createApiSource } from '../../src/sources/api/index.ts';
import { nextOf } from '../../src/sources/api/redirect.ts';
import { withEnvironment } from '../support/environment.ts';
import { timeAwake } from '../support/live-clock.ts';
import { type OddApi, startOddApi } from '../support/odd-api.ts';
import { NOBODYS, type Outgoing, watchOutgoing } from '../support/outgoing.ts';
import { until } from '../support/words.ts';

let api: OddApi;
let other: OddApi;
let outgoing: Outgoing;

beforeAll(async () => {
  // Names are looked up here to loopback, which the network guard of the other tests cannot know: `outgoing` can.
  nock.restore();
  [api, other] = await Promise.all([startOddApi(), startOddApi()]);
});
beforeEach(() => {
  outgoing = watchOutgoing();
});
afterEach(() => outgoing.stop());
afterAll(async () => {
  nock.activate();
  await Promise.all([api.close(), other.close()]);
});

const OPEN = new Set(['tickets.test', 'elsewhere.test']);

function source(options: Partial<ApiSourceOptions> = {}) {
  return createApiSource({ allowedHosts: OPEN, resolve: async () => ['127.0.0.1'], ...options });
}

/** What is asked for where nothing else is said: the first server, by its name. */
function asking(more: Partial<ApiRequest> = {}): ApiRequest {
  return {
    url: `http://tickets.test:${api.port}/v1/tickets`,
    payload: {},
    key: undefined,
    listPath: undefined,
    ...more,
  };
}

const fetchEvents = (more?: Partial<ApiRequest>, options?: Partial<ApiSourceOptions>) =>
  source(options).fetchEvents(asking(more));

async function refusalOf(
  more?: Partial<ApiRequest>,
  options?: Partial<ApiSourceOptions>,
): Promise<KnownError> {
  const error = await fetchEvents(more, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KnownError)) throw new Error(`No KnownError but ${inspect(error)}`);
  return error;
}

/** Waits until the server has nobody left: what is refused is hung up on. */
const hungUp = (server: OddApi) =>
  until(
    () => server.open() === 0 || undefined,
    () => 'the connection to be closed',
  );

describe('what is asked', () => {
  it('is the address with the parameters, by GET, on a connection of its own', async () => {
    api.answersJson('[{"id":1}]');
    await fetchEvents({
      url: `http://tickets.test:${api.port}/v1/tickets?state=open%20ones&q=a+b`,
      payload: { updated_after: '2018-08-25T00:00:00Z', page: 2, all: true, none: null, id: [1, 'b c'] },
    });
    await fetchEvents();
    const [first, second] = api.requests;
    expect(first?.method).toBe('GET');
    expect(first?.url).toBe(
      '/v1/tickets?state=open%20ones&q=a+b&updated_after=2018-08-25T00%3A00%3A00Z&page=2&all=true&id=1&id=b+c',
    );
    expect(first?.headers).toEqual({
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'alooma-chatops',
      host: `tickets.test:${api.port}`,
      connection: 'close',
    });
    expect(second?.url).toBe('/v1/tickets');
    expect(api.connections()).toBe(2);
  });

  it.each([
    ['basic', undefined, { authorization: `Basic ${Buffer.from('s3cr3t:s3cr3t').toString('base64')}` }, ''],
    ['bearer', undefined, { authorization: 'Bearer s3cr3t' }, ''],
    ['header', 'X-Api-Key', { 'x-api-key': 's3cr3t' }, ''],
    ['parameter', 'key', {}, '&key=s3cr3t'],
  ] as const)('takes the key along: %s', async (as, name, headers, query) => {
    api.answersJson('[{"id":1}]');
    await fetchEvents({ payload: { a: 'b' }, key: { key: 's3cr3t', as, name } });
    const [request] = api.requests;
    expect(request?.headers).toMatchObject(headers);
    expect(request?.url).toBe(`/v1/tickets?a=b${query}`);
  });

  it('is not a proxy that the environment names', async () => {
    api.answersJson('[{"id":1}]');
    other.answersJson('[]');
    await withEnvironment({ http_proxy: other.url }, () => fetchEvents());
    expect([api.connections(), other.connections()]).toEqual([1, 0]);
  });

  it('is nothing where a parameter cannot be one', async () => {
    api.answersJson('[]');
    const error = await refusalOf({ payload: { filter: { s3cr3t: 1 } } });
    expect(error.fields.payload).toContain('`filter` holds an object');
    expect(error.message).not.toContain('s3cr3t');
    expect(api.connections()).toBe(0);
  });
});

describe('where it is asked', () => {
  it('is the address that was checked, whatever its name has by then', async () => {
    api.answersJson('[{"id":1}]');
    const answers = [[NOBODYS], ['127.0.0.1']];
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      return answers[lookups - 1] ?? ['127.0.0.1'];
    };
    const error = await refusalOf({ url: `http://rebinding.test:${api.port}/` }, { resolve });
    expect(error.message).toContain('was lost on the way');
    expect([lookups, outgoing.addresses]).toEqual([1, [NOBODYS]]);
    // The next question is checked anew, and goes nowhere.
    expect((await refusalOf({ url: `http://rebinding.test:${api.port}/` }, { resolve })).message).toContain(
      'is not on the public Internet',
    );
    expect(lookups).toBe(2);
    expect(api.connections()).toBe(0);
  });

  it('is asked of the checked address behind a redirect, too', async () => {
    other.answersJson('[{"id":1}]');
    let lookups = 0;
    const resolve = async (host: string) => {
      if (host === 'tickets.test') return ['127.0.0.1'];
      lookups += 1;
      return lookups === 1 ? [NOBODYS] : ['127.0.0.1'];
    };
    api.answers((_request, response) => {
      response.writeHead(302, { location: `http://rebinding.test:${other.port}/` });
      response.end();
    });
    await refusalOf({}, { resolve });
    expect(outgoing.addresses).toEqual(['127.0.0.1', NOBODYS]);
    expect(other.connections()).toBe(0);
  });

  it('is open by its name alone, as it stands in the address', async () => {
    api.answersJson('[{"id":1}]');
    const allowed = (...hosts: string[]) => ({ allowedHosts: new Set(hosts) });
    const { port } = api;
    for (const [url, host] of [
      [`http://tickets.test:${port}/`, 'tickets.test'],
      [`http://TICKETS.test:${port}/`, `tickets.test:${port}`],
      [`http://127.0.0.1:${port}/`, '127.0.0.1'],
      [`http://127.1:${port}/`, '127.0.0.1'],
      [`http://localhost:${port}/`, 'localhost'],
    ] as const) {
      expect((await fetchEvents({ url }, allowed(host))).events).toEqual(['{"id":1}']);
    }
    expect(api.connections()).toBe(5);
    for (const [url, host] of [
      [`http://tickets.test:${port}/`, '127.0.0.1'],
      [`http://127.0.0.1:${port}/`, 'tickets.test'],
      [`http://tickets.test:${port}/`, 'tickets.test:1'],
      [`http://a.tickets.test:${port}/`, 'tickets.test'],
      [`http://tickets.test.:${port}/`, 'tickets.test'],
      [`http://[::ffff:127.0.0.1]:${port}/`, '127.0.0.1'],
    ] as const) {
      expect((await refusalOf({ url }, allowed(host))).message).toContain('not on the public Internet');
    }
    expect(api.connections()).toBe(5);
  });

  it('is nowhere when a name has no address, and is said so', async () => {
    const nothing = [async () => [], async () => Promise.reject(new Error('s3cr3t'))];
    for (const resolve of nothing) {
      expect((await refusalOf({}, { resolve })).message).toBe(
        `No host is called \`tickets.test:${api.port}\`, or its name cannot be looked up now. Check the address.`,
      );
    }
  });
});

describe('a redirect', () => {
  const leads = (location: string, status = 302) =>
    api.answers((_request, response) => {
      response.writeHead(status, { location });
      response.end('<html>s3cr3t</html>');
    });

  it.each([301, 302, 303, 307, 308])('%i is followed, with the key, on the same host', async (status) => {
    api.answers((request, response) => {
      if (request.url === '/v2?page=2') return void response.end('[{"id":2}]');
      response.writeHead(status, { location: '/v2?page=2' });
      response.end();
    });
    const answer = await fetchEvents({ payload: { a: 1 }, key: { key: 's3cr3t', as: 'bearer' } });
    expect(answer.events).toEqual(['{"id":2}']);
    expect(api.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/tickets?a=1',
      'GET /v2?page=2',
    ]);
    expect(api.requests[1]?.headers.authorization).toBe('Bearer s3cr3t');
  });

  it.each(['basic', 'bearer', 'header', 'parameter'] as const)(
    'to another host goes without the key (%s), and does not get it back',
    async (as) => {
      other.answers((_request, response) => {
        response.writeHead(302, { location: `http://tickets.test:${api.port}/back?page=1&token=s3cr3t` });
        response.end();
      });
      api.answers((request, response) => {
        if (request.url?.startsWith('/back')) return void response.end('[{"id":1}]');
        // As many do: with the query that came, the key in it.
        const query = request.url?.split('?')[1] ?? '';
        response.writeHead(307, { location: `http://elsewhere.test:${other.port}/?${query}` });
        response.end();
      });
      await fetchEvents({ payload: { a: 1 }, key: { key: 's3cr3t', as, name: 'token' } });
      const seen = [...other.requests, ...api.requests.slice(1)];
      expect(seen).toHaveLength(2);
      for (const { headers, url } of other.requests) {
        expect(JSON.stringify([headers, url])).not.toMatch(/s3cr3t|authorization|token/);
      }
      expect(JSON.stringify(api.requests[1]?.headers)).not.toMatch(/s3cr3t|authorization|token/);
    },
  );

  it('to another port or scheme goes without the key', async () => {
    other.answersJson('[{"id":1}]');
    leads(`http://tickets.test:${other.port}/`);
    await fetchEvents({ key: { key: 's3cr3t', as: 'bearer' } });
    expect(other.requests[0]?.headers.authorization).toBeUndefined();
    leads(`https://tickets.test:${api.port}/`);
    expect((await refusalOf()).message).toMatch(/No safe connection/);
  });

  it('that lost the key on the way to a refusal says so', async () => {
    other.answers((_request, response) => {
      response.statusCode = 401;
      response.end('s3cr3t');
    });
    leads(`http://elsewhere.test:${other.port}/`);
    const error = await refusalOf({ key: { key: 's3cr3t', as: 'bearer' } });
    expect(error.message).toContain('answered 401. It is where the address that you gave leads');
  });

  it.each([
    ['http://169.254.169.254/latest/meta-data/', 'is not on the public Internet'],
    ['http://127.0.0.1:1/', 'is not on the public Internet'],
    ['http://[::ffff:127.0.0.1]/', 'is not on the public Internet'],
    ['//localhost/', 'is not on the public Internet'],
    ['http://2130706433/', 'is not on the public Internet'],
    ['file:///etc/passwd', 'leads to something that is not on the web'],
    ['ftp://elsewhere.test/', 'leads to something that is not on the web'],
    ['http://user:s3cr3t@elsewhere.test/', 'leads to an address with credentials in it'],
    ['http://[', 'leads to what is no address'],
  ])('to %s is not followed', async (location, says) => {
    leads(location);
    const error = await refusalOf();
    expect(error.message).toContain(says);
    expect(error.message).not.toContain('s3cr3t');
    expect([api.connections(), outgoing.addresses]).toEqual([1, ['127.0.0.1']]);
  });

  it('is followed three times and no more, in a circle or not', async () => {
    const steps = (most: number) =>
      api.answers((request, response) => {
        const step = Number(request.url?.slice(1)) || 0;
        if (step === most) return void response.end('[{"id":3}]');
        response.writeHead(302, { location: `/${step + 1}` });
        response.end();
      });
    steps(3);
    expect((await fetchEvents()).events).toEqual(['{"id":3}']);
    steps(4);
    expect((await refusalOf()).message).toContain('more than 3 times');
    expect(api.requests).toHaveLength(4);
    leads(`http://tickets.test:${api.port}/v1/tickets`);
    expect((await refusalOf()).message).toContain('more than 3 times');
    expect(api.requests).toHaveLength(4);
  });

  it('from https to http is not followed', () => {
    const from = new URL('https://tickets.test/v1?s3cr3t');
    expect(() => nextOf('http://tickets.test/v1?s3cr3t', from)).toThrow(
      '`tickets.test` leads from https to http, where everybody can read along, so I do not follow it.',
    );
    expect(nextOf('//tickets.test/v2', from)?.href).toBe('https://tickets.test/v2');
  });

  it('that has no end itself is hung up on', async () => {
    for (const location of ['http://169.254.169.254/', '/again', 'http://[']) {
      api.answers((_request, response) => {
        response.writeHead(302, { location });
        const timer = setInterval(() => response.write('more'), 5);
        response.on('close', () => clearInterval(timer));
      });
      await refusalOf();
      await hungUp(api);
    }
  });

  it('without an address is an answer that is none', async () => {
    api.answers((_request, response) => {
      response.statusCode = 304;
      response.end();
    });
    expect((await refusalOf()).message).toContain('answered 304. That is no list and no object');
  });
});

describe('the time for all of it', () => {
  const TIMEOUT = 300;
  const late = `The API did not give its whole answer within 0.3 s. Ask for less of it, or try again in a moment.`;

  it.each([
    ['never answers', () => api.answers(() => undefined)],
    [
      'trickles its headers',
      () =>
        api.answers((_request, response) => {
          const { socket } = response;
          socket?.write('HTTP/1.1 200 OK\r\n');
          const timer = setInterval(() => socket?.write('x-more: 1\r\n'), 20);
          socket?.on('close', () => clearInterval(timer));
        }),
    ],
    [
      'trickles its answer',
      () =>
        api.answers((_request, response) => {
          response.write('[');
          const timer = setInterval(() => response.write(' '), 20);
          response.on('close', () => clearInterval(timer));
        }),
    ],
    [
      'trickles what it packs',
      () =>
        api.answers((_request, response) => {
          response.writeHead(200, { 'content-encoding': 'gzip' });
          response.write(gzipSync('[{}]').subarray(0, 12));
          response.on('close', () => undefined);
        }),
    ],
    [
      'redirects slowly',
      () =>
        api.answers((_request, response) => {
          setTimeout(() => {
            response.writeHead(302, { location: '/' });
            response.end();
          }, 120);
        }),
    ],
  ])('is over when a server %s', async (_what, begin) => {
    begin();
    const { result, awake } = await timeAwake(() => refusalOf({}, { timeout: TIMEOUT }));
    expect(result.message).toBe(late);
    expect(awake).toBeLessThan(TIMEOUT + 1_500);
    await hungUp(api);
  });

  it('is over when a name is never looked up, and nothing is asked afterwards', async () => {
    api.answersJson('[]');
    let answer: (addresses: string[]) => void = () => undefined;
    const resolve = () =>
      new Promise<string[]>((done) => {
        answer = done;
      });
    expect((await refusalOf({}, { resolve, timeout: TIMEOUT })).message).toBe(late);
    answer(['127.0.0.1']);
    await new Promise((done) => setImmediate(done));
    expect(outgoing.addresses).toEqual([]);
  });
});

describe('several requests', () => {
  /** Every request is kept, to be answered later. */
  function keeping(): { answer(): void; readonly kept: () => number } {
    const kept: ServerResponse[] = [];
    api.answers((_request, response) => void kept.push(response));
    return {
      kept: () => kept.length,
      answer: () => {
        for (const response of kept.splice(0)) response.end('[{"id":1}]');
      },
    };
  }
  const arrived = (kept: () => number, count: number) =>
    until(
      () => kept() === count || undefined,
      () => `${count} requests`,
    );

  it('are asked four at a time, and the others wait for their turn', async () => {
    const { kept, answer } = keeping();
    const { fetchEvents: ask } = source();
    const asked = Array.from({ length: 6 }, () => ask(asking()));
    await arrived(kept, 4);
    // Whoever is not held back would be there by now: a fifth connection takes no longer than the fourth.
    await fetch(`${other.url}/`);
    expect([kept(), api.connections()]).toEqual([4, 4]);
    answer();
    await Promise.all(asked.slice(0, 4));
    await arrived(kept, 2);
    answer();
    await Promise.all(asked);
  });

  it('do not wait for ever, and what has waited is not asked afterwards', async () => {
    const { kept, answer } = keeping();
    const { fetchEvents: ask } = source({ longestWait: 100 });
    const asked = Array.from({ length: 4 }, () => ask(asking()));
    await arrived(kept, 4);
    const error: unknown = await ask(asking()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'source_failed',
      fields: {
        url: 'So many APIs are being asked that it was not the turn of this one. Try again in a moment.',
      },
    });
    answer();
    await Promise.all(asked);
    const last = ask(asking());
    await arrived(kept, 1);
    answer();
    await last;
    expect(api.connections()).toBe(5);
  });

  it('have their time from when it is their turn', async () => {
    // Only the time of the requests: what comes over the network comes as fast as it does.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'setInterval', 'Date'] });
    const { kept, answer } = keeping();
    const { fetchEvents: ask } = source({ timeout: 2_500 });
    const asked = Promise.allSettled(Array.from({ length: 8 }, () => ask(asking())));
    for (let round = 0; round < 2; round += 1) {
      while (kept() < 4) await turn();
      jest.advanceTimersByTime(1_500);
      answer();
    }
    jest.useRealTimers();
    expect((await asked).map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 'fulfilled'));
  });
});

describe('the size of an answer', () => {
  const LARGEST = 100_000;
  const PACKED = {
    gzip: gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
  } as const;

  it.each(Object.entries(PACKED))('counts unpacked: a bomb packed with %s', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(60_000_000, ' '));
    expect(bomb.length).toBeLessThan(LARGEST);
    api.answers((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'application/json' });
      response.end(bomb);
    });
    const before = process.memoryUsage().arrayBuffers;
    const error = await refusalOf({}, { largestAnswer: LARGEST });
    expect(error.fields.payload).toContain('The answer is larger than 0.1 MB');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    await hungUp(api);
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('is no matter for a small one packed with %s', async (encoding, pack) => {
    api.answers((_request, response) => {
      response.writeHead(200, { 'content-encoding': encoding });
      response.end(pack('[{"id":1}]'));
    });
    expect((await fetchEvents()).events).toEqual(['{"id":1}']);
  });

  it('counts while it is read: one without an end is hung up on', async () => {
    api.answers((_request, response) => {
      const piece = Buffer.alloc(10_000, ' ');
      const more = () => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    });
    expect((await refusalOf({}, { largestAnswer: LARGEST })).message).toContain('larger than 0.1 MB');
    await hungUp(api);
  });

  it('may be all that is allowed', async () => {
    const json = `[{"a":"${'x'.repeat(LARGEST - 10)}"}]`;
    api.answersJson(json);
    expect((await fetchEvents({}, { largestAnswer: json.length })).events).toHaveLength(1);
    expect((await refusalOf({}, { largestAnswer: json.length - 1 })).message).toContain('larger than');
  });

  it('is bounded for the headers, too', async () => {
    api.answers((_request, response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\nx-long: ${'s3cr3t'.repeat(10_000)}\r\n`);
    });
    const error = await refusalOf();
    expect(error.message).toContain('are too large');
    expect(error.message).not.toContain('s3cr3t');
  });

  it('holds nobody up for 50 ms, however a large answer is made', async () => {
    const answers = [
      JSON.stringify(
        Array.from({ length: 25_000 }, (_, id) => ({ id, subject: 'x'.repeat(120), tags: ['a'] })),
      ),
      `{"items":[${'[],'.repeat(400_000)}{}]}`,
      `{"items":[${'{},'.repeat(49_000)}{}],"more":${'['.repeat(90)}"${'\\n'.repeat(2_000_000)}"${']'.repeat(90)}}`,
    ];
    for (const json of answers) {
      api.answersJson(json);
      const { held } = await measureHeld(
        () => fetchEvents().catch((error: KnownError) => error.message),
        MOST_HELD_MS,
      );
      expect(held).toBeLessThan(MOST_HELD_MS);
    }
  }, 120_000);
});

describe('an answer', () => {
  it('is its events, to the last digit', async () => {
    const events = ['{"id": 12345678901234567890, "price":1.0}', '{ "id":2,"id":3 }', '{}'];
    api.answersJson(`[${events.join(' ,\n')}]`);
    expect(await fetchEvents()).toEqual({ events, where: 'the list that it answered with' });
  });

  it.each([
    ['{"count":1,"items":[{"id":1}]}', undefined, ['{"id":1}'], 'the list in `items`'],
    ['{"items":[{"id":1}],"tags":["a"],"errors":[]}', undefined, ['{"id":1}'], 'the list in `items`'],
    ['{"items":[]}', undefined, [], 'the list in `items`'],
    ['[]', undefined, [], 'the list that it answered with'],
    ['{"id":1,"tags":["a","b"]}', undefined, ['{"id":1,"tags":["a","b"]}'], 'the whole answer'],
    ['{"id":1,"lines":[{"n":1}]}', '.', ['{"id":1,"lines":[{"n":1}]}'], 'the whole answer'],
    ['{"data":{"items":[{"id":1}]}}', 'data.items', ['{"id":1}'], 'the list in `data.items`'],
    ['{"data":{"items":[{"id":1}]}}', ' $.data.items ', ['{"id":1}'], 'the list in `data.items`'],
    ['{"data":{"a.b":[{"id":1}]}}', 'data.a.b', ['{"id":1}'], 'the list in `data.a.b`'],
    ['{"data":{"ticket":{"id":1}}}', 'data.ticket', ['{"id":1}'], 'what stands in `data.ticket`'],
    ['{"a":[{"n":1}],"b":[{"n":2}]}', 'b', ['{"n":2}'], 'the list in `b`'],
    ['{"\\u0061":[{"n":1}],"a":[{"n":2}]}', 'a', ['{"n":2}'], 'the list in `a`'],
    ['{"__proto__":[{"n":1}]}', '__proto__', ['{"n":1}'], 'the list in `__proto__`'],
    ['\ufeff[{"id":1}]', undefined, ['{"id":1}'], 'the list that it answered with'],
  ])('%s, of which %j is asked for', async (json, listPath, events, where) => {
    api.answersJson(json);
    expect(await fetchEvents({ listPath })).toEqual({ events, where });
  });

  it.each([
    [
      '{"a":[{"n":1}],"b":[{"n":2}]}',
      undefined,
      'There are several lists in the answer: `a`, `b`. Say which',
    ],
    ['{"a":[],"b":[]}', undefined, 'There are several lists in the answer: `a`, `b`. Say which'],
    [
      '{"data":{"items":[{"id":1}]}}',
      'items',
      'There is nothing under `items` in the answer. There are lists in `data.items`.',
    ],
    ['{"id":1}', 'items', 'There is no list in it by a name'],
    ['[{"items":[{"id":1}]}]', 'items', 'There is no list in it by a name'],
    ['{"count":1}', 'count', 'There are no events in what stands in `count`'],
    ['"s3cr3t"', undefined, 'There are no events in the whole answer'],
    ['null', undefined, 'There are no events in the whole answer'],
    ['["s3cr3t"]', undefined, 'Item 0 of the list that it answered with is not an object'],
    ['[{},null]', undefined, 'Item 1 of the list that it answered with is not an object'],
    ['{"items":[{},["s3cr3t"]]}', undefined, 'Item 1 of the list in `items` is not an object'],
  ])('%s, of which %j is asked for, is refused under where the list is', async (json, listPath, says) => {
    api.answersJson(json);
    const error = await refusalOf({ listPath });
    expect(error.code).toBe('bad_value');
    expect(error.fields.list_path).toContain(says);
    expect(error.message).not.toContain('s3cr3t');
  });

  it('of too many events is refused', async () => {
    api.answersJson(`[${'{},'.repeat(50_000)}{}]`);
    expect((await refusalOf()).fields.payload).toContain('There are 50001 items');
  });

  it.each([
    '{"s3cr3t":',
    '[{"s3cr3t":1},]',
    '[{"s3cr3t":1}',
    '[{"s3cr3t":1}]]',
    '[{"s3cr3t":1}] s3cr3t',
    '{s3cr3t:1}',
    "{'s3cr3t':1}",
    '[{"s3cr3t":01}]',
    '[{"s3cr3t":1.}]',
    '[{"s3cr3t":NaN}]',
    '[{"s3cr3t":"\n"}]',
    '[{"s3cr3t":"\\x"}]',
    '[{"s3cr3t" 1}]',
    '[{"s3cr3t",1}]',
    '[{} {"s3cr3t":1}]',
    '[{"s3cr3t":[}]',
    '// s3cr3t\n[]',
    `${'['.repeat(200)}${']'.repeat(200)}`,
    's3cr3t',
    '<html>s3cr3t</html>',
  ])('that is no JSON is said to be none: %s', async (body) => {
    api.answers((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8; s3cr3t' });
      response.end(body);
    });
    const error = await refusalOf();
    expect(error.message).toBe(
      `What \`tickets.test:${api.port}\` answered is not JSON: it says that it is \`text/html\`. Check that this is the address of an API.`,
    );
  });

  it.each([
    ['nothing', 200, undefined],
    ['nothing, as 204', 204, undefined],
    ['spaces', 200, ' \n'],
  ])('of %s is said to be empty', async (_what, status, body) => {
    api.answers((_request, response) => {
      response.statusCode = status;
      response.end(body);
    });
    expect((await refusalOf()).message).toContain('answered with nothing at all');
  });

  it.each([
    [400, 'check the query parameters'],
    [401, 'check the key'],
    [403, 'check its rights'],
    [404, 'check its path'],
    [405, 'GET'],
    [418, 'Check the address'],
    [429, 'some minutes'],
    [500, 'a fault of its own'],
    [503, 'a fault of its own'],
  ])('of %i says what to check, and not what it says itself', async (status, says) => {
    api.answers((_request, response) => {
      response.writeHead(status, { 'www-authenticate': 's3cr3t' });
      response.end('s3cr3t');
    });
    const error = await refusalOf();
    expect(error.fields.url).toContain(`\`tickets.test:${api.port}\` answered ${status}. `);
    expect(error.message).toContain(says);
    expect(error.message).not.toContain('s3cr3t');
    await hungUp(api);
  });

  it('may be in other characters, when it says so', async () => {
    api.answers((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json; charset=ISO-8859-1' });
      response.end(Buffer.from('[{"name":"Zoë"}]', 'latin1'));
    });
    expect((await fetchEvents()).events).toEqual(['{"name":"Zoë"}']);
    api.answers((_request, response) => response.end(Buffer.from('[{"name":"Zoë"}]', 'latin1')));
    expect((await refusalOf()).message).toContain('is no readable text');
  });
});

describe('a connection', () => {
  /** A server that speaks no proper HTTP. */
  async function speaking(answer: string | Buffer): Promise<{ port: number; close(): Promise<void> }> {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      port: (server.address() as AddressInfo).port,
      close: () => new Promise((resolve) => server.close(() => resolve())),
    };
  }

  const OK = 'HTTP/1.1 200 OK\r\nconnection: close\r\n';

  it.each([
    ['is closed at once', '', /was lost on the way/],
    ['ends within the answer', `${OK}content-length: 100\r\n\r\n[{"s3cr3t":1}`, /was lost on the way/],
    ['is longer than it says', `${OK}content-length: 5\r\n\r\n[{"s3cr3t":1}]`, /is not JSON/],
    [
      'ends within what is packed',
      Buffer.concat([
        Buffer.from(`${OK}content-encoding: gzip\r\n\r\n`),
        gzipSync('[{"a":1}]').subarray(0, 15),
      ]),
      /is not JSON/,
    ],
    ['says that it is packed, and is not', `${OK}content-encoding: gzip\r\n\r\n[{"s3cr3t":1}]`, /is damaged/],
    [
      'says that it is packed with brotli, and is not',
      `${OK}content-encoding: br\r\n\r\n[{"s3cr3t":1}]`,
      /is damaged/,
    ],
    ['is packed in a way that nobody knows', `${OK}content-encoding: s3cr3t\r\n\r\n\u0001`, /is not JSON/],
    ['ends within a chunk', `${OK}transfer-encoding: chunked\r\n\r\nff\r\n[`, /was lost on the way/],
    ['is no HTTP', 's3cr3t\r\n\r\n', /is damaged/],
    [
      'wants to be another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
      /did not give its whole answer/,
      { timeout: 300 },
    ],
  ])('that %s is said to be so', async (_what, answer, says, limits: Partial<ApiSourceOptions> = {}) => {
    const odd = await speaking(answer);
    const error = await refusalOf({ url: `http://tickets.test:${odd.port}/?s3cr3t` }, limits);
    await odd.close();
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain('s3cr3t');
  });

  it('that is refused, or not safe, is said to be so', async () => {
    const odd = await speaking('HTTP/1.1 400 Bad Request\r\n\r\n');
    const url = `https://tickets.test:${odd.port}/`;
    expect((await refusalOf({ url })).message).toMatch(/No safe connection/);
    await odd.close();
    expect((await refusalOf({ url })).message).toMatch(/cannot be reached \(ECONNREFUSED\)/);
  });

  it('to somebody whose certificate nobody trusts carries nothing', async () => {
    const [cert, key] = await Promise.all(
      ['server.crt', 'server.key'].map((name) =>
        readFile(new URL(`../support/tls/${name}`, import.meta.url)),
      ),
    );
    const asked: unknown[] = [];
    const server = createTlsServer({ cert, key }, (request, response) => {
      asked.push(request.headers);
      response.end('[{}]');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const options = { allowedHosts: new Set(['localhost']) };
    const error = await refusalOf({ url: `https://localhost:${port}/` }, options);
    expect(error.message).toMatch(/No safe connection to `localhost:\d+` came about \([A-Z_]+\)/);
    expect(asked).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('carries nothing of what was asked into an error', async () => {
    const key = { key: 's3cr3t-key', as: 'parameter', name: 'token' } as const;
    const url = `http://tickets.test:${api.port}/s3cr3t-path?a=s3cr3t-query`;
    const faults = [
      () => api.answers((_request, response) => void response.destroy()),
      () => api.answers((_request, response) => void response.end('s3cr3t-body')),
      () => api.answers((_request, response) => void response.writeHead(403, { a: 's3cr3t-header' }).end()),
      () =>
        api.answers((_request, response) => void response.writeHead(200, { 'content-length': 9 }).destroy()),
    ];
    for (const begin of faults) {
      begin();
      const error = await refusalOf({ url, payload: { b: 's3cr3t-payload' }, key });
      const { stack: _, ...rest } = { ...error, stack: '' };
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('s3cr3t');
      expect(JSON.stringify(rest)).not.toContain('s3cr3t');
      expect(error.cause).toBeUndefined();
      expect(error.message).toMatch(/\.$/);
    }
  });
});
