import { fileURLToPath } from 'node:url';
import { type AloomaStandIn, startAlooma, type Write } from '../../../sandbox/alooma/index.ts';
import { type SlackStandIn, startSlack } from '../../../sandbox/slack/start.ts';
import { createAlooma } from '../../../src/alooma/index.ts';
import { type ChangeStore, createChangeStore } from '../../../src/db/changes.ts';
import { migrate } from '../../../src/db/migrate.ts';
import { createPool, type Pool } from '../../../src/db/pool.ts';
import { createSealer } from '../../../src/db/sealing.ts';
import { createLogger } from '../../../src/log.ts';
import type { Pipeline } from '../../../src/services/pipeline.ts';
import { createTestDatabase, UNHURRIED } from '../database.ts';

const KEY = Buffer.alloc(32, 7);
const MANIFEST = fileURLToPath(new URL('../../../manifest.yml', import.meta.url));

/** What processes of the bot run on, and what is known there of what they did. */
export interface Stage {
  readonly databaseUrl: string;
  readonly pool: Pool;
  /** Reads what the processes have sealed. */
  readonly store: ChangeStore;
  readonly slack: SlackStandIn;
  readonly alooma: AloomaStandIn;
  /** Every write that Alooma met, in the order in which they were carried out. */
  readonly writes: readonly Write[];
  /** For a process of the bot, but for its role. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * A migrated database, a local Slack and a local Alooma.
 * @param eventsUrl where Slack delivers to, asked anew each time
 */
export async function setStage(eventsUrl: () => string | undefined = () => undefined): Promise<Stage> {
  const database = await createTestDatabase();
  const pool = createPool(database.url, createLogger('silent'), UNHURRIED);
  await migrate(pool);
  const writes: Write[] = [];
  const alooma = await startAlooma({
    seed: NOTHING,
    createDelay: 100,
    onWrite: (write) => void writes.push(write),
  });
  const slack = await startSlack({ manifest: MANIFEST, eventsUrl });

  return {
    databaseUrl: database.url,
    pool,
    store: createChangeStore(createSealer([{ id: 'k1', key: KEY }])),
    slack,
    alooma,
    writes,
    environment: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      DATABASE_URL: database.url,
      ALOOMA_BASE_URL: alooma.url,
      ALOOMA_API_KEY: alooma.apiKey,
      ENCRYPTION_KEY: KEY.toString('base64'),
      ACCOUNT_LABEL: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
    },
    async close() {
      await pool.end();
      await slack.close();
      await alooma.close();
      await database.drop();
    },
  };
}

/** Alooma, asked once for each thing: what gets no answer is for the services to see to. */
export function pipelineOf({ alooma: { url: baseUrl, apiKey } }: Pick<Stage, 'alooma'>): Pipeline {
  return createAlooma({ baseUrl, credentials: { apiKey }, retry: { attempts: 1 } });
}

const NOTHING = {
  inputs: [],
  eventTypes: [],
  samples: [],
  sampleCounts: {},
  statusTypes: {},
  sleepTimes: {},
  sessions: [],
};
