import { config as loadDotenv } from 'dotenv';
import ms from 'ms';
import { z } from 'zod';

/** The only reader of the environment. Everything else is handed a `Config`. */

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

const Environment = z.object({
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
  ACCOUNT_LABEL: z.string().max(40, 'must be at most 40 characters').optional(),
  CHANGE_TTL: duration('1m').default(ms('24h')),
  SETTLE_AFTER: duration('1ms').default(ms('15s')),
  ROLE: z.enum(['all', 'web', 'worker'], 'must be web or worker, or empty for both').default('all'),
  PORT: port.default(3000),
  HOST: text.optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be one of pino’s levels')
    .default('info'),
});

export interface EncryptionKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

export type Role = 'all' | 'web' | 'worker';

export interface Config {
  readonly slack: {
    readonly botToken: string;
    readonly apiUrl: string | undefined;
    readonly receiver: { readonly signingSecret: string } | { readonly appToken: string };
  };
  readonly databaseUrl: string;
  readonly alooma: {
    readonly baseUrl: string;
    readonly accountName: string | undefined;
    readonly credentials: { readonly apiKey: string } | { readonly email: string; readonly password: string };
    /** Milliseconds. */
    readonly timeout: number;
  };
  /** The first encrypts; all of them decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** Which account the changes are for, as the cards name it. */
  readonly accountLabel: string;
  /** How long a change waits for its approval, in milliseconds. */
  readonly changeTtl: number;
  /** How long after a write of unknown outcome the input is read again, in milliseconds. */
  readonly settleAfter: number;
  readonly role: Role;
  readonly port: number;
  /** The address to listen on; all of them when absent. */
  readonly host: string | undefined;
  readonly logLevel: string;
}

/** Names every faulty variable and what is wrong with each, never a value. */
export class ConfigError extends Error {
  constructor(faults: readonly string[]) {
    super(
      [
        'Something in the configuration is missing or wrong:',
        ...faults.map((fault) => `  ${fault}`),
        'Copy .env.example to .env and fill it in. To try the bot without any of this: npm run sandbox',
      ].join('\n'),
    );
    this.name = 'ConfigError';
  }
}

/**
 * The configuration of this process: its environment, and what a `.env` file adds to that. Where something is
 * missing or wrong, says so to whoever starts the process, and ends it.
 */
export function loadConfig(): Config {
  loadDotenv({ quiet: true });
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/**
 * @param env the environment's variables; an empty one counts as not set
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(set);
  const faults = [...(parsed.success ? [] : faultsOf(parsed.error, set)), ...missingTogether(set)];
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return fromEnvironment(parsed.data);
}

/** One fault a variable, the first: what else is wrong with it often follows from that. */
function faultsOf(error: z.ZodError, set: Readonly<Record<string, unknown>>): string[] {
  const faults = new Map<string, string>();
  for (const { path, message } of error.issues) {
    const name = String(path[0]);
    if (!faults.has(name)) faults.set(name, name in set ? message : 'is missing');
  }
  return [...faults].map(([name, fault]) => `${name} ${fault}`);
}

/** What of several variables one is needed. Not left to zod, which asks this only once each variable by itself is right. */
function missingTogether(set: Readonly<Record<string, unknown>>): string[] {
  const faults: string[] = [];
  if (!set.SLACK_SIGNING_SECRET && !set.SLACK_APP_TOKEN) {
    faults.push('SLACK_SIGNING_SECRET (HTTP) or SLACK_APP_TOKEN (Socket Mode) is missing');
  }
  if (!set.ALOOMA_API_KEY && !(set.ALOOMA_USERNAME && set.ALOOMA_PASSWORD)) {
    faults.push('ALOOMA_API_KEY, or ALOOMA_USERNAME and ALOOMA_PASSWORD, is missing');
  }
  return faults;
}

function fromEnvironment(env: z.infer<typeof Environment>): Config {
  return {
    slack: {
      botToken: env.SLACK_BOT_TOKEN,
      apiUrl: env.SLACK_API_URL,
      receiver: env.SLACK_APP_TOKEN
        ? { appToken: env.SLACK_APP_TOKEN }
        : { signingSecret: env.SLACK_SIGNING_SECRET ?? '' },
    },
    databaseUrl: env.DATABASE_URL,
    alooma: {
      baseUrl: env.ALOOMA_BASE_URL,
      accountName: env.ALOOMA_ACCOUNT_NAME,
      credentials: env.ALOOMA_API_KEY
        ? { apiKey: env.ALOOMA_API_KEY }
        : { email: env.ALOOMA_USERNAME ?? '', password: env.ALOOMA_PASSWORD ?? '' },
      timeout: env.ALOOMA_TIMEOUT,
    },
    encryptionKeys: env.ENCRYPTION_KEY,
    accountLabel: env.ACCOUNT_LABEL ?? env.ALOOMA_ACCOUNT_NAME ?? 'default account',
    changeTtl: env.CHANGE_TTL,
    settleAfter: env.SETTLE_AFTER,
    role: env.ROLE,
    port: env.PORT,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
  };
}
