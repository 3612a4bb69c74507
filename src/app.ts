import { setTimeout as pause } from 'node:timers/promises';
import { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { renderCard, renderMoved } from '../blocks/card.ts';
import { renderOutcome } from '../blocks/told.ts';
import { buttons, commands } from '../commands/registry.ts';
import { createDispatcher } from '../commands/router/dispatch.ts';
import { listen } from '../commands/router/listen.ts';
import { createAlooma } from './alooma/index.ts';
import type { Config } from './config.ts';
import { createChangeStore } from './db/changes.ts';
import { claimDelivery } from './db/deliveries.ts';
import { addJob } from './db/jobs.ts';
import { migrate } from './db/migrate.ts';
import { createPool, isDatabaseDown, type Pool } from './db/pool.ts';
import { createSealer } from './db/sealing.ts';
import { createApplyTask } from './jobs/apply.ts';
import { createCardTask } from './jobs/card.ts';
import { every, type Repeating } from './jobs/every.ts';
import { createExpireTask } from './jobs/expire.ts';
import { createTaskList } from './jobs/tasks.ts';
import { createTellTask } from './jobs/tell.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { createLogger, describeError, type Logger } from './log.ts';
import { Applying } from './services/applying.ts';
import { Changes } from './services/changes.ts';
import { Inputs } from './services/inputs.ts';
import { untilItWorks } from './slack/boot.ts';
import { type Cards, createCards } from './slack/cards.ts';
import { createOneTryWebClient, createWebClient, slackLogger, webClientOptions } from './slack/client.ts';
import { createMessenger } from './slack/messenger.ts';
import { createPeople } from './slack/people.ts';
import {
  createHealthInlet,
  createHttpInlet,
  createSocketInlet,
  type Inlet,
  type ReceiverOptions,
} from './slack/receiver.ts';
import { createRunning } from './slack/running.ts';

export interface RunningApp {
  /** The address that it listens on, from the start: `/healthz` and `/readyz`, and in HTTP mode `/slack/events`. */
  readonly url: string;
  /** Resolves once it can do its work, however long the database and Slack take to be there. */
  readonly ready: Promise<void>;
  /** Takes nothing new, and waits for what is under way, at most ten seconds. */
  stop(): Promise<void>;
}

/** Ten seconds in all: this long for what is running, and a second to leave the database. */
const STOP_WITHIN_MS = 9_000;
const LEAVE_WITHIN_MS = 1_000;
const WATCH_EVERY_MS = 10_000;
/** A worker takes a job within a fraction of this. */
const APPROVED_FOR_SECONDS = 5;

/** What is known of the process's own state, for `/readyz` and for whoever needs the bot's identity. */
interface Standing {
  isMigrated: boolean;
  identity: { teamId: string; botId?: string; botUserId?: string } | undefined;
  isStopping: boolean;
}

/** The only wiring: puts configuration, database, services and commands together, and starts them. */
export async function startApp(
  config: Config,
  logger: Logger = createLogger(config.logLevel),
): Promise<RunningApp> {
  const standing: Standing = { isMigrated: false, identity: undefined, isStopping: false };
  const pool = createPool(config.databaseUrl, logger);
  const store = createChangeStore(createSealer(config.encryptionKeys));
  const pipeline = createAlooma({ ...config.alooma, logger });
  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const poster = createOneTryWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const messenger = createMessenger(client, poster, config.slack.apiUrl);
  const changes = new Changes({ pool, store, changeTtl: config.changeTtl });
  const cards = createCards({
    pool,
    store,
    messenger,
    render: (change, waiting) => renderCard(change, config.accountLabel, waiting),
    renderMoved,
    logger,
  });
  const running = createRunning();
  const inlet = createInlet(config, pool, standing, logger);

  if (inlet.receiver) {
    const app = new App({
      receiver: inlet.receiver,
      authorize: async () => ({ botToken: config.slack.botToken, ...standing.identity }),
      clientOptions: webClientOptions(config.slack.apiUrl, logger),
      logger: slackLogger(logger),
      convoStore: false,
    });
    const dispatcher = createDispatcher({
      commands,
      buttons,
      services: { inputs: new Inputs(pipeline), changes, accountLabel: config.accountLabel },
      people: createPeople(client, () => standing.identity?.teamId, logger),
      messenger,
      cards,
      claim: (deliveryId) => claimDelivery(pool, deliveryId),
      isDatabaseDown,
      logger,
    });
    listen(app, dispatcher, running, logger);
  }

  const applying = new Applying({ pool, store, pipeline, settleAfter: config.settleAfter });
  const tasks = createTaskList(
    {
      apply: createApplyTask(applying, (changeId, at) => addJob(pool, 'apply', { changeId }, at), logger),
      card: createCardTask(cards),
      tell: createTellTask(changes, messenger, renderOutcome),
      expire: createExpireTask(changes),
    },
    logger,
  );

  const url = await inlet.listen();
  logger.info({ url, role: config.role, mode: modeOf(config) }, 'Listening');
  const stopping = new AbortController();
  let worker: Worker | undefined;
  let watching: Repeating | undefined;

  async function boot(): Promise<void> {
    const { signal } = stopping;
    await untilItWorks('the database', () => migrate(pool), signal, logger);
    standing.isMigrated = true;
    if (config.role !== 'web') {
      const start = () => startWorker({ pool, tasks, logger });
      worker = await untilItWorks('the worker', start, signal, logger);
    }
    if (signal.aborted) await worker?.stop(LEAVE_WITHIN_MS);
    if (config.role === 'worker') return;
    standing.identity = await untilItWorks('Slack', () => identify(client), signal, logger);
    await untilItWorks('Slack', () => inlet.open(), signal, logger);
    signal.throwIfAborted();
    watching = every(WATCH_EVERY_MS, createWatch(changes, cards, logger));
  }

  const ready = boot().then(() => logger.info('Ready'));
  // Whoever waits for it hears of the failure; when nobody does, stopping while booting is no fault.
  ready.catch(() => undefined);

  return {
    url,
    ready,
    async stop() {
      if (standing.isStopping) return;
      standing.isStopping = true;
      stopping.abort();
      await inlet.close();
      const idle = Promise.all([
        running
          .idle(STOP_WITHIN_MS)
          .then((left) => left > 0 && logger.warn({ left }, 'Stopped while work was running')),
        worker?.stop(STOP_WITHIN_MS),
        watching?.stop(),
      ]);
      await atMost(STOP_WITHIN_MS, idle);
      await atMost(
        LEAVE_WITHIN_MS,
        inlet.end().then(() => pool.end()),
      );
    },
  };
}

/** How Slack's deliveries come in: with both secrets set, that is not to be seen from the environment. */
function modeOf({ role, slack }: Config): string {
  if (role === 'worker') return 'none';
  return 'appToken' in slack.receiver ? 'Socket Mode' : 'HTTP';
}

function createInlet(config: Config, pool: Pool, standing: Standing, logger: Logger): Inlet {
  const options: ReceiverOptions = {
    port: config.port,
    host: config.host,
    apiUrl: config.slack.apiUrl,
    logger,
    health: { missing: () => whatIsMissing(config, pool, standing) },
    isOpen: () => standing.identity !== undefined && !standing.isStopping,
  };
  if (config.role === 'worker') return createHealthInlet(options);
  const { receiver } = config.slack;
  return 'appToken' in receiver
    ? createSocketInlet(receiver.appToken, options)
    : createHttpInlet(receiver.signingSecret, options);
}

async function whatIsMissing(config: Config, pool: Pool, standing: Standing): Promise<string[]> {
  const isDatabaseThere = await pool.query('select 1').then(
    () => standing.isMigrated,
    () => false,
  );
  return [
    ...(isDatabaseThere ? [] : ['database']),
    ...(config.role === 'worker' || standing.identity ? [] : ['slack']),
    ...(standing.isStopping ? ['stopping'] : []),
  ];
}

async function identify(client: WebClient): Promise<NonNullable<Standing['identity']>> {
  const { team_id: teamId, bot_id: botId, user_id: botUserId } = await client.auth.test();
  if (!teamId) throw new Error('Slack did not say which workspace the token belongs to');
  return { teamId, ...(botId ? { botId } : {}), ...(botUserId ? { botUserId } : {}) };
}

/**
 * Cards of approved changes say so when nobody is there to apply them. One that Slack does not take now is drawn in a
 * later round: there is no worker whose job it could be.
 */
function createWatch(changes: Changes, cards: Cards, logger: Logger): () => Promise<void> {
  const toDraw = new Set<string>();
  return async () => {
    try {
      for (const changeId of await changes.markAllWaiting(APPROVED_FOR_SECONDS)) toDraw.add(changeId);
      for (const changeId of toDraw) {
        await cards.draw(changeId);
        toDraw.delete(changeId);
      }
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'Cards of waiting changes could not be redrawn');
    }
  };
}

/** Waits for the work to end, but not for ever. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, pause(milliseconds, undefined, { ref: false })]);
}
