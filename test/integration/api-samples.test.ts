import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MOST_HELD_MS, measureHeld } from '../../bench/held.ts';
import type { PostAnswer } from '../../commands/router/define.ts';
import { giveMade } from '../../commands/samples/answer.ts';
import { ApiKey, type ApiKeys } from '../../src/domain/api-key.ts';
import { redactionOf } from '../../src/domain/sample-redaction.ts';
import { KnownError } from '../../src/errors.ts';
import { parseProfiles } from '../../src/profiles.ts';
import { type ApiSample, sampleFromApi } from '../../src/services/sampling/api-samples.ts';
import { createApiSource } from '../../src/sources/api/index.ts';
import { type OddApi, startOddApi } from '../support/odd-api.ts';

/** Samples of what APIs answer, without Slack: where a key goes, and what is left of it. */

const KEY = 's3cr3t-profile-key';

let api: OddApi;
let other: OddApi;

beforeAll(async () => {
  [api, other] = await Promise.all([startOddApi(), startOddApi()]);
});
beforeEach(() => {
  for (const server of [api, other]) server.answersJson('[{"id":1}]');
});
afterAll(() => Promise.all([api.close(), other.close()]));

const profilesOf = (profiles: Record<string, unknown>): ApiKeys =>
  parseProfiles(JSON.stringify(profiles), { profile: ApiKey, fields: Object.keys(ApiKey.shape) });

function sampleOf(wanted: Partial<ApiSample>, profiles: Record<string, unknown> = {}) {
  const apis = createApiSource({ allowedHosts: new Set(['127.0.0.1']) });
  const whole = { url: `${api.url}/v1/tickets`, inputLabel: 'tickets', ...wanted };
  return sampleFromApi(whole, { apis, apiKeys: profilesOf(profiles) });
}

async function refusalOf(wanted: Partial<ApiSample>, profiles?: Record<string, unknown>) {
  const error = await sampleOf(wanted, profiles).catch((reason: unknown) => reason);
  if (!(error instanceof KnownError)) throw new Error(`No KnownError but ${JSON.stringify(error)}`);
  expect(error.message).not.toContain('s3cr3t');
  return error;
}

describe('the key of a profile', () => {
  const profile = (...hosts: string[]) => ({ kept: { key: KEY, hosts, as: 'bearer' } });
  const authorizations = () => [api, other].map(({ requests }) => requests[0]?.headers.authorization);

  it('goes over http where the profile says so, and to that port alone', async () => {
    const profiles = profile(api.url);
    await sampleOf({ apiKey: 'kept' }, profiles);
    expect(authorizations()).toEqual([`Bearer ${KEY}`, undefined]);
    const error = await refusalOf({ apiKey: 'kept', url: `${other.url}/v1/tickets` }, profiles);
    expect(error.fields).toEqual({
      url: `The key \`kept\` goes to \`${api.url}\` and nowhere else, and this address begins with \`${other.url}\`. Change that, or ask whoever runs this bot to add it to the profile.`,
    });
    expect(other.connections()).toBe(0);
  });

  it.each([
    ['the host alone', () => '127.0.0.1'],
    ['the host and its port', () => `127.0.0.1:${api.port}`],
    ['the host over http', () => 'http://127.0.0.1'],
    ['the host and its port over https', () => `https://127.0.0.1:${api.port}`],
  ])('does not go over http to a port of its own where the profile names %s', async (_what, host) => {
    const error = await refusalOf({ apiKey: 'kept' }, profile(host()));
    expect(error.fields).toEqual({ url: expect.stringContaining('and nowhere else, and this address') });
    expect([api.connections(), other.connections()]).toEqual([0, 0]);
  });

  it('of another host is refused under the profile, and a profile that is not there as well', async () => {
    const profiles = profile('https://tickets.test', 'http://elsewhere.test:8080');
    expect((await refusalOf({ apiKey: 'kept' }, profiles)).fields).toEqual({
      key_profile: `The key \`kept\` is for \`https://tickets.test\`, \`http://elsewhere.test:8080\` and goes nowhere else, so it is not sent to \`127.0.0.1:${api.port}\`.`,
    });
    const unknown = await refusalOf({ apiKey: 'kep' }, profiles);
    expect([unknown.code, unknown.fields.key_profile]).toEqual([
      'unknown_api_key',
      expect.stringContaining('Did you mean'),
    ]);
    const none = await refusalOf({ apiKey: 'kept' });
    expect(none.fields.key_profile).toContain('SAMPLE_API_KEYS');
    expect(api.connections()).toBe(0);
  });
});

