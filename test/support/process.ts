import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { World } from './world.ts';

/** The bot as a process of its own, which can be killed where nothing in it can prepare for that. */
export interface BotProcess {
  /** SIGKILL. Resolves when it is gone, also when it has been for long. */
  kill(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** @param more what differs from the environment of the world */
export function startProcess({ environment }: World, more: Readonly<Record<string, string>>): BotProcess {
  const child = spawn(process.execPath, ['--import', TSX, MAIN], {
    // No folder with a .env in it.
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, ...environment, ...more },
    stdio: 'ignore',
  });
  const gone = once(child, 'exit');
  return {
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
