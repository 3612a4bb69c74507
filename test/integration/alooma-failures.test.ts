import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { type AloomaClientOptions, createAlooma } from '../../src/alooma/index.ts';
import { PipelineError } from '../../src/services/pipeline.ts';
import { withEnvironment } from '../support/environment.ts';

let alooma: AloomaStandIn;

beforeEach(async () => {
  alooma = await startAlooma();
});
afterEach(() => alooma.close());

function pipeline(options: Partial<AloomaClientOptions> = {}) {
  return createAlooma({
    baseUrl: alooma.url,
    credentials: { apiKey: alooma.apiKey },
    retry: { firstPause: 1, longestPause: 2_000 },
    ...options,
  });
}

const firstId = () => alooma.inputs()[0]?.id ?? 'none';
const isPaused = () => alooma.inputs()[0]?.paused;

async function failureOf(attempt: Promise<unknown>): Promise<PipelineError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PipelineError)) throw new Error(`No PipelineError but ${inspect(error)}`);
  return error;
}

async function listen(listener: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** What a call ends with whose time is over once Alooma has it: not before, and at once then. */
async function timedOut(
  attempt: (options: { timeout: number }) => Promise<unknown>,
  isThere: () => boolean,
): Promise<PipelineError> {
  // Only the time of the call: what comes over the network comes as fast as it does.
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'setInterval', 'Date'] });
  try {
    let isOver = false;
    const ended = failureOf(attempt({ timeout: 200 })).finally(() => {
      isOver = true;
    });
    while (!isThere()) await turn();
    jest.advanceTimersByTime(199);
    await turn();
    expect(isOver).toBe(false);
    jest.advanceTimersByTime(1);
    return await ended;
  } finally {
    jest.useRealTimers();
  }
}

describe('a read', () => {
  it('is sent again after 503s and a lost connection', async () => {
    alooma.faults.status(503, { times: 2 });
    alooma.faults.dropBefore({ times: 1 });
    expect(await pipeline().listInputs()).toHaveLength(10);
    expect(alooma.requests).toHaveLength(4);
  });

  it('is given up after four attempts', async () => {
    alooma.faults.status(500);
    const error = await failureOf(pipeline().readInput(firstId()));
    expect(error).toMatchObject({ fault: 'unavailable', outcome: 'not_done' });
    expect(error.message).toBe('Alooma failed (500) to read the input. Try again in a moment.');
    expect(alooma.requests).toHaveLength(4);
  });

  it('waits as long as a 429 asks', async () => {
    alooma.faults.rateLimit(1, { times: 1 });
    await pipeline().listInputs();
    const [first, second] = alooma.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(995);
  });

  it('is given up at once when a 429 asks for longer than anybody waits, and says how long', async () => {
    alooma.faults.rateLimit(30);
    const error = await failureOf(pipeline().listInputs());
    expect(error).toMatchObject({ fault: 'unavailable', retryAfter: 30_000 });
    expect(error.message).toBe('Alooma asks for fewer calls (429). Try again in 30 seconds.');
    expect(alooma.requests).toHaveLength(1);
    alooma.faults.clear();
    alooma.faults.rateLimit(3_600);
    expect((await failureOf(pipeline().listInputs())).message).toContain('Try again in 1 hour.');
  });

  it('that is refused says what to look at', async () => {
    alooma.faults.status(403);
    const byKey = await failureOf(pipeline().listInputs());
    expect(byKey.message).toBe(
      'Alooma refused (403) to list the inputs. Check that the key in ALOOMA_API_KEY may do that.',
    );
    alooma.faults.clear();
    alooma.faults.status(403, { path: /^inputs/ });
    const { email, password } = alooma;
    const byPassword = await failureOf(pipeline({ credentials: { email, password } }).listInputs());
    expect(byPassword.message).toContain('the user in ALOOMA_USERNAME may do that.');
    alooma.faults.clear();
    alooma.faults.status(400);
    expect((await failureOf(pipeline().listInputs())).message).toContain('Look in Alooma itself');
  });
});

