import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningApp, startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { type AloomaStandIn, startAlooma } from './alooma/index.ts';
import { startClosing } from './closing.ts';
import { makeDemoDatabase } from './demo-database.ts';
import { encryptionKeyOf } from './encryption-key.ts';
import { pageHandler } from './page/serve.ts';
import { choosePort } from './ports.ts';
import { type PostgresStandIn, startPostgres } from './postgres/index.ts';
import { FolderInUse } from './postgres/ownership.ts';
import { type RestApi, startRestApi } from './rest-api/index.ts';
import { type SlackStandIn, startSlack } from './slack/start.ts';

export interface SandboxOptions {
  /** Where everything is kept; made when missing. */
  folder: string;
  /** The page's port; the folder's own when absent, any free one when 0. */
  port?: number | undefined;
  /** The bot in Socket Mode in the place of HTTP. */
  socket?: boolean;
  /** Further variables of the bot's environment, for example `CHANGE_TTL`. */
  environment?: Readonly<Record<string, string | undefined>>;
  /** Told what is going on, a line at a time. */
  say?: (line: string) => void;
}

export interface Sandbox {
  /** The page. */
  readonly url: string;
  readonly folder: string;
  /** Where PostgreSQL's files are. */
  readonly databaseFolder: string;
  readonly slack: SlackStandIn;
  readonly alooma: AloomaStandIn;
  /** Stops the bot, then what it stands on, within ten seconds. @returns what did not stop in time */
  stop(): Promise<string[]>;
}

const MANIFEST = fileURLToPath(new URL('../manifest.yml', import.meta.url));
const DATABASE = 'alooma_chatops';
/** A credentials profile to choose in the forms; its database is made up, as all of those here are. */
const PROFILES = {
  warehouse: {
    server: 'warehouse.db.example.com',
    port: 5432,
    database: 'warehouse',
    user: 'alooma_reader',
    password: 's3cr3t-warehouse-profile',
  },
};

/** How long each may take to stop, in milliseconds. Together they stay under ten seconds. */
const WITHIN = { bot: 5_500, slack: 1_000, alooma: 1_000, restApi: 300, postgres: 2_000 };

/**
 * The whole sandbox in this process: everything that it talks to is on 127.0.0.1.
 *
 * @throws with a sentence for the terminal when somebody else has the folder or the port
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const say = options.say ?? (() => {});
  const folder = await openFolder(options.folder);
  const closing = startClosing();
  try {
    // First and alone: whoever has the database has the folder, and nobody else may touch the other files in it.
    const postgres = await openDatabase(folder);
    closing.add('PostgreSQL', WITHIN.postgres, () => postgres.stop());
    say('PostgreSQL is up.');

    const { port, note } = await choosePort(folder, options.port);
    if (note) say(note);
    const [page, alooma, databaseUrl, encryptionKey, connections] = await Promise.all([
      pageHandler(),
      startAlooma({ folder: join(folder, 'alooma') }).then((started) => {
        closing.add('Alooma', WITHIN.alooma, () => started.close());
        say('Alooma is up.');
        return started;
      }),
      postgres.databaseUrl(DATABASE),
      encryptionKeyOf(folder),
      makeDemoDatabase(postgres),
    ]);
    let app: RunningApp | undefined;
    const slack = await startSlack({
      port,
      folder: join(folder, 'slack'),
      manifest: MANIFEST,
      page,
      eventsUrl: () => app && `${app.url}/slack/events`,
    });
    closing.add('Slack', WITHIN.slack, () => slack.close());
    say('Slack and its page are up.');

    // Behind the page, which has the first of the ports.
    const restApi = await openRestApi(join(folder, 'rest-api'), options.port);
    closing.add('the REST API', WITHIN.restApi, () => restApi.close());
    say(`A REST API to take samples from is at ${restApi.url}/v1/tickets, and at /v1/agents with a key.`);

    const bot = await startApp(
      readConfig({
        ...options.environment,
        ...(options.socket
          ? { SLACK_APP_TOKEN: slack.appToken }
          : { SLACK_SIGNING_SECRET: slack.signingSecret }),
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_API_URL: slack.apiUrl,
        ALOOMA_BASE_URL: alooma.url,
        ALOOMA_ACCOUNT_NAME: alooma.accountName,
        ALOOMA_API_KEY: alooma.apiKey,
        DATABASE_URL: databaseUrl,
        ENCRYPTION_KEY: encryptionKey,
        CREDENTIALS_PROFILES: JSON.stringify(PROFILES),
        SAMPLE_CONNECTIONS: JSON.stringify(connections),
        SAMPLES_DIR: join(folder, 'samples'),
        SAMPLE_API_ALLOWED_HOSTS: restApi.host,
        SAMPLE_API_KEYS: JSON.stringify({ tickets: { key: restApi.key, hosts: [restApi.url] } }),
        HOST: '127.0.0.1',
        PORT: '0',
      }),
    );
    closing.add('the bot', WITHIN.bot, () => bot.stop());
    app = bot;
    await bot.ready;
    say(`The bot is up, ${options.socket ? 'in Socket Mode' : 'over HTTP'}.`);

    await postgres.describe(`process ${process.pid}, ${slack.url}`);
    return {
      url: slack.url,
      folder,
      databaseFolder: postgres.folder,
      slack,
      alooma,
      stop: () => closing.close(),
    };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function openFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    return await realpath(folder);
  } catch (error) {
    throw new Error(`${folder} ${folderFault(error)}. Choose another with --folder.`, { cause: error });
  }
}

function folderFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'is a file, or in one, and not a folder';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'may not be written to';
  return `cannot be used (${code ?? 'for no known reason'})`;
}

/** At the same address as before, where nobody else has it: people keep it in their forms. */
async function openRestApi(folder: string, asked: number | undefined): Promise<RestApi> {
  await mkdir(folder, { recursive: true });
  const { port } = await choosePort(folder, asked === 0 ? 0 : undefined);
  return startRestApi(port);
}

async function openDatabase(folder: string): Promise<PostgresStandIn> {
  try {
    return await startPostgres({
      folder: join(folder, 'postgres'),
      holder: `process ${process.pid}, still starting`,
    });
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    throw new Error(`A sandbox is already running on ${folder} (${error.holder}).`, { cause: error });
  }
}
