import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiKey, type ApiKeys } from '../../src/domain/api-key.ts';
import { KnownError } from '../../src/errors.ts';
import { parseProfiles } from '../../src/profiles.ts';
import { type ApiSample, sampleFromApi } from '../../src/services/api-samples.ts';
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
