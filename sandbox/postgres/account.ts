import { execFile } from 'node:child_process';
import { lstat, mkdir, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The user that PostgreSQL's programs run as; `undefined` means the one who runs the sandbox. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/**
 * PostgreSQL refuses to run as root. There it runs as whoever owns the data already, or else as the system's
 * `postgres`, or else as `nobody`: no user is ever added to the machine for a sandbox.
 *
 * @param data the data folder, which may not exist yet
 */
export async function accountFor(data: string): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(data).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return (await lookUp('postgres')) ?? (await lookUp('nobody'));
}

async function lookUp(user: string): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([execute('id', ['-u', user]), execute('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/**
 * Runs a program to its end as the account, from a working directory that every account may enter.
 *
 * @throws an error whose `stderr` is what the program complained of
 */
export async function runAs(account: Account, program: string, args: readonly string[]): Promise<string> {
  // Only PATH is handed on: PGDATA, PGPORT, PGOPTIONS and the like are meant for other servers.
  const environment = { PATH: process.env.PATH, LC_ALL: 'C' };
  const { stdout } = await execute(program, args, { ...account, cwd: '/', env: environment });
  return stdout;
}

/** May the account enter this folder? Asked of the system itself, which also knows of ACLs and mount options. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]).then(
    () => true,
    () => false,
  );
}

/**
 * Makes a folder, where needed, that nobody but us can have put things into. Names under `/var/tmp` can be guessed, so
 * somebody else may have made the folder first.
 *
 * @throws when the folder belongs to somebody else or others may write to it
 */
export async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const found = await lstat(folder);
  const isOurs = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
  if (!isOurs)
    throw new Error(`${folder} belongs to somebody else, or others may write to it. Remove it first.`);
}