describe('a write is sent once, and tells what is known of it', () => {
  const pause = (options?: Partial<AloomaClientOptions>) => pipeline(options).setPaused(firstId(), true);

  it.each([
    [400, 'refused', 'not_done'],
    [403, 'refused', 'not_done'],
    [404, 'not_found', 'not_done'],
    [408, 'unavailable', 'unknown'],
    [429, 'unavailable', 'not_done'],
    [500, 'unavailable', 'unknown'],
    [504, 'unavailable', 'unknown'],
  ])('%i is %s, %s', async (status, fault, outcome) => {
    alooma.faults.status(status, { method: 'PUT' });
    expect(await failureOf(pause())).toMatchObject({ fault, outcome });
    expect(alooma.requests).toHaveLength(1);
  });

  it.each([
    ['a connection that is closed before', 'dropBefore', false],
    ['a connection that is closed after', 'dropAfter', true],
  ] as const)('%s it took effect is unknown', async (_, fault, tookEffect) => {
    alooma.faults[fault]({ method: 'PUT' });
    expect(await failureOf(pause())).toMatchObject({ fault: 'unavailable', outcome: 'unknown' });
    expect(isPaused()).toBe(tookEffect);
    expect(alooma.requests).toHaveLength(1);
  });

  it.each([true, false])('a time-out is unknown, whether it took effect (%s) or not', async (takesEffect) => {
    alooma.faults.hang({ method: 'PUT', takesEffect });
    const error = await timedOut(pause, () => alooma.requests.length === 1 && isPaused() === takesEffect);
    expect(error).toMatchObject({ fault: 'unavailable', outcome: 'unknown' });
    expect(error.message).toBe('Alooma did not answer within 0.2 s. Whether it was done is not known.');
    expect(isPaused()).toBe(takesEffect);
    expect(alooma.requests).toHaveLength(1);
  });

  it('a refused connection is not done', async () => {
    const { server, url } = await listen(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(pause({ baseUrl: url }));
    expect(error).toMatchObject({ fault: 'unavailable', outcome: 'not_done' });
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('an answer that is no answer of the API is unknown', async () => {
    alooma.faults.status(200, { body: '<html>', headers: { 'content-type': 'text/html' } });
    expect(await failureOf(pause())).toMatchObject({ fault: 'confusing', outcome: 'unknown' });
  });
});

describe('what answers', () => {
  it('must do so in time, also when it never stops talking', async () => {
    for (const fault of ['hang', 'trickle'] as const) {
      alooma.faults.clear();
      alooma.faults[fault]();
      const before = alooma.requests.length;
      const list = (options: { timeout: number }) => pipeline(options).listInputs();
      const error = await timedOut(list, () => alooma.requests.length > before);
      expect(error).toMatchObject({ fault: 'unavailable', outcome: 'not_done' });
    }
    expect(alooma.requests).toHaveLength(2);
  });

  it('is not followed elsewhere', async () => {
    const strangers: unknown[] = [];
    const { server, url } = await listen((req, res) => {
      strangers.push(req.headers);
      res.end('{}');
    });
    alooma.faults.status(302, { headers: { location: `${url}/rest/inputs` } });
    const error = await failureOf(pipeline().listInputs());
    expect(error).toMatchObject({ fault: 'confusing' });
    expect(strangers).toHaveLength(0);
    server.close();
  });

  it('must not be too large, nor anything but JSON of the documented shape', async () => {
    const tooLarge = await failureOf(pipeline({ largestAnswer: 1_000 }).listInputs());
    expect(tooLarge.message).toContain('too large');
    const another = alooma.text('customers_db');
    for (const body of ['', 's3cr3t-text', '[]', '{"nodes":{}}', 'null', another]) {
      alooma.faults.clear();
      alooma.faults.status(200, { body });
      expect(await failureOf(pipeline().readInput(firstId()))).toMatchObject({ fault: 'confusing' });
    }
  });

  it('must be UTF-8: what is replaced in reading would be replaced in writing', async () => {
    const { server, url } = await listen((req, res) => {
      res.statusCode = req.method === 'PUT' ? 403 : 200;
      res.setHeader('content-type', 'application/json');
      res.end(Buffer.from('7b226964223aff7d', 'hex'));
    });
    const error = await failureOf(pipeline({ baseUrl: url }).readInput('a'));
    expect(error).toMatchObject({ fault: 'confusing' });
    expect(error.message).toContain('UTF-8');
    const refusal = await failureOf(pipeline({ baseUrl: url }).setPaused('a', true));
    expect(refusal).toMatchObject({ fault: 'refused', outcome: 'not_done' });
    server.closeAllConnections();
    server.close();
  });

  it('is not a proxy that the environment names', async () => {
    const inputs = await withEnvironment({ http_proxy: 'http://127.0.0.1:9' }, () => pipeline().listInputs());
    expect(inputs).toHaveLength(10);
  });
});

describe('secrets', () => {
  const SECRET = /sandbox-api-key|sandbox-password|s3cr3t|alooma_session|cookie|authorization|127\.0\.0\.1/i;

  it('are in no error and in no line of the log, whatever goes wrong', async () => {
    const lines: string[] = [];
    const note = (fields: object, message: string) => lines.push(inspect({ fields, message }, { depth: 10 }));
    const logger = { debug: note, warn: note };
    const credentials = [
      { apiKey: alooma.apiKey },
      { email: alooma.email, password: alooma.password },
      { apiKey: 'sandbox-api-key-that-is-wrong' },
      { email: alooma.email, password: 'sandbox-password-that-is-wrong' },
    ];
    const body = '{"password":"s3cr3t-echo"';
    const endless = [() => alooma.faults.hang({ path: /^inputs/ }), () => alooma.faults.trickle()];
    const faults = [
      () => undefined,
      () => alooma.faults.status(200, { body }),
      () => alooma.faults.status(400, { body }),
      () => alooma.faults.status(401, { path: /^inputs/, body }),
      () => alooma.faults.status(500, { path: /^inputs/, body }),
      () => alooma.faults.status(302, { headers: { location: 'http://u:s3cr3t@127.0.0.1:9/' } }),
      () => alooma.faults.dropAfter({ path: /^inputs/ }),
      ...endless,
    ];
    const errors: PipelineError[] = [];
    for (const fault of faults) {
      for (const credential of credentials) {
        alooma.faults.clear();
        fault();
        const timeout = endless.includes(fault) ? 300 : 30_000;
        const subject = pipeline({ credentials: credential, timeout, logger });
        const document = JSON.stringify({ id: firstId(), configuration: { password: 's3cr3t-document' } });
        for (const attempt of [subject.replaceInput(firstId(), document), subject.listInputs()]) {
          await attempt.catch((error) => errors.push(error));
        }
      }
    }
    // What succeeds: the listings that meet no fault, and the writes by a key that are answered by 200.
    expect(errors).toHaveLength(2 * faults.length * credentials.length - 2 - 2);
    for (const error of errors) {
      const { stack: _, ...rest } = { ...error, stack: '' };
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(SECRET);
      expect(JSON.stringify(rest)).not.toMatch(SECRET);
      expect(error.cause).toBeUndefined();
      expect(error.message).toMatch(/^[A-Z].*\.$/);
    }
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toMatch(SECRET);
  });
});
