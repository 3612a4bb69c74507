import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/config.ts';
import { complaintOf } from '../support/complaint.ts';
import { fc } from '../support/properties.ts';

const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');

const NEEDED = {
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'signing',
  DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/db',
  ALOOMA_API_KEY: 'alooma',
  ENCRYPTION_KEY: key(1),
};

/** What the start says of an environment, or that it says nothing. */
function complaint(env: Record<string, string | undefined>): string {
  return complaintOf(ConfigError, () => readConfig(env));
}

describe('the configuration', () => {
  it('has defaults for all but what is needed', () => {
    expect(readConfig(NEEDED)).toEqual({
      slack: { botToken: 'xoxb-1', apiUrl: undefined, receiver: { signingSecret: 'signing' } },
      databaseUrl: NEEDED.DATABASE_URL,
      alooma: {
        baseUrl: 'https://app.alooma.com',
        accountName: undefined,
        credentials: { apiKey: 'alooma' },
        timeout: 60_000,
        concurrency: 8,
      },
      samples: {
        folder: 'samples',
        visibility: 'channel',
        redact: undefined,
        redactSaved: false,
        connections: new Map(),
        apiKeys: new Map(),
        allowedHosts: new Set(),
      },
      encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
      profiles: new Map(),
      accountLabel: 'default account',
      changeTtl: 86_400_000,
      remindAfter: 900_000,
      undoDays: 7,
      retentionDays: 365,
      settleAfter: 15_000,
      role: 'all',
      port: 3000,
      host: undefined,
      logLevel: 'info',
    });
  });

  it('names every variable that is missing, at once', () => {
    const said = complaint({});
    for (const name of [
      ...['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'DATABASE_URL', 'ENCRYPTION_KEY'],
      ...['ALOOMA_API_KEY', 'ALOOMA_USERNAME', 'ALOOMA_PASSWORD', 'npm run sandbox'],
    ]) {
      expect(said).toContain(name);
    }
  });

  it('takes an empty variable as one that is not set', () => {
    const empty = Object.fromEntries(Object.keys(NEEDED).map((name) => [name, ' ']));
    expect(complaint(empty)).toBe(complaint({}));
    expect(readConfig({ ...NEEDED, PORT: '', ROLE: ' ', SLACK_APP_TOKEN: '', ALOOMA_BASE_URL: '' })).toEqual(
      readConfig(NEEDED),
    );
  });

  it.each(Object.keys(NEEDED))('names %s when only that is missing', (name) => {
    const said = complaint({ ...NEEDED, [name]: undefined });
    expect(said).toContain(name);
    expect(said.split('\n')).toHaveLength(3);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1'],
    ['SLACK_APP_TOKEN', 'xoxb-1'],
    ['SLACK_API_URL', 'ftp://127.0.0.1/api/'],
    ['DATABASE_URL', 'mysql://127.0.0.1/db'],
    ['ALOOMA_BASE_URL', 'https://app.alooma.com/rest'],
    ['ALOOMA_BASE_URL', 'no address at all'],
    ['ALOOMA_BASE_URL', 'https://app.alooma.com?account=acme'],
    ['ALOOMA_BASE_URL', 'https://app.alooma.com/#acme'],
    ['ALOOMA_BASE_URL', 'https://me:pw@app.alooma.com'],
    ['ALOOMA_ACCOUNT_NAME', '../other'],
    ['ALOOMA_ACCOUNT_NAME', '.'],
    ['ALOOMA_ACCOUNT_NAME', '..'],
    ['ALOOMA_API_KEY', 'key\n'],
    ['ALOOMA_API_KEY', 'clé'],
    ['SLACK_BOT_TOKEN', 'xoxb-1\r'],
    ['SLACK_APP_TOKEN', 'xapp-1\t'],
    ['SLACK_SIGNING_SECRET', 'sig\u0000ning'],
    ['DATABASE_URL', 'postgres://'],
    ['DATABASE_URL', 'postgres:///db'],
    ['ALOOMA_TIMEOUT', '10ms'],
    ['ENCRYPTION_KEY', Buffer.alloc(31).toString('base64')],
    ['ENCRYPTION_KEY', `a:${key(1)},a:${key(2)}`],
    ['ENCRYPTION_KEY', `${key(1)},${key(2)}`],
    ['ENCRYPTION_KEY', `a.b:${key(1)}`],
    ['ENCRYPTION_KEY', `a:${key(1)},`],
    ['ACCOUNT_LABEL', 'x'.repeat(41)],
    ['CHANGE_TTL', '24'],
    ['CHANGE_TTL', '-5m'],
    ['CHANGE_TTL', '10s'],
    ['CHANGE_TTL', '2 years'],
    ['SETTLE_AFTER', 'soon'],
    ['ROLE', 'both'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['PORT', '0x50'],
    ['PORT', '1e3'],
    ['PORT', '+80'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s by name', (name, value) => {
    const said = complaint({ ...NEEDED, [name]: value });
    expect(said).toContain(`  ${name} `);
    expect(said.split('\n')).toHaveLength(3);
  });

  it('says that something is missing or wrong, whichever it is', () => {
    expect(complaint({ ...NEEDED, PORT: 'http' })).toMatch(/missing or wrong:\n {2}PORT must be a port\n/);
  });

  it('takes a database behind a socket, which has no host', () => {
    const databaseUrl = 'postgres:///db?host=/var/run/postgresql';
    expect(readConfig({ ...NEEDED, DATABASE_URL: databaseUrl }).databaseUrl).toBe(databaseUrl);
  });

  it('never prints a value, whatever is wrong with it', () => {
    const names = [
      ...['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_API_URL', 'DATABASE_URL', 'ALOOMA_BASE_URL'],
      ...[
        'ALOOMA_ACCOUNT_NAME',
        'ALOOMA_TIMEOUT',
        'ENCRYPTION_KEY',
        'ACCOUNT_LABEL',
        'CHANGE_TTL',
        'SETTLE_AFTER',
      ],
      ...['ROLE', 'PORT', 'LOG_LEVEL'],
    ];
    const fault = fc.constantFrom(
      'MARKER',
      '?MARKER ',
      'http://MARKER/x y',
      'MARKER:MARKER',
      `MARKER${'x'.repeat(200)}`,
    );
    fc.assert(
      fc.property(fc.array(fault, { minLength: names.length, maxLength: names.length }), (faults) => {
        const said = complaint(Object.fromEntries(names.map((name, index) => [name, faults[index]])));
        expect(said).not.toBe('none');
        expect(said).not.toContain('MARKER');
        for (const name of [
          'SLACK_BOT_TOKEN',
          'DATABASE_URL',
          'ENCRYPTION_KEY',
          'ROLE',
          'PORT',
          'CHANGE_TTL',
        ]) {
          expect(said).toContain(`  ${name} `);
        }
      }),
    );
  });

  it('connects over Socket Mode when there is an app token, also beside a signing secret', () => {
    const socket = { appToken: 'xapp-1' };
    expect(readConfig({ ...NEEDED, SLACK_APP_TOKEN: 'xapp-1' }).slack.receiver).toEqual(socket);
    expect(
      readConfig({ ...NEEDED, SLACK_SIGNING_SECRET: undefined, SLACK_APP_TOKEN: 'xapp-1' }).slack.receiver,
    ).toEqual(socket);
  });

  it('logs in with an e-mail and a password where there is no API key, and needs both', () => {
    const login = { ...NEEDED, ALOOMA_API_KEY: undefined, ALOOMA_USERNAME: 'me@x', ALOOMA_PASSWORD: 'pw' };
    expect(readConfig(login).alooma.credentials).toEqual({ email: 'me@x', password: 'pw' });
    expect(readConfig({ ...login, ALOOMA_API_KEY: 'key' }).alooma.credentials).toEqual({ apiKey: 'key' });
    expect(complaint({ ...login, ALOOMA_PASSWORD: undefined })).toContain('ALOOMA_PASSWORD');
  });

  it('rotates keys in the order given, a bare one being k1 wherever it stands', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(readConfig({ ...NEEDED, ENCRYPTION_KEY: `new:${key(2)}, old:${key(1)}` }).encryptionKeys).toEqual([
      { id: 'new', key: two },
      { id: 'old', key: one },
    ]);
    expect(readConfig({ ...NEEDED, ENCRYPTION_KEY: `k2:${key(2)},${key(1)}` }).encryptionKeys).toEqual([
      { id: 'k2', key: two },
      { id: 'k1', key: one },
    ]);
  });

  it('reads spans of time, roles, ports and labels', () => {
    const config = readConfig({
      ...NEEDED,
      ...{ CHANGE_TTL: '90m', SETTLE_AFTER: '5ms', ALOOMA_TIMEOUT: '15 seconds', ROLE: 'worker', PORT: '0' },
      ...{ ALOOMA_ACCOUNT_NAME: 'acme', HOST: '127.0.0.1', LOG_LEVEL: 'silent' },
    });
    expect(config).toMatchObject({ changeTtl: 5_400_000, settleAfter: 5, role: 'worker', port: 0 });
    expect(config).toMatchObject({ accountLabel: 'acme', host: '127.0.0.1', logLevel: 'silent' });
    expect(config.alooma).toMatchObject({ timeout: 15_000, accountName: 'acme' });
    const labelled = readConfig({ ...NEEDED, ALOOMA_ACCOUNT_NAME: 'acme', ACCOUNT_LABEL: 'production' });
    expect(labelled.accountLabel).toBe('production');
  });
});
