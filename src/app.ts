import { App } from '@slack/bolt';
import * as registry from '../commands/registry.ts';
import { createDispatcher, type Handlers } from '../commands/router/dispatch.ts';
import { listen } from '../commands/router/listen.ts';
import type { Config } from './config.ts';
import { claimDelivery } from './db/deliveries.ts';
import { addJob } from './db/jobs.ts';
import { migrate } from './db/migrate.ts';
import { isDatabaseDown } from './db/pool.ts';
import { every, type Repeating } from './jobs/every.ts';
import { createWatch } from './jobs/watch.ts';
import { startWorker, type Worker } from './jobs/worker.ts';
import { createLogger, describeError, type Logger } from './log.ts';
import { createReadiness, type Standing } from './readiness.ts';
import { History } from './services/history.ts';
import { Inputs } from './services/inputs.ts';
import { createPickers } from './services/pickers.ts';
import { Saves } from './services/saves.ts';
import { untilItWorks } from './slack/boot.ts';
import { slackLogger, webClientOptions } from './slack/client.ts';
import { createModals } from './slack/modals.ts';
import { atMost, createRunning } from './slack/running.ts';
import { startFailure } from './start-failure.ts';
import { createInlet, identify, modeOf } from './wiring/inlet.ts';
import { createParts } from './wiring/parts.ts';
import { createTasks } from './wiring/tasks.ts';

export { StartFailure } from './start-failure.ts';

export interface RunningApp {
  /** The address that it listens on, from the start: `/healthz` and `/readyz`, and in HTTP mode `/slack/events`. */
  readonly url: string;
  /** Resolves once it can do its work, however long the database and Slack take to be there. */
  readonly ready: Promise<void>;
  /** Reads the policy file anew, on SIGHUP. */
  reloadPolicy(): void;
  /** Takes nothing new, and waits for what is under way, at most ten seconds. */
  stop(): Promise<void>;
}

/** Ten seconds in all: this long for what is running, and a second to leave the database. */
const STOP_WITHIN_MS = 9_000;
const LEAVE_WITHIN_MS = 1_000;
const WATCH_EVERY_MS = 10_000;
/** How long it takes until every process has been told to read the policy anew. */
const TOLD_WITHIN_MS = 1_000;

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
  const parts = createParts(config, logger);
  const { pool, prompt, pipeline, client, poster, messenger, changes, previews, cards, files } = parts;
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
        pauses: parts.pauses,
        pending: parts.pending,
        rights: parts.rights,
        policy: parts.policy.current,
        previews,
        undoing: parts.undoing,
        history: new History({ pool: prompt, pipeline }),
        pickers: createPickers({ pipeline }),
        samples: parts.samples,
        saves: new Saves(prompt),
        redaction: parts.redaction,
        savedIsMasked: config.samples.redactSaved,
        samplesArePrivate: config.samples.visibility === 'private',
        profiles: [...config.profiles.keys()].sort(),
        accountLabel: config.accountLabel,
        changeTtl: config.changeTtl,
      },
      people: parts.people,
      messenger,
      modals: createModals(poster),
      cards,
      claim: (deliveryId) => claimDelivery(prompt, deliveryId),
      isDatabaseDown,
      logger,
    });
    listen(app, dispatcher, running, logger);
  }

  const tasks = createTasks(parts, config, logger);
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
      const clean = async () => {
        await parts.forgetting.clean();
        await files.clean();
      };
      const start = () => startWorker({ pool, tasks, clean, logger });
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
    reloadPolicy() {
      if (!parts.policy.reload()) return;
      // All processes are told at once: the last one's job takes the place of the others', and is done once.
      addJob(pool, 'terms', {}, new Date(Date.now() + TOLD_WITHIN_MS)).catch((error: unknown) =>
        logger.warn(
          { error: describeError(error) },
          'Cards that wait go on showing the policy before: have it read anew once more',
        ),
      );
    },
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
        inlet.end().then(() => Promise.all([pool.end(), prompt.end()])),
      );
    },
  };
}
