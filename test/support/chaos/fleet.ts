import { createInterface } from 'node:readline';
import { type BotProcess, startProcess } from '../process.ts';
import { until } from '../words.ts';
import { within } from './limits.ts';

type Role = 'web' | 'worker';

/** Two web and two worker processes, which are killed and started again. */
export interface Fleet {
  /** Of one of the web processes that listen. */
  eventsUrl(): string | undefined;
  /** SIGKILL, and another is started in its place. Resolves once it is gone. */
  kill(role: Role, which: 0 | 1 | 'both'): Promise<void>;
  /** When each was killed, in milliseconds since 1970. */
  readonly kills: readonly { readonly role: Role; readonly at: number }[];
  restarts(): number;
  /** What ended though nobody killed it, a sentence each. */
  readonly faults: readonly string[];
  /** Resolves once all four can do their work. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

const GONE_WITHIN_MS = 30_000;
/** Characters of what a process that ends by itself has written last. */
const LAST_WORDS = 2_000;

interface Berth {
  readonly role: Role;
  process: BotProcess | undefined;
  url: string | undefined;
  isReady: boolean;
}

/** @param pick which of the web processes Slack reaches */
export function startFleet(
  environment: Readonly<Record<string, string>>,
  pick: <Of>(of: readonly Of[]) => Of | undefined,
): Fleet {
  const berths: Berth[] = (['web', 'web', 'worker', 'worker'] as const).map((role) => ({
    role,
    process: undefined,
    url: undefined,
    isReady: false,
  }));
  const kills: { role: Role; at: number }[] = [];
  const faults: string[] = [];
  let restarts = 0;
  let isStopping = false;

  async function launch(berth: Berth): Promise<void> {
    const started = await startProcess({ ...environment, ROLE: berth.role, LOG_LEVEL: 'info' });
    berth.process = started;
    let words = '';
    started.errors.on('data', (data) => {
      words = `${words}${data}`.slice(-LAST_WORDS);
    });
    void started.ended.then((code) => {
      if (berth.process !== started) return;
      berth.isReady = false;
      faults.push(`A ${berth.role} process ended by itself with ${code}: ${words}`);
    });
    createInterface({ input: started.output }).on('line', (line) => {
      if (berth.process !== started) return;
      const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
      if (msg === 'Listening') berth.url = url;
      if (msg === 'Ready') berth.isReady = true;
    });
    if (isStopping) await started.kill();
  }

  async function sink(berth: Berth): Promise<void> {
    const { process } = berth;
    berth.process = undefined;
    berth.isReady = false;
    if (process) await within(GONE_WITHIN_MS, `a killed ${berth.role} process to be gone`, process.kill());
  }

  async function replace(berth: Berth): Promise<void> {
    if (!berth.process) return;
    kills.push({ role: berth.role, at: Date.now() });
    await sink(berth);
    if (isStopping) return;
    restarts += 1;
    await launch(berth);
  }

  const launched = Promise.all(berths.map(launch));

  return {
    kills,
    faults,
    restarts: () => restarts,
    eventsUrl() {
      const listening = berths.filter(({ role, isReady }) => role === 'web' && isReady);
      const url = pick(listening)?.url;
      return url && `${url}/slack/events`;
    },
    async kill(role, which) {
      const meant = berths.filter((berth) => berth.role === role);
      await Promise.all(meant.filter((_, at) => which === 'both' || at === which).map(replace));
    },
    whole: () =>
      until(
        () => berths.every(({ isReady }) => isReady),
        () => ['all processes to be ready', ...faults].join('\n'),
        120_000,
      ).then(() => undefined),
    async stop() {
      isStopping = true;
      await launched;
      await Promise.all(berths.map(sink));
    },
  };
}
