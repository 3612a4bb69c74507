import ms from 'ms';
import { z } from 'zod';
import { readHost } from './domain/api-host.ts';
import { ApiKey } from './domain/api-key.ts';
import { Connection } from './domain/connection.ts';
import { Profile } from './domain/profile.ts';
import { PolicyFileError, readPolicyFile } from './policy-file.ts';
import { type ProfileKind, ProfilesError, parseProfiles, readProfilesFile } from './profiles.ts';

/** The variables of the environment, each checked by itself. What several say together is checked in `config.ts`. */

const LONGEST = ms('365 days');

const CONTROL_CHARACTER = /\p{Cc}/u;

const text = z.string().refine((written) => !CONTROL_CHARACTER.test(written), 'must be on one line');
/** What goes out in a header, which takes no other characters. */
const token = z.string().regex(/^[ -~]+$/, 'must be printable ASCII on one line');
const url = (protocol: RegExp, what: string) => z.url({ protocol, error: what });

/** @returns a check of the parts of an address. What is no address at all was said before, and passes here. */
const parts = (check: (url: URL) => boolean) => (address: string) =>
  !URL.canParse(address) || check(new URL(address));

const accountAddress = url(/^https?$/, 'must be an http(s) address').refine(
  parts(({ href, origin }) => href === `${origin}/`),
  'must have no path, query, fragment or credentials',
);

const databaseAddress = url(/^postgres(ql)?$/, 'must be a postgres:// address').refine(
  parts(({ hostname, searchParams }) => hostname !== '' || Boolean(searchParams.get('host'))),
  'must name a host, or the folder of a socket as ?host=/…',
);

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port')
  .transform(Number)
  .refine((number) => number <= 65_535, 'must be a port');

/** A span of time as people write it: `24h`, `90s`, `15 minutes`. In milliseconds. */
const duration = (least: string) =>
  z.string().transform((written, context): number => {
    const value = /[a-z]/i.test(written) ? (ms(written as ms.StringValue) as number | undefined) : undefined;
    if (value !== undefined && value >= ms(least as ms.StringValue) && value <= LONGEST) return value;
    context.addIssue({
      code: 'custom',
      message: `must be a span of time such as 90s or 24h, at least ${least}`,
    });
    return z.NEVER;
  });

const encryptionKeys = z.string().transform((written, context): EncryptionKey[] => {
  const keys = written.split(',').map((part): EncryptionKey => {
    // Always k1, wherever it stands: what it sealed before a rotation has to open after it.
    const [id, key] = part.includes(':') ? part.trim().split(':', 2) : ['k1', part.trim()];
    return { id: id ?? '', key: Buffer.from(key ?? '', 'base64') };
  });
  const ids = new Set(keys.map(({ id }) => id));
  if (keys.every(({ id, key }) => /^[\w-]{1,32}$/.test(id) && key.length === 32) && ids.size === keys.length)
    return keys;
  context.addIssue({
    code: 'custom',
    message: 'must be 32 bytes in base64 (openssl rand -base64 32), or id:base64,id:base64 to rotate',
  });
  return z.NEVER;
});

/** Profiles of a kind, in a variable and in a file that a variable names. */
function profiles<Of>(kind: ProfileKind<Of>) {
  const from = (contentOf: (written: string) => string) =>
    z
      .string()
      .transform((written, context): ReadonlyMap<string, Of> => {
        try {
          return parseProfiles(contentOf(written), kind);
        } catch (error) {
          if (!(error instanceof ProfilesError)) throw error;
          context.addIssue({ code: 'custom', message: `is not taken: ${error.message}` });
          return z.NEVER;
        }
      })
      .optional();
  return { inVariable: from((written) => written), inFile: from(readProfilesFile) };
}

const credentials = profiles({
  profile: Profile,
  fields: ['server', 'port', 'database', 'schema', 'db_type', 'user', 'password'],
});
const connections = profiles({ profile: Connection, fields: Object.keys(Connection.shape) });
const apiKeys = profiles({ profile: ApiKey, fields: Object.keys(ApiKey.shape) });

/** Checked when the bot starts; read again on SIGHUP. */
const policyFile = text.transform((path, context) => {
  try {
    return { path, policy: readPolicyFile(path) };
  } catch (error) {
    if (!(error instanceof PolicyFileError)) throw error;
    context.addIssue({ code: 'custom', message: `is not taken: ${error.message}` });
    return z.NEVER;
  }
});

/** `a, b` → each of them, without those that are empty. */
const list = z.string().transform((written) =>
  written
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);

const yesOrNo = z
  .enum(['true', 'false', 'yes', 'no'], 'must be true or false')
  .transform((written) => written === 'true' || written === 'yes');

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `must be a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((number) => number >= least && number <= most, `must be a whole number from ${least} to ${most}`);

export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

export const Environment = z.object({
  SLACK_BOT_TOKEN: token.startsWith('xoxb-', 'must begin with xoxb-'),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_APP_TOKEN: token.startsWith('xapp-', 'must begin with xapp-').optional(),
  SLACK_API_URL: url(/^https?$/, 'must be an http(s) address').optional(),
  DATABASE_URL: databaseAddress,
  ALOOMA_API_KEY: token.optional(),
  ALOOMA_USERNAME: text.optional(),
  ALOOMA_PASSWORD: text.optional(),
  ALOOMA_BASE_URL: accountAddress.default('https://app.alooma.com'),
  ALOOMA_ACCOUNT_NAME: z
    .string()
    .regex(/^(?!\.{1,2}$)[\w.-]+$/, 'must be a plain name')
    .optional(),
  ALOOMA_TIMEOUT: duration('1s').default(60_000),
  ENCRYPTION_KEY: encryptionKeys,
  ALOOMA_CONCURRENCY: wholeNumber(1, 64).default(8),
  CREDENTIALS_PROFILES: credentials.inVariable,
  CREDENTIALS_FILE: credentials.inFile,
  SAMPLES_DIR: text.default('samples'),
  SAMPLES_VISIBILITY: z.enum(['channel', 'private'], 'must be channel or private').default('channel'),
  SAMPLE_REDACT: list.optional(),
  SAMPLES_REDACT_SAVED: yesOrNo.default(false),
  SAMPLE_CONNECTIONS: connections.inVariable,
  SAMPLE_CONNECTIONS_FILE: connections.inFile,
  SAMPLE_API_KEYS: apiKeys.inVariable,
  SAMPLE_API_KEYS_FILE: apiKeys.inFile,
  SAMPLE_API_ALLOWED_HOSTS: list
    .refine(
      (hosts) => hosts.every((host) => readHost(host) !== undefined),
      'must be names of hosts, parted by commas: my_api, my_api:8080, [fd00::1]',
    )
    .transform((hosts) => new Set(hosts.flatMap((host) => readHost(host) ?? [])))
    .default(new Set()),
  ACCOUNT_LABEL: z.string().max(40, 'must be at most 40 characters').optional(),
  CHANGE_TTL: duration('1m').default(ms('24h')),
  POLICY_FILE: policyFile.optional(),
  REMIND_AFTER: duration('1s').default(ms('15m')),
  UNDO_DAYS: wholeNumber(0, 365).default(7),
  RETENTION_DAYS: wholeNumber(1, 3_650).default(365),
  SETTLE_AFTER: duration('1ms').default(ms('15s')),
  ROLE: z.enum(['all', 'web', 'worker'], 'must be web or worker, or empty for both').default('all'),
  PORT: port.default(3000),
  HOST: text.optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be one of pino’s levels')
    .default('info'),
});
