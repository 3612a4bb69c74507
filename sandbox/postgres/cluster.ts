import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, runAs } from './account.ts';
import type { Programs } from './programs.ts';

/** A data folder and what is needed to run a server on it. */
export interface Cluster {
  readonly programs: Programs;
  readonly account: Account;
  /** The folder around the data folder. */
  readonly place: string;
  readonly data: string;
  /** Nothing in it has to outlive this run, not even a crash. */
  readonly isThrowAway: boolean;
}

export const SUPERUSER = 'postgres';
const PASSWORD_FILE = 'superuser-password';
const UNFINISHED = 'unfinished-';

/** The superuser's password. It is made with the data folder and lies in it, so that the two cannot come apart. */
export async function readPassword(cluster: Cluster): Promise<string> {
  return (await readFile(join(cluster.data, PASSWORD_FILE), 'utf8')).trim();
}

/**
 * Makes the data folder when there is none. It gets its name in one step, when it is whole: neither a start that was
 * killed nor two starts at once leave a half-made one.
 */
export async function ensureInitialised(cluster: Cluster): Promise<void> {
  if (await exists(cluster.data)) return;
  await removeAbandoned(cluster.place);
  const unfinished = await mkdtemp(join(cluster.place, `${UNFINISHED}${process.pid}-`));
  try {
    const password = join(unfinished, 'password');
    const data = join(unfinished, 'data');
    await writeFile(password, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
    await giveTo(cluster.account, [password, unfinished]);
    await runAs(
      cluster.account,
      cluster.programs.initdb,
      initdbArguments(data, password, cluster.isThrowAway),
    );
    await rename(password, join(data, PASSWORD_FILE));
    await rename(data, cluster.data).catch(async (error) => {
      if (!(await exists(cluster.data))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function initdbArguments(data: string, password: string, isThrowAway: boolean): string[] {
  return [
    ...['--pgdata', data, '--username', SUPERUSER, '--pwfile', password, '--auth', 'scram-sha-256'],
    // The builtin locale sorts alike on every machine and needs nothing of the system.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    ...(isThrowAway ? ['--no-sync'] : []),
  ];
}

async function giveTo(account: Account, paths: readonly string[]): Promise<void> {
  if (!account) return;
  for (const path of paths) await chown(path, account.uid, account.gid);
}

/** What a killed start left behind. A living process may still be at work on its own. */
async function removeAbandoned(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (!name.startsWith(UNFINISHED)) continue;
    const maker = Number(name.slice(UNFINISHED.length).split('-')[0]);
    if (!isAlive(maker)) await rm(join(place, name), { recursive: true, force: true });
  }
}

/** Is there a process with this id, whoever it belongs to? */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
