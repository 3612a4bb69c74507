import { readArguments, USAGE } from './arguments.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { people } from './slack/workspace.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Of one Ctrl-C the terminal tells this process and npm, which tells it again. */
const SAME_SIGNAL_MS = 300;

/** Variables that are worth trying out. Nothing else of the environment reaches the bot. */
const VARIABLES = [
  'LOG_LEVEL',
  'CHANGE_TTL',
  'SETTLE_AFTER',
  'POLICY_FILE',
  'REMIND_AFTER',
  'UNDO_DAYS',
  'RETENTION_DAYS',
];

/** Drivers read these past the configuration; they are meant for other servers than those on this loopback address. */
const FOR_OTHER_SERVERS = /^(PG[A-Z]+|(http|https|all)_proxy)$/i;

/** Runs a sandbox until it is told to stop. Sets the process's exit code. */
export async function runSandbox(args: readonly string[]): Promise<void> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const begin = Date.now();
  let isStopping = false;
  const stopped = untilSignal().then(() => {
    isStopping = true;
    say('\nStopping. Ctrl-C once more ends it at once.');
  });
  try {
    const { help, folder, port, socket } = readArguments(args);
    if (help) return say(USAGE);
    say('Starting the sandbox.');
    for (const name of Object.keys(process.env)) {
      if (FOR_OTHER_SERVERS.test(name)) delete process.env[name];
    }
    const chosen = VARIABLES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
    const environment = { LOG_LEVEL: 'warn', ...Object.fromEntries(chosen) };
    const sandbox = await startSandbox({ folder, port, socket, environment, say });
    if (!isStopping) say(introduction(sandbox, Date.now() - begin));
    await stopped;
    const left = await sandbox.stop();
    say(left.length === 0 ? 'Stopped.' : `Stopped, but not in time: ${left.join(', ')}.`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
  // Whatever still holds this process open did not stop when it was asked to.
  process.exit();
}

function introduction({ url, folder, databaseFolder }: Sandbox, took: number): string {
  const who = Object.values(people).map(({ realName, title }) => `    ${realName}, ${title.toLowerCase()}`);
  return [
    '',
    `  ${url}`,
    '',
    `  Ready after ${(took / 1000).toFixed(1)} s. Choose on the page whom to act as:`,
    ...who,
    '  and type, for example, /alooma help',
    '',
    `  Everything is kept in ${folder}`,
    ...(databaseFolder.startsWith(folder)
      ? []
      : [`  and, as PostgreSQL does not run as root, in ${databaseFolder}`]),
    '  Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** Resolves at the first signal to stop; ends the process at the second. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    let first = 0;
    const heed = () => {
      if (first === 0) {
        first = Date.now();
        resolve();
      } else if (Date.now() - first > SAME_SIGNAL_MS) {
        process.stderr.write('Ended at once. What was left running is taken over by the next start.\n');
        process.exit(1);
      }
    };
    for (const signal of SIGNALS) process.on(signal, heed);
  });
}