describe('a key that an API repeats', () => {
  const asked = async (key: string, event: unknown) => {
    api.answersJson(JSON.stringify([event]));
    return sampleOf({ apiKey: { key, as: 'basic' } });
  };
  const KEEPS = 'The API repeats the key that it was asked with: it was masked.';
  const ODD = 's3cr3t /+=&"\\é%';
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it.each([
    ['as it is', KEY, KEY],
    ['within a text', KEY, `Bearer ${KEY}; and so on`],
    ['with odd characters', ODD, `<${ODD}>`],
    ['in a query', ODD, `?a=b&key=${encodeURIComponent(ODD)}&c=d`],
    ['in a query, as forms write it', ODD, `https://a.test/?${new URLSearchParams({ key: ODD })}&c=d`],
    [
      'in a query, with small letters',
      ODD,
      `?key=${encodeURIComponent(ODD).replace(/%../g, (hex) => hex.toLowerCase())}`,
    ],
    ['in a path', ODD, `/v1/${encodeURI(ODD)}/`],
    ['in JSON within a text', ODD, JSON.stringify({ key: ODD })],
    ['in JSON within a text, in ASCII', ODD, JSON.stringify({ key: ODD }).replace('é', '\\u00e9')],
    ['in JSON within a text, with slashes escaped', ODD, JSON.stringify({ key: ODD }).replace('/', '\\/')],
    ['as Basic has it', KEY, `Basic ${base64(`${KEY}:${KEY}`)}`],
    ['as Basic has it, with odd characters', ODD, `Basic ${base64(`${ODD}:${ODD}`)}`],
    ['as Basic has it, in a query', ODD, encodeURIComponent(base64(`${ODD}:${ODD}`))],
    ['as Basic has it, without its end', KEY, base64(`${KEY}:${KEY}`).replaceAll('=', '')],
    ['as user and password', KEY, `https://${KEY}:${KEY}@a.test/`],
    ['in base64', KEY, base64(KEY)],
    ['in base64 for addresses', ODD, Buffer.from(ODD).toString('base64url')],
    ['and is short', 'a1', 'a1'],
    ['and is short, as a bearer', 'a1', 'Bearer a1'],
    ['and is short, as Basic has it', 'a1', base64('a1:a1')],
  ])('%s is masked', async (_what, key, repeated) => {
    for (const event of [
      { id: 7, a: [{ b: repeated }] },
      { id: 7, tags: ['x', repeated] },
    ]) {
      const { text, notes } = await asked(key, event);
      expect(notes).toContain(KEEPS);
      expect(text).toContain('••••••');
      expect(text).not.toContain(JSON.stringify(repeated).slice(1, -1));
      for (const part of ['s3cr3t', base64(key).slice(0, 12), base64(`${key}:${key}`).slice(0, 12)]) {
        if (repeated.length >= 12) expect(text).not.toContain(part);
      }
      expect(JSON.parse(text)).toMatchObject({ id: 7, _metadata: { input_label: 'tickets' } });
    }
  });

  it('is masked as a number, too', async () => {
    for (const key of ['123456', '12345678901234567890', '-1.50']) {
      api.answersJson(`[{"id": 7, "price": 1.5, "asked_by": [${key}]}]`);
      const { text, notes } = await sampleOf({ apiKey: { key, as: 'basic' } });
      expect(JSON.parse(text)).toMatchObject({ id: 7, price: 1.5, asked_by: ['••••••'] });
      expect(notes).toContain(KEEPS);
    }
  });

  it('is masked where it is the name of something, and no other thing is lost', async () => {
    const encoded = base64(KEY);
    api.answersJson(
      `[{"${KEY}": 1, "10": "ten", "of ${KEY}": {"${encoded}": 2}, "${encoded}": 3, "2": "two"}]`,
    );
    const { text, notes } = await sampleOf({ apiKey: { key: KEY, as: 'basic' } });
    const event = text.replace(/,\s+"_metadata"[^}]*\}/, '');
    expect(event.replace(/\s+/g, ' ')).toBe(
      '{ "••••••": 1, "10": "ten", "of ••••••": { "••••••": 2 }, "•••••• (2)": 3, "2": "two" }',
    );
    expect(notes).toContain(KEEPS);
  });

  it('is masked in what is said of where the events are', async () => {
    const answers = async (json: string, listPath?: string) => {
      api.answersJson(json);
      const wanted = { apiKey: { key: KEY, as: 'bearer' } as const, listPath };
      return sampleOf(wanted).then(
        ({ notes }) => notes.join(' '),
        (error: KnownError) => error.message,
      );
    };
    const said = [
      await answers(`{"${KEY}":[{"id":1}]}`),
      await answers(`{"${KEY}":[{"id":1}],"b":[{}]}`),
      await answers(`{"${KEY}":["a"]}`, KEY),
      await answers(`{"a":{"${KEY}":[{}]}}`, 'b'),
    ];
    for (const one of said) {
      expect(one).toContain('••••••');
      expect(one).not.toContain('s3cr3t');
    }
  });

  it('is not seen in what only looks like it', async () => {
    const event = { id: 1, a1: 'a1b', b: ['xa1', 'A1', 'Basic'], c: 1234567, d: 's3cr3t', e: '' };
    for (const key of ['a1', '123456', KEY]) {
      const { text, notes } = await asked(key, event);
      expect(notes).toHaveLength(1);
      expect(JSON.parse(text)).toEqual({ ...event, _metadata: expect.anything() });
    }
  });
});

describe('a large answer', () => {
  const services = { redaction: redactionOf(undefined) };
  const ticket = (id: number) => ({
    id,
    subject: `Cannot log in, says number ${id}, and neither can anybody else here`,
    requester: { name: 'Zoë', email: `customer${id}@example.com`, password: 's3cr3t-1' },
    tags: ['web', 'q3'],
  });

  it.each([
    [
      'of ordinary events',
      JSON.stringify({ tickets: Array.from({ length: 24_000 }, (_, id) => ticket(id)) }),
    ],
    [
      'of one event',
      JSON.stringify({ tickets: { all: Array.from({ length: 4_000 }, (_, id) => ticket(id)) } }),
    ],
  ])(
    '%s holds nobody up for 50 ms until it is given',
    async (_what, json) => {
      api.answersJson(json);
      let given: PostAnswer | undefined;
      const { held } = await measureHeld(async () => {
        const made = await sampleOf({ apiKey: { key: KEY, as: 'bearer' }, testIndexNumber: 0 });
        given = await giveMade(made, { title: 'A sample', fileName: 'sample.json', to: 'channel', services });
      }, MOST_HELD_MS);
      expect(given?.file && 'content' in given.file && given.file.content).toContain(
        '"input_label": "tickets"',
      );
      expect(held).toBeLessThan(MOST_HELD_MS);
    },
    120_000,
  );
});
