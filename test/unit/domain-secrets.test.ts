import { describe, expect, it } from '@jest/globals';
import { looksMasked, MASK } from '../../src/domain/mask.ts';
import { isSecretName } from '../../src/domain/secret-names.ts';
import {
  holdsSecret,
  isSecretPlace,
  maskedSecrets,
  redact,
  redactSteps,
  redactText,
} from '../../src/domain/secrets.ts';

describe('a secret’s name', () => {
  it.each([
    ...['password', 'passwd', 'pwd', 'PASSWORD', 'db_password', 'passphrase', 'oauth2', 'awsSecretAccessKey'],
    ...[
      'awsAccessKeyId',
      'mixpanelApiSecret',
      'api_key',
      'apiKey',
      'API-Key',
      'x-api-key',
      'session_id',
      'sessionId',
    ],
    ...[
      'token',
      'access_token',
      'refreshToken',
      'client_secret',
      'private_key',
      'Authorization',
      'Cookie',
      'auth',
    ],
    ...['credentials', 'signature', 'ssl_pem', 'password_2'],
    ...['app_key', 'writeKey', 'basic_auth', 'proxy-auth', 'db_pw', 'psk', 'github_pat'],
    ...['ssh_key', 'sshKey', 'encryption_key', 'AccountKey', 'consumer_key', 'jwt', 'bearer', 'passcode'],
    ...[
      'license_key',
      'licenceKey',
      'shared_key',
      'cred',
      'awsCreds',
      'sas',
      'account_sas',
      'SAS',
      'salt',
      'hash-salt',
    ],
  ])('is %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    ...[
      'batch_size',
      'name',
      'port',
      'author',
      'authors',
      'server',
      'schema',
      'user',
      'tables',
      'auto_map',
      'key',
    ],
    ...['primary_key', 'replication_type', 'passenger_id', 'session_length', 'temperature', 'keyspace'],
    ...['sort_key', 'partition_key', 'path', 'auth_type', 'compat'],
    ...['basic_auth_enabled', 'sacred', 'basalt', 'salt_length', 'credit', 'texas', 'license', 'signal'],
  ])('is not %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('redaction', () => {
  it('hides a private key under any name', () => {
    const pem = '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----';
    const hidden = redact({ key: pem, ssh: JSON.stringify({ host: 'h', identity: pem }), list: [pem] });
    expect(JSON.parse(JSON.stringify(hidden))).toEqual({
      key: MASK,
      ssh: { host: 'h', identity: MASK },
      list: [MASK],
    });
    expect(holdsSecret('note', pem)).toBe(true);
    expect(redact({ certificate: '-----BEGIN CERTIFICATE-----' })).not.toEqual({ certificate: MASK });
  });

  it('hides what stands under a secret’s name, at any depth and in any form', () => {
    const hidden = redact({
      password: 'hunter2',
      pin: { oauth2: { client: 'hunter2', list: ['hunter2', 7, true, null, ''] } },
      ssh: '{"host":"h","private_key":"hunter2"}',
      nested: '[{"inner":"{\\"token\\":\\"hunter2\\"}"}]',
    });
    expect(JSON.parse(JSON.stringify(hidden))).toEqual({
      password: MASK,
      pin: { oauth2: { client: MASK, list: [MASK, MASK, true, null, ''] } },
      ssh: { host: 'h', private_key: MASK },
      nested: [{ inner: { token: MASK } }],
    });
  });

  it('hides the second of a pair whose first is a secret’s name, and the first of no list of names', () => {
    expect(
      redact({
        form: [
          ['page', '1'],
          ['api_key', 'hunter2'],
        ],
        http_headers: [['X-Team', 'hunter2']],
      }),
    ).toEqual({
      form: [
        ['page', '1'],
        ['api_key', MASK],
      ],
      http_headers: [['X-Team', MASK]],
    });
    expect(redact({ columns: ['token', 'id'] })).toEqual({ columns: ['token', 'id'] });
  });

  it('hides the secrets in keys, and keeps apart those that look alike then', () => {
    expect(redact({ 'x://a:1@h': 1, 'x://a:2@h': 2, port: 3 })).toEqual({
      [`x://${MASK}@h`]: 1,
      [`x://${MASK}@h 2`]: 2,
      port: 3,
    });
  });

  it('hides as a whole what lies too deep to be looked at', () => {
    const deep = JSON.parse(`${'['.repeat(150)}"hunter2"${']'.repeat(150)}`) as unknown;
    expect(JSON.stringify(redact(deep))).not.toContain('hunter2');
    expect(JSON.stringify(redact(deep))).toContain(MASK);
  });

  it('treats a key called __proto__ as any other', () => {
    const value: unknown = JSON.parse('{"__proto__":{"password":"hunter2","port":5},"port":6}');
    expect(JSON.stringify(redact(value))).toBe(`{"__proto__":{"password":"${MASK}","port":5},"port":6}`);
  });

  it('hides the values of headers, but not of those that everybody sends', () => {
    expect(redact({ headers: { 'X-Team': 'hunter2', Accept: 'text/csv', 'content-type': 'a/b' } })).toEqual({
      headers: { 'X-Team': MASK, Accept: 'text/csv', 'content-type': 'a/b' },
    });
    expect(
      redact({
        http_headers: [
          { name: 'X-Team', value: 'hunter2' },
          { name: 'accept', value: 'a' },
        ],
      }),
    ).toEqual({
      http_headers: [
        { name: 'X-Team', value: MASK },
        { name: 'accept', value: 'a' },
      ],
    });
    expect(redact({ headers: 'X-Team: hunter2', header: 'first_row' })).toEqual({
      headers: MASK,
      header: 'first_row',
    });
    expect(redact({ headers: ['X-Team: hunter2'] })).toEqual({ headers: [MASK] });
  });

  it('hides the values of parameters with a secret’s name', () => {
    const parameters = [
      { parameter: 'session_id', type: 'static', value: 'hunter2', template: 'hunter2' },
      { parameter: 'where', type: 'Days Past', value: 2 },
      { parameter: 'x', name: 'api_key', value: 'hunter2' },
    ];
    expect(redact({ parameters })).toEqual({
      parameters: [
        { parameter: 'session_id', type: 'static', value: MASK, template: MASK },
        { parameter: 'where', type: 'Days Past', value: 2 },
        { parameter: 'x', name: 'api_key', value: MASK },
      ],
    });
  });

  it.each([
    ['postgres://me:hunter2@db:5432/x', `postgres://${MASK}@db:5432/x`],
    ['postgres://me:hun@ter2@db/x', `postgres://${MASK}@db/x`],
    ['https://u:hun/ter2@h/x', `https://${MASK}@h/x`],
    ['https://u:hun?ter2@h/x', `https://${MASK}@h/x`],
    ['https://u:hun#ter2@h/x', `https://${MASK}@h/x`],
    ['sftp://hunter2@h', `sftp://${MASK}@h`],
    ['x://a:hunter2@h,y://b:hunter2@i', `x://${MASK}@h,y://${MASK}@i`],
    ['https://h/p?api_key=hunter2&page=2', `https://h/p?api_key=${MASK}&page=2`],
    ['https://h/p?page=2&Signature=hun;ter2', `https://h/p?page=2&Signature=${MASK}`],
    ['https://h/cb#access_token=hunter2', `https://h/cb#access_token=${MASK}`],
    ['jdbc:sqlserver://h:1433;user=me;password=hunter2', `jdbc:sqlserver://h:1433;user=me;password=${MASK}`],
    ['host=h user=me password=hunter2 port=1', `host=h user=me password=${MASK} port=1`],
    ["host=h password='hun ter2'", `host=h password=${MASK}`],
    ["host=h password='hun ter2", `host=h password=${MASK}`],
    ['password = hunter2', `password = ${MASK}`],
    ['options="user=me password=hunter2"', `options="user=me password=${MASK}`],
    [`password=${MASK}hunter2`, `password=${MASK}`],
    ['me:hunter2@tcp(db:3306)/x', `me${MASK}@tcp(db:3306)/x`],
    ['jdbc:oracle:thin:me/hunter2@h:1521:x', `jdbc:oracle:thin:${MASK}@h:1521:x`],
    [
      "copy a from 's3://b' credentials 'aws_access_key_id=a;aws_secret_access_key=hunter2'",
      `copy a from 's3://b' credentials 'aws_access_key_id=${MASK};aws_secret_access_key=${MASK}`,
    ],
    ["create user me password 'hunter2'", `create user me password ${MASK}`],
    ["{'host': 'h', 'password': 'hun ter2'}", `{'host': 'h', 'password': ${MASK}}`],
    ['{"host":"h","password":"hun ter2', `{"host":"h","password":${MASK}`],
    ['{\\"password\\": \\"hunter2\\"}', `{\\"password\\": ${MASK}}`],
    ['host: h\npassword: hunter2\nport: 1', `host: h\npassword: ${MASK}\nport: 1`],
    ['X-Api-Key: hunter2', `X-Api-Key: ${MASK}`],
    ['Authorization: Token hunter2', `Authorization: Token ${MASK}`],
    ['Cookie: a=hunter2; b=hunter2', `Cookie: ${MASK}`],
  ])('hides the credentials in %s', (text, shown) => {
    expect(redactText(text)).toBe(shown);
    expect(redact({ somewhere: text })).toEqual({ somewhere: shown });
  });

  it.each([
    'https://h:8080/people/me@example.com',
    'https://h/p?page=2&author=me@x',
    'a@b.c',
    'xmin::text::bigint',
    'token::text',
    'a=1; b=2',
    'host: h, port: 5432',
    'password == other',
    'the secret of: this',
    'jdbc:oracle:thin:@h:1521:x',
    'me@tcp(db:3306)/x',
  ])('leaves %s as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('a value that says itself what it is', () => {
  const basic = Buffer.from('me:hunter2').toString('base64');

  it.each([
    ['xoxb-12-34-hunter2', MASK],
    ['see xoxp-1-hunter2, xapp-1-A-hunter2', `see ${MASK}, ${MASK}`],
    ['xoxe.xoxb-1-hunter2', `xoxe.${MASK}`],
    ['id AKIAIOSFODNN7EXAMPLE', `id ${MASK}`],
    ['ASIAIOSFODNN7EXAMPLE', MASK],
    ['https://hooks.slack.com/services/T0/B0/hunter2', `https://hooks.slack.com/services/${MASK}`],
    ['Bearer hunter2.hunter2', `Bearer ${MASK}`],
    [`authorization: basic ${basic}`, `authorization: basic ${MASK}`],
    ['Authorization=Bearer hunter2', `Authorization=${MASK} ${MASK}`],
    [`ghp_${'a1'.repeat(18)}`, MASK],
    ['eyJhbGciOi.eyJzdWIiOi.c2ln', MASK],
    ['https://h/c?sv=2020&sig=hunter2%3D', `https://h/c?sv=2020&sig=${MASK}`],
    ['https://h/c?sig=hunter2&se=1', `https://h/c?sig=${MASK}&se=1`],
    ['https://h/o?X-Amz-Signature=hunter2&X-Amz-Date=1', `https://h/o?X-Amz-Signature=${MASK}&X-Amz-Date=1`],
  ])('is hidden under any name: %s', (text, shown) => {
    expect(redact({ note: [text] })).toEqual({ note: [shown] });
    expect(redactText(text)).toBe(shown);
    expect(holdsSecret('note', text)).toBe(true);
  });

  it.each([
    ...[
      'basic',
      'Basic auth',
      'basic authentication of 2 users',
      'Bearer',
      'a bearer token',
      'Bearer of news',
    ],
    ...[
      'boxb-1',
      'AKIA',
      'AKIAIOSFODNN7EXAMPL',
      'AKIAIOSFODNN7EXAMPLES',
      'https://hooks.slack.com/services/',
    ],
  ])('is not: %s', (text) => {
    expect(redact({ basic_auth_enabled: true, auth_type: text })).toEqual({
      basic_auth_enabled: true,
      auth_type: text,
    });
  });
});

