import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';

let alooma: AloomaStandIn;

beforeEach(async () => {
  alooma = await startAlooma();
});
afterEach(() => alooma.close());

const withPassword = (password = alooma.password) =>
  createAlooma({
    baseUrl: alooma.url,
    credentials: { email: alooma.email, password },
    retry: { firstPause: 1 },
  });
const count = (method: string, path: RegExp) =>
  alooma.requests.filter((request) => request.method === method && path.test(request.path)).length;
const logins = () => count('POST', /\/login$/);
const firstId = () => alooma.inputs()[0]?.id ?? 'none';

describe('e-mail and password', () => {
  it('log in when it is first needed, once for all callers', async () => {
    const pipeline = withPassword();
    expect(alooma.requests).toHaveLength(0);
    alooma.faults.delay(50, { path: /^login$/ });
    await Promise.all(Array.from({ length: 5 }, () => pipeline.listInputs()));
    await pipeline.listEvents();
    expect(logins()).toBe(1);
  });

  it('log in once again when the session has ended, and repeat each call once', async () => {
    const pipeline = withPassword();
    await pipeline.listInputs();
    alooma.faults.endSessions();
    await Promise.all(Array.from({ length: 5 }, () => pipeline.listInputs()));
    expect(logins()).toBe(2);
    expect(count('GET', /\/inputs$/)).toBe(1 + 5 + 5);
  });

  it('repeat a write too: one that was answered 401 was not carried out', async () => {
    const pipeline = withPassword();
    await pipeline.listInputs();
    alooma.faults.endSessions();
    await pipeline.setPaused(firstId(), true);
    const writes = alooma.requests.filter((request) => request.method === 'PUT');
    expect(writes.map((request) => request.status)).toEqual([401, 200]);
    expect(alooma.inputs()[0]?.paused).toBe(true);
  });

  it('give up when the new session is refused as well', async () => {
    alooma.faults.status(401, { path: /^inputs$/ });
    const failed = withPassword().listInputs();
    await expect(failed).rejects.toMatchObject({ fault: 'unauthorized', outcome: 'not_done' });
    expect(count('GET', /\/inputs$/)).toBe(2);
    expect(logins()).toBe(2);
  });

  it('are named when they are wrong, and tried once', async () => {
    await expect(withPassword('wrong-word').setPaused(firstId(), true)).rejects.toMatchObject({
      fault: 'unauthorized',
      outcome: 'not_done',
      message: expect.stringContaining('ALOOMA_PASSWORD'),
    });
    expect(alooma.requests).toHaveLength(1);
  });

  it('are sent again after a login that failed, and leave a write undone', async () => {
    alooma.faults.status(503, { path: /^login$/, times: 5 });
    const pipeline = withPassword();
    const failed = pipeline.setPaused(firstId(), true);
    await expect(failed).rejects.toMatchObject({ fault: 'unavailable', outcome: 'not_done' });
    expect(count('PUT', /./)).toBe(0);
    await pipeline.setPaused(firstId(), true);
    expect(logins()).toBe(4 + 2);
  });

  it('need a session in the answer', async () => {
    alooma.faults.status(200, { path: /^login$/, body: '{}' });
    await expect(withPassword().listInputs()).rejects.toMatchObject({ fault: 'confusing' });
  });
});

describe('an API key', () => {
  it('is tried once when it is refused, and named', async () => {
    const pipeline = createAlooma({ baseUrl: alooma.url, credentials: { apiKey: 'wrong-key' } });
    await expect(pipeline.listInputs()).rejects.toMatchObject({
      fault: 'unauthorized',
      outcome: 'not_done',
      message: 'Alooma refused the API key (401): check ALOOMA_API_KEY and ALOOMA_ACCOUNT_NAME.',
    });
    expect(alooma.requests.map(({ path }) => path)).toEqual(['/rest/inputs']);
  });
});
