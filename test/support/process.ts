import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The bot as a process of its own, which can be killed where nothing in it can prepare for that. */
export interface BotProcess {
  /** What it writes: nothing is read from these before somebody does. */
  readonly output: Readable;
  readonly errors: Readable;
  /** Its exit code, once it has ended and everything that it wrote was read; nothing where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL. Resolves when it is gone, also when it has been for long. */
  kill(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** @param environment all of it, but for the path of programs */
export async function startProcess(environment: Readonly<Record<string, string>>): Promise<BotProcess> {
  // No folder with a .env in it.
  const cwd = await mkdtemp(join(tmpdir(), 'alooma-chatops-boot-'));
  const child = spawn(process.execPath, ['--import', TSX, MAIN], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  return {
    output: child.stdout,
    errors: child.stderr,
    ended: once(child, 'close').then(([code]) => code ?? undefined),
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await gone;
      await rm(cwd, { recursive: true, force: true });
    },
  };
}
