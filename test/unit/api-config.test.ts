import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/config.ts';
import { complaintOf } from '../support/complaint.ts';
import { makeFolder } from '../support/folder.ts';

/** What the environment says of APIs. */

const NEEDED = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'signing',
  DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/db',
  ALOOMA_API_KEY: 'alooma',
  ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
};

const samplesOf = (env: Record<string, string>) => readConfig({ ...NEEDED, ...env }).samples;

function complaint(env: Record<string, string>): string {
  return complaintOf(ConfigError, () => samplesOf(env));
}

describe('SAMPLE_API_ALLOWED_HOSTS', () => {
  it('is read as hosts stand in an address', () => {
    const written = 'Tickets.test, my_api ,my_api:8080,127.1,[FD00:0::1], ::1,[::1]:8443,';
    expect(samplesOf({ SAMPLE_API_ALLOWED_HOSTS: written }).allowedHosts).toEqual(
      new Set(['tickets.test', 'my_api', 'my_api:8080', '127.0.0.1', '[fd00::1]', '[::1]', '[::1]:8443']),
    );
  });

  it.each([
    '*.s3cr3t.test',
    'http://s3cr3t.test',
    's3cr3t.test/v1',
    'a.test s3cr3t.test',
    's3cr3t.test:99999',
  ])('is refused, without what is in it: %s', (written) => {
    const says = complaint({ SAMPLE_API_ALLOWED_HOSTS: `a.test,${written}` });
    expect(says).toContain('SAMPLE_API_ALLOWED_HOSTS must be names of hosts, parted by commas');
    expect(says).not.toContain('s3cr3t');
  });
});

describe('SAMPLE_API_KEYS and SAMPLE_API_KEYS_FILE', () => {
  const tickets = 'tickets: {key: s3cr3t-1, hosts: my_api}';
  const agents = 'agents: {key: s3cr3t-2, hosts: "http://my_api:8080", as: header, name: X-Key}';
  let file: string;

  beforeAll(async () => {
    file = join(await makeFolder(), 'keys.yml');
    await writeFile(file, agents);
  });
  afterAll(() => rm(dirname(file), { recursive: true }));

  it('are put together', () => {
    const { apiKeys } = samplesOf({ SAMPLE_API_KEYS: tickets, SAMPLE_API_KEYS_FILE: file });
    expect(Object.fromEntries(apiKeys)).toEqual({
      agents: { key: 's3cr3t-2', hosts: ['http://my_api:8080'], as: 'header', name: 'X-Key' },
      tickets: { key: 's3cr3t-1', hosts: ['https://my_api'], as: 'basic' },
    });
  });

  it.each([
    [{ SAMPLE_API_KEYS: 'tickets: {key: s3cr3t-1}' }, 'SAMPLE_API_KEYS is not taken: tickets.hosts'],
    [{ SAMPLE_API_KEYS: 's3cr3t-1' }, 'SAMPLE_API_KEYS is not taken: it must be an object'],
    [{ SAMPLE_API_KEYS: 't: {key: s3cr3t-1, hosts: "a b"}' }, 'SAMPLE_API_KEYS is not taken: t.hosts'],
    [
      { SAMPLE_API_KEYS_FILE: '/nowhere/s3cr3t' },
      'SAMPLE_API_KEYS_FILE is not taken: cannot be read (ENOENT)',
    ],
  ])('are refused, without what is in them: %j', (env, says) => {
    expect(complaint(env)).toContain(says);
    expect(complaint(env)).not.toContain('s3cr3t');
  });

  it('may not have one name both', () => {
    expect(complaint({ SAMPLE_API_KEYS: agents, SAMPLE_API_KEYS_FILE: file })).toContain(
      'SAMPLE_API_KEYS has the profile agents, which SAMPLE_API_KEYS_FILE has too',
    );
  });
});
