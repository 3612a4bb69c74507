import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a clicking process is told: to approve this, as all of these people at once. */
export interface Clicks {
  readonly changeId: string;
  readonly by: readonly string[];
}

export interface Clicked {
  /** When it began and when it knew, in milliseconds since 1970, by a clock that all processes share. */
  readonly from: number;
  readonly to: number;
  readonly decisions: readonly { readonly by: string; readonly decided: boolean; readonly why?: string }[];
}

/** A process that approves changes when it is told to. */
export interface Clicker {
  approve(changeId: string, by: readonly string[]): Promise<Clicked>;
  stop(): void;
}

const CLICKER = fileURLToPath(new URL('./clicker.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');

/** @param environment what it needs of it: DATABASE_URL and ENCRYPTION_KEY */
export async function startClicker(environment: Readonly<Record<string, string>>): Promise<Clicker> {
  const child: ChildProcess = fork(CLICKER, {
    execArgv: ['--import', TSX],
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  const waiting = new Map<string, (answer: Clicked) => void>();
  await once(child, 'message');
  child.on('message', ({ changeId, answer }: { changeId: string; answer: Clicked }) => {
    waiting.get(changeId)?.(answer);
    waiting.delete(changeId);
  });
  return {
    approve: (changeId, by) =>
      new Promise((resolve) => {
        waiting.set(changeId, resolve);
        child.send({ changeId, by } satisfies Clicks);
      }),
    stop: () => child.disconnect(),
  };
}

/** Did neither know of the other's end when it began? */
export function overlap(one: Clicked, other: Clicked): boolean {
  return one.from < other.to && other.from < one.to;
}
