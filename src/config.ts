import { config as loadDotenv } from 'dotenv';
import type { z } from 'zod';
import type { ApiKeys } from './domain/api-key.ts';
import type { Connections } from './domain/connection.ts';
import type { Policy } from './domain/policy/policy.ts';
import type { Profiles } from './domain/profile.ts';
import { type EncryptionKey, Environment } from './environment.ts';

export type { EncryptionKey } from './environment.ts';

/** The only reader of the environment. Everything else is handed a `Config`. */

export type Role = 'all' | 'web' | 'worker';
export type SamplesVisibility = 'channel' | 'private';

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
    /** How many calls are made side by side where many are needed. */
    readonly concurrency: number;
  };
  readonly samples: {
    /** The folder of saved samples. */
    readonly folder: string;
    /** Where samples go when nobody says otherwise. */
    readonly visibility: SamplesVisibility;
    /** Keys and paths that are masked beside secrets; the usual ones when absent. */
    readonly redact: readonly string[] | undefined;
    /** Are saved files masked too? */
    readonly redactSaved: boolean;
    readonly connections: Connections;
    readonly apiKeys: ApiKeys;
    /** Hosts that may be asked for samples whatever their address is. */
    readonly allowedHosts: ReadonlySet<string>;
  };
  /** The first encrypts; all of them decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];
  /** By which credentials people can choose without typing them. */
  readonly profiles: Profiles;
  /** Which account the changes are for, as the cards name it. */
  readonly accountLabel: string;
  /** Who may do what, and the file that says so: the built-in policy without one. */
  readonly policy: { readonly path: string; readonly policy: Policy } | undefined;
  /** How long a change waits for its approval where no rule says so, in milliseconds. */
  readonly changeTtl: number;
  /** How long after a change was asked for those who may approve it are reminded, in milliseconds. */
  readonly remindAfter: number;
  /** How long what an applied change replaced is kept, so that it can be taken back, in days. */
  readonly undoDays: number;
  /** How long ended changes are kept, in days. */
  readonly retentionDays: number;
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
 * All that is needed to look into the database.
 * @throws ConfigError
 */
export function loadDatabaseUrl(): string {
  loadDotenv({ quiet: true });
  const set = setIn(process.env);
  const parsed = Environment.pick({ DATABASE_URL: true }).safeParse(set);
  if (!parsed.success) throw new ConfigError(faultsOf(parsed.error, set));
  return parsed.data.DATABASE_URL;
}

/**
 * @param env the environment's variables; an empty one counts as not set
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const set = setIn(env);
  const parsed = Environment.safeParse(set);
  const faults = [
    ...(parsed.success ? profilesTwice(parsed.data) : faultsOf(parsed.error, set)),
    ...missingTogether(set),
  ];
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);
  return fromEnvironment(parsed.data);
}

function setIn(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
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

/** The variables that hold profiles, and those that name a file of the same kind. */
const IN_BOTH = [
  ['CREDENTIALS_PROFILES', 'CREDENTIALS_FILE'],
  ['SAMPLE_CONNECTIONS', 'SAMPLE_CONNECTIONS_FILE'],
  ['SAMPLE_API_KEYS', 'SAMPLE_API_KEYS_FILE'],
] as const;

function profilesTwice(env: z.infer<typeof Environment>): string[] {
  return IN_BOTH.flatMap(([here, file]) =>
    [...(env[here]?.keys() ?? [])]
      .filter((name) => env[file]?.has(name))
      .map((name) => `${here} has the profile ${name}, which ${file} has too`),
  );
}

function merged<Of>(...of: (ReadonlyMap<string, Of> | undefined)[]): ReadonlyMap<string, Of> {
  return new Map(of.flatMap((profiles) => [...(profiles ?? [])]));
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
      concurrency: env.ALOOMA_CONCURRENCY,
    },
    samples: {
      folder: env.SAMPLES_DIR,
      visibility: env.SAMPLES_VISIBILITY,
      redact: env.SAMPLE_REDACT,
      redactSaved: env.SAMPLES_REDACT_SAVED,
      connections: merged(env.SAMPLE_CONNECTIONS_FILE, env.SAMPLE_CONNECTIONS),
      apiKeys: merged(env.SAMPLE_API_KEYS_FILE, env.SAMPLE_API_KEYS),
      allowedHosts: env.SAMPLE_API_ALLOWED_HOSTS,
    },
    encryptionKeys: env.ENCRYPTION_KEY,
    profiles: merged(env.CREDENTIALS_FILE, env.CREDENTIALS_PROFILES),
    accountLabel: env.ACCOUNT_LABEL ?? env.ALOOMA_ACCOUNT_NAME ?? 'default account',
    policy: env.POLICY_FILE,
    changeTtl: env.CHANGE_TTL,
    remindAfter: env.REMIND_AFTER,
    undoDays: env.UNDO_DAYS,
    retentionDays: env.RETENTION_DAYS,
    settleAfter: env.SETTLE_AFTER,
    role: env.ROLE,
    port: env.PORT,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
  };
}
