import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import * as registry from '../../commands/registry.ts';
import type { Handlers } from '../../commands/router/dispatch.ts';
import { type AloomaOptions, type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { type SlackStandIn, startSlack } from '../../sandbox/slack/start.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/log.ts';
import { createTestDatabase } from './database.ts';
import { makeFolder } from './folder.ts';
import { createModalActing, type ModalActing } from './modals.ts';
import { until, witness, wordsIn } from './words.ts';

export { until } from './words.ts';

/** The real bot on a real database, between a local Slack and a local Alooma. */
export interface World {
  readonly slack: SlackStandIn;
  readonly alooma: AloomaStandIn;
  readonly app: RunningApp;
  /** Everything that the bot has logged, a JSON object a line. */
  readonly log: readonly string[];
  /** For looking into the bot's tables. */
  readonly pool: pg.Pool;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the bot saves samples; not there before it does. */
  readonly samplesFolder: string;
  readonly oncall: Actor;
  readonly approver: Actor;
  /** A second one, for what needs two. */
  readonly backup: Actor;
  readonly guest: Actor;
  /** Of another workspace, in the same channels. */
  readonly stranger: Actor;
  /** Another process of the bot, beside the first, with variables of its own. */
  startAnother(environment?: Record<string, string>): Promise<RunningApp>;
  /** Stops every process of the bot and starts one, to which Slack then delivers. */
  restart(environment?: Record<string, string>): Promise<RunningApp>;
  stop(): Promise<void>;
}

/** A person at Slack. */
export interface Actor extends ModalActing {
  readonly id: string;
  types(text: string, channel?: string): Promise<void>;
  /** Presses the button with this label on a message as it now stands, or on the newest message that has it. */
  clicks(label: string, message?: Message): Promise<void>;
  /** What this person sees in a channel, the oldest first. */
  sees(channel?: string): Message[];
  /** Waits for a message that this person sees to hold the text. */
  waitsFor(text: string | RegExp, channel?: string): Promise<Message>;
}

export interface WorldOptions {
  environment?: Record<string, string>;
  socketMode?: boolean;
  alooma?: AloomaOptions;
  /** How the bot reaches the database, when not directly: through a proxy, say. `world.pool` always goes directly. */
  reachDatabase?: (url: string) => string;
  /** What is done to the local Slack before the bot starts. */
  prepareSlack?: (slack: SlackStandIn) => void;
  /** What can be typed, clicked, submitted and searched beside what the bot has. */
  handlers?: Partial<Handlers>;
  /** False gives the world while the bot is still starting. */
  isReady?: boolean;
}

/** How much is shown of that where something was waited for in vain. */
const LAST_ONES = 30;
const complaintsIn = (log: readonly string[]) =>
  log.filter((line) => /"level":"?(40|50|60|warn|error)/.test(line));

const MANIFEST = fileURLToPath(new URL('../../manifest.yml', import.meta.url));

export async function startWorld({
  environment = {},
  socketMode = false,
  alooma: aloomaOptions,
  reachDatabase = (url) => url,
  prepareSlack = () => undefined,
  handlers = {},
  isReady = true,
}: WorldOptions = {}): Promise<World> {
  const database = await createTestDatabase();
  const alooma = await startAlooma(aloomaOptions);
  const folder = await makeFolder();
  const samplesFolder = join(folder, 'samples');
  let eventsUrl: string | undefined;
  const slack = await startSlack({ manifest: MANIFEST, eventsUrl: () => eventsUrl });
  const all = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(socketMode ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: reachDatabase(database.url),
    ALOOMA_BASE_URL: alooma.url,
    ALOOMA_API_KEY: alooma.apiKey,
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    ACCOUNT_LABEL: 'test',
    HOST: '127.0.0.1',
    PORT: '0',
    SETTLE_AFTER: '200ms',
    SAMPLES_DIR: samplesFolder,
    ...environment,
  };
  const apps: RunningApp[] = [];
  const log: string[] = [];
  const dismiss = witness(
    () => `The bot has complained of:\n${complaintsIn(log).slice(-LAST_ONES).join('')}`,
  );
  const start = async (variables: Record<string, string>, untilReady = true) => {
    const started = await startApp(
      readConfig(variables),
      createLogger('debug', { write: (line) => void log.push(line) }),
      {
        commands: [...registry.commands, ...(handlers.commands ?? [])],
        buttons: [...registry.buttons, ...(handlers.buttons ?? [])],
        forms: [...registry.forms, ...(handlers.forms ?? [])],
        pickers: [...registry.pickers, ...(handlers.pickers ?? [])],
      },
    );
    apps.push(started);
    if (untilReady) await started.ready;
    return started;
  };
  prepareSlack(slack);
  const app = await start(all, isReady);
  eventsUrl = `${app.url}/slack/events`;
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  // Its last connections may still be closing when the database is dropped under them.
  pool.on('error', () => undefined);
  const actor = (id: string) => createActor(slack, id);

  return {
    slack,
    alooma,
    app,
    log,
    pool,
    environment: all,
    samplesFolder,
    oncall: actor(slack.people.oncall.id),
    approver: actor(slack.people.approver.id),
    backup: actor(slack.people.backup.id),
    guest: actor(slack.people.guest.id),
    stranger: actor(slack.stranger.id),
    startAnother: (more = {}) => start({ ...all, ...more }),
    async restart(more = {}) {
      await Promise.all(apps.map((running) => running.stop()));
      const restarted = await start({ ...all, ...more });
      eventsUrl = `${restarted.url}/slack/events`;
      return restarted;
    },
    async stop() {
      dismiss();
      await Promise.all(apps.map((running) => running.stop()));
      await pool.end();
      await slack.close();
      await alooma.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function createActor(slack: SlackStandIn, id: string): Actor {
  const home = slack.channels.pipelines.id;

  async function types(text: string, channel: string = home): Promise<void> {
    const result = await slack.command({ as: id, channel, text });
    if (!result.ok) throw new Error(result.error);
  }

  const actor: Actor = {
    id,
    types,
    ...createModalActing(slack, id, types),

    async clicks(label, message) {
      const shown = slack.state(id).messages;
      const target = message
        ? asItStands(shown, message, label)
        : shown.findLast((candidate) => buttonOf(candidate, label));
      const button = target && buttonOf(target, label);
      if (!target || !button) throw new Error(`Nobody sees a button "${label}"`);
      const result = await slack.action({
        as: id,
        container: { type: 'message', channel: target.channel, ts: target.ts },
        blockId: button.blockId,
        actionId: button.actionId,
      });
      if (!result.ok) throw new Error(result.error);
    },

    sees: (channel = home) => slack.state(id).messages.filter((message) => message.channel === channel),

    async waitsFor(text, channel = home) {
      const matches = (message: Message) =>
        typeof text === 'string' ? wordsOf(message).includes(text) : text.test(wordsOf(message));
      return until(
        () => actor.sees(channel).findLast(matches),
        () => `"${text}" in:\n${actor.sees(channel).map(wordsOf).join('\n---\n')}`,
      );
    },
  };
  return actor;
}

/** It may have been drawn anew since it was looked at, with other ids of its buttons: a person presses what they see. */
function asItStands(shown: readonly Message[], seen: Message, label: string): Message {
  const now = shown.find(({ channel, ts }) => channel === seen.channel && ts === seen.ts);
  return now && buttonOf(now, label) ? now : seen;
}

interface ButtonPlace {
  blockId: string;
  actionId: string;
}

function buttonOf(message: Message, label: string): ButtonPlace | undefined {
  for (const block of message.blocks ?? []) {
    const elements = (block.type === 'actions' ? block.elements : []) as unknown as {
      action_id: string;
      text?: { text: string };
    }[];
    const found = elements.find(({ text }) => text?.text === label);
    if (found) return { blockId: block.block_id ?? '', actionId: found.action_id };
  }
  return undefined;
}

/** The labels of a message's buttons. */
export function buttonsOf(message: Message): string[] {
  return (message.blocks ?? []).flatMap((block) =>
    block.type === 'actions'
      ? (block.elements as unknown as { text?: { text: string } }[]).map(({ text }) => text?.text ?? '')
      : [],
  );
}

/** Everything that a message says: its text and the texts in its blocks. */
export function wordsOf(message: Message): string {
  return [message.text, wordsIn(message.blocks)].join('\n');
}
