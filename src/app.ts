import { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { isDiffCut, renderCard, renderMoved } from '../blocks/card.ts';
import { renderSave } from '../blocks/save.ts';
import { renderOutcome } from '../blocks/told.ts';
import * as registry from '../commands/registry.ts';
import { createDispatcher, type Handlers } from '../commands/router/dispatch.ts';
import { listen } from '../commands/router/listen.ts';
import { createAlooma } from './alooma/index.ts';
import type { Config } from './config.ts';
import { noteAttached } from './db/cards.ts';
import { createChangeStore } from './db/changes.ts';
import { claimDelivery } from './db/deliveries.ts';
import { addJob } from './db/jobs.ts';
import { migrate } from './db/migrate.ts';
import { createPool, isDatabaseDown } from './db/pool.ts';
import { createSealer } from './db/sealing.ts';
import type { Change } from './domain/change.ts';
import type { Preview } from './domain/diff.ts';
import { redactionOf, redactSampleSteps } from './domain/sample-redaction.ts';
import type { Pace, Save } from './domain/save.ts';
import { createSampleFiles } from './files/index.ts';
import { createApplyTask } from './jobs/apply.ts';
import { createAttachTask } from './jobs/attach.ts';
import { createCardTask } from './jobs/card.ts';
import { every, type Repeating } from './jobs/every.ts';
import { createExpireTask } from './jobs/expire.ts';
import { createSaveTask } from './jobs/save.ts';
import { createShowSaveTask } from './jobs/show-save.ts';
import { createTaskList } from './jobs/tasks.ts';
import { createTellTask } from './jobs/tell.ts';
import { createWatch } from './jobs/watch.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { createLogger, describeError, type Logger } from './log.ts';
import { createReadiness, type Standing } from './readiness.ts';
import { Applying } from './services/applying.ts';
import { Changes } from './services/changes.ts';
import { inSlices } from './services/in-slices.ts';
import { Inputs } from './services/inputs.ts';
import { createPickers } from './services/pickers.ts';
import { createPreviews } from './services/previews.ts';
import { Samples } from './services/samples.ts';
import { Saves } from './services/saves.ts';
import { untilItWorks } from './slack/boot.ts';
import { createCards } from './slack/cards.ts';
import { createOneTryWebClient, createWebClient, slackLogger, webClientOptions } from './slack/client.ts';
import type { Health } from './slack/health.ts';
import { createMessenger } from './slack/messenger.ts';
import { createModals } from './slack/modals.ts';
import { createPeople } from './slack/people.ts';
import {
  createHealthInlet,
  createHttpInlet,
  createSocketInlet,
  type Inlet,
  type ReceiverOptions,
} from './slack/receiver.ts';
import { atMost, createRunning } from './slack/running.ts';
import { createApiSource } from './sources/api/index.ts';
import { createRowSource } from './sources/postgres/index.ts';
import { startFailure } from './start-failure.ts';

export { StartFailure } from './start-failure.ts';

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

/** The only wiring: puts configuration, database, services and commands together, and starts them. */
export async function startApp(
  config: Config,
  logger: Logger = createLogger(config.logLevel),
  handlers: Handlers = registry,
): Promise<RunningApp> {
  const standing: Standing = {
    isMigrated: false,
    identity: undefined,
    isWorking: false,
    isConnected: () => inlet.isConnected(),
    isStopping: false,
  };
  const pool = createPool(config.databaseUrl, logger);
  const store = createChangeStore(createSealer(config.encryptionKeys));
  const pipeline = createAlooma({ ...config.alooma, logger });
  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const poster = createOneTryWebClient(config.slack.botToken, config.slack.apiUrl, logger);
  const messenger = createMessenger(client, poster, config.slack.apiUrl);
  const changes = new Changes({ pool, store, changeTtl: config.changeTtl });
  const previews = createPreviews();
  const isCut = (change: Change, preview: Preview | undefined) =>
    isDiffCut(change, preview, config.accountLabel);
  const cards = createCards({
    pool,
    store,
    messenger,
    previews,
    render: (change, preview, waiting) => renderCard(change, preview, config.accountLabel, waiting),
    renderMoved,
    isDiffCut: isCut,
    logger,
  });
  const files = createSampleFiles(config.samples.folder);
  const redaction = redactionOf(config.samples.redact);
  const redact = (text: string) => inSlices(redactSampleSteps(text, redaction));
  const changeSaved = config.samples.redactSaved
    ? async (text: string) => (await redact(text)).text
    : undefined;
  const samples = new Samples({
    pipeline,
    files,
    changeSaved,
    apis: createApiSource({ allowedHosts: config.samples.allowedHosts }),
    rows: createRowSource(),
    connections: config.samples.connections,
    apiKeys: config.samples.apiKeys,
    concurrency: config.alooma.concurrency,
  });
  const running = createRunning();
  const missing = createReadiness(config.role, standing, () => pool.query('select 1'));
  const inlet = createInlet(config, { missing }, standing, logger);

  if (inlet.receiver) {
    const app = new App({
      receiver: inlet.receiver,
      authorize: async () => ({ botToken: config.slack.botToken, ...standing.identity }),
      clientOptions: webClientOptions(config.slack.apiUrl, logger),
      logger: slackLogger(logger),
      convoStore: false,
    });
    const dispatcher = createDispatcher({
      handlers,
      services: {
        inputs: new Inputs(pipeline, config.profiles),
        changes,
        previews,
        pickers: createPickers({ pipeline }),
        samples,
        saves: new Saves(pool),
        redaction,
        samplesArePrivate: config.samples.visibility === 'private',
        profiles: [...config.profiles.keys()].sort(),
        accountLabel: config.accountLabel,
      },
      people: createPeople(client, () => standing.identity?.teamId, logger),
      messenger,
      modals: createModals(poster),
      cards,
      claim: (deliveryId) => claimDelivery(pool, deliveryId),
      isDatabaseDown,
      logger,
    });
    listen(app, dispatcher, running, logger);
  }

  const applying = new Applying({ pool, store, pipeline, settleAfter: config.settleAfter });
  const showSave = (save: Save, pace?: Pace) => renderSave(save, { accountLabel: config.accountLabel, pace });
  const tasks = createTaskList(
    {
      save: createSaveTask({
        pool,
        pipeline,
        files,
        concurrency: config.alooma.concurrency,
        ...(changeSaved && { change: changeSaved }),
        redact,
        messenger,
        render: showSave,
        logger,
      }),
      show_save: createShowSaveTask(pool, messenger, showSave, logger),
      apply: createApplyTask(applying, (changeId, at) => addJob(pool, 'apply', { changeId }, at), logger),
      card: createCardTask(cards),
      attach: createAttachTask({
        changes,
        previews,
        messenger,
        cards,
        isDiffCut: isCut,
        noteAttached: (changeId, ts) => noteAttached(pool, changeId, ts),
        logger,
      }),
      tell: createTellTask(changes, previews, messenger, renderOutcome),
      expire: createExpireTask(changes),
    },
    logger,
  );

  const url = await inlet.listen().catch((error: unknown) => {
    throw startFailure(error, config);
  });
  logger.info({ url, role: config.role, mode: modeOf(config) }, 'Listening');
  const stopping = new AbortController();
  let worker: Worker | undefined;
  let watching: Repeating | undefined;

  async function boot(): Promise<void> {
    const { signal } = stopping;
    await untilItWorks('the database', () => migrate(pool), signal, logger);
    standing.isMigrated = true;
    if (config.role !== 'web') {
      await files
        .clean()
        .catch((error: unknown) =>
          logger.warn({ error: describeError(error) }, 'What was left of broken-off writing stays there'),
        );
      const start = () => startWorker({ pool, tasks, logger });
      worker = await untilItWorks('the worker', start, signal, logger);
      standing.isWorking = true;
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

function createInlet(config: Config, health: Health, standing: Standing, logger: Logger): Inlet {
  const options: ReceiverOptions = {
    port: config.port,
    host: config.host,
    apiUrl: config.slack.apiUrl,
    logger,
    health,
    isOpen: () => standing.identity !== undefined && !standing.isStopping,
  };
  if (config.role === 'worker') return createHealthInlet(options);
  const { receiver } = config.slack;
  return 'appToken' in receiver
    ? createSocketInlet(receiver.appToken, options)
    : createHttpInlet(receiver.signingSecret, options);
}

async function identify(client: WebClient): Promise<NonNullable<Standing['identity']>> {
  const { team_id: teamId, bot_id: botId, user_id: botUserId } = await client.auth.test();
  if (!teamId) throw new Error('Slack did not say which workspace the token belongs to');
  return { teamId, ...(botId ? { botId } : {}), ...(botUserId ? { botUserId } : {}) };
}