describe('a text that is meant to take long', () => {
  it.each([
    '?',
    '?&',
    'a://',
    'a://b:c/',
    ' a="',
    'a.',
    '#a=b',
    'xoxb-',
    'xapp-a ',
    'AKIA',
    'bearer ',
    'Basic',
    'basic a',
    'hooks.slack.com/services/',
  ])('of %j is looked through at once', (part) => {
    const text = `=://${part.repeat(Math.floor(200_000 / part.length))}`;
    const before = performance.now();
    redact({ text });
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('is looked through in many steps, and so is a large value', () => {
    const stepsOf = (value: unknown) => [...redactSteps(value)].length;
    expect(stepsOf({ text: 'a://b '.repeat(20_000) })).toBeGreaterThan(50);
    expect(stepsOf(Array.from({ length: 1_000 }, () => 1))).toBeGreaterThan(1_000);
  });
});

describe('an address without its scheme', () => {
  it('has its password hidden where it is all of the text', () => {
    expect(redactText('me:hunter2@db.example.com:5432/orders')).toBe('me:••••••@db.example.com:5432/orders');
    expect(holdsSecret('server', 'me:hunter2@h')).toBe(true);
    for (const plain of ['mailto:me@example.com', 'xmin::text::bigint', 'see at:me@home now', '10:30@noon x'])
      expect(redactText(plain)).toBe(plain);
  });
});

describe('a place', () => {
  it('is a secret’s by its own name, or by a name that stands beside it', () => {
    expect(isSecretPlace({}, 'password')).toBe(true);
    expect(isSecretPlace({ name: 'api_key', value: 'x' }, 'value')).toBe(true);
    expect(isSecretPlace({ parameter: 'h1', name: 'X-Api-Token' }, 'value', ['parameters'])).toBe(true);
    expect(isSecretPlace({ X: 'y' }, 'X-Any', ['headers'])).toBe(true);
    expect(isSecretPlace({ name: 'limit', password: 'p' }, 'value')).toBe(false);
    expect(isSecretPlace({ tables: '{}' }, 'batch_size')).toBe(false);
  });
});

describe('what the pipeline has masked', () => {
  it('is found by its path, in a URL too', () => {
    const configuration = {
      password: '****',
      ssh: '{"key":"x","passphrase":"<hidden>"}',
      url: 'postgres://me:*****@h/x',
      token: 'not masked',
      note: '****',
    };
    expect(maskedSecrets(configuration)).toEqual(['password', 'ssh.passphrase', 'url.user']);
  });

  it.each([
    [{ headers: { Authorization: 'Bearer ********' } }, 'headers.Authorization'],
    [{ headers: 'Authorization: Bearer ********' }, 'headers'],
    [{ cookie: 'session=********; path=/' }, 'cookie'],
    [{ basicAuth: '***' }, 'basicAuth'],
    [{ client_key: '***' }, 'client_key'],
    [{ ssh: '{"key":"********"}' }, 'ssh.key'],
    [{ password: 'xxxxxxxx' }, 'password'],
    [{ awsSecretAccessKey: '********abcd' }, 'awsSecretAccessKey'],
  ])('is found where a part of it was left to be seen: %j', (configuration, path) => {
    expect(maskedSecrets(configuration)).toEqual([path]);
  });

  it.each([{ password: 'a***b' }, { password: 'xxx-files' }, { cron: '* * * * * *' }, { value: 'xxxxxxxx' }])(
    'is not seen in what somebody may mean: %j',
    (configuration) => {
      expect(maskedSecrets(configuration)).toEqual([]);
    },
  );

  it.each(['***', '••••••', '●●●', 'MASKED', '[redacted]', ' ******** '])('looks like %s', (value) => {
    expect(looksMasked(value)).toBe(true);
  });

  it.each(['', '**', 'a***', 'hunter2', 'encrypted by me', 5, null])('does not look like %j', (value) => {
    expect(looksMasked(value)).toBe(false);
  });
});

describe('a value that would be put under a name', () => {
  it('holds a secret by its name or by what is in it', () => {
    expect(holdsSecret('password', 'x')).toBe(true);
    expect(holdsSecret('ssh', '{"private_key":"x"}')).toBe(true);
    expect(holdsSecret('url', 'https://a:b@h')).toBe(true);
    expect(holdsSecret('password', '')).toBe(false);
    expect(holdsSecret('batch_size', '5')).toBe(false);
    expect(holdsSecret('tables', '{"orders":"xmin"}')).toBe(false);
  });

  it('takes no table for a secret because of its name, and hides one beside it', () => {
    const tables = '{"password_resets":"updated_at","api_tokens":"xmin::text::bigint"}';
    expect(holdsSecret('tables', tables)).toBe(false);
    expect(redact({ tables, password: 's3cr3t' })).toEqual({ tables: JSON.parse(tables), password: MASK });
  });
});
