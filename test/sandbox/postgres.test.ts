import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type PostgresStandIn, startPostgres } from '../../sandbox/postgres/index.ts';
import { FolderInUse } from '../../sandbox/postgres/ownership.ts';
import { makeFolder } from '../support/folder.ts';
import { until } from '../support/words.ts';

let folder: string;
let running: PostgresStandIn[] = [];
let others: ChildProcess[] = [];

beforeEach(async () => {
  folder = await makeFolder();
});

afterEach(async () => {
  await Promise.all(others.map(kill));
  others = [];
  await Promise.all(running.map((server) => server.stop()));
  running = [];
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<PostgresStandIn> {
  const server = await startPostgres({ folder });
  running.push(server);
  return server;
}

async function stop(server: PostgresStandIn): Promise<void> {
  running = running.filter((other) => other !== server);
  await server.stop();
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Another process that opens the folder, says so, and waits to be killed. */
async function startElsewhere(options: { folder: string; persistent?: boolean }): Promise<ChildProcess> {
  const code = `
    import { startPostgres } from ${JSON.stringify(join(process.cwd(), 'sandbox/postgres/index.ts'))};
    const server = await startPostgres(${JSON.stringify({ ...options, holder: 'the other one' })});
    process.stdout.write(server.url);
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  others.push(child);
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, 'exit');
  child.kill('SIGKILL');
  await end;
}

describe('the embedded PostgreSQL', () => {
  it('keeps its databases over a restart', async () => {
    const first = await start();
    const url = await first.databaseUrl('bot');
    await ask(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stop(first);
    const second = await start();
    expect(await ask(await second.databaseUrl('bot'), 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('makes a database once, also for two who ask at the same time', async () => {
    const server = await start();
    const urls = await Promise.all([server.databaseUrl('a "b"'), server.databaseUrl('a "b"')]);
    expect(urls[0]).toBe(urls[1]);
    expect(await ask(urls[0], 'SELECT current_database()')).toEqual(['a "b"']);
  });

  it('listens on loopback only, wants the password, and keeps it to itself', async () => {
    const server = await start();
    expect(await ask(server.url, 'SHOW listen_addresses')).toEqual(['127.0.0.1']);
    expect(await ask(server.url, 'SHOW unix_socket_directories')).toEqual(['']);
    await expect(ask(server.url.replace(/:[0-9a-f]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
      /authentication/,
    );
    expect((await stat(join(server.folder, 'data', 'superuser-password'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a second opener by the name of the first', async () => {
    const server = await start();
    await server.describe('process 1, http://127.0.0.1:4400');
    await expect(startPostgres({ folder })).rejects.toMatchObject({
      holder: 'process 1, http://127.0.0.1:4400',
    });
    expect(await ask(server.url, 'SELECT 1')).toEqual([1]);
  });

  it('lets exactly one of two have a new folder', async () => {
    const outcomes = await Promise.allSettled([start(), start()]);
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refusals).toEqual([expect.any(FolderInUse)]);
    expect(await ask(running[0]?.url ?? '', 'SELECT 1')).toEqual([1]);
  });

  it('takes over the server that a killed process left running', async () => {
    const other = await startElsewhere({ folder });
    await expect(start()).rejects.toMatchObject({ holder: 'the other one' });
    await kill(other);
    const server = await start();
    expect(await ask(server.url, 'SELECT 1')).toEqual([1]);
  });

  it('starts when its pid file names a process that is not its own', async () => {
    const first = await start();
    await stop(first);
    const content = [process.pid, join(first.folder, 'data'), 0, 5432, '', '127.0.0.1', '', 'ready', ''].join(
      '\n',
    );
    await writeFile(join(first.folder, 'data', 'postmaster.pid'), content);
    const second = await start();
    expect(await ask(second.url, 'SELECT 1')).toEqual([1]);
  });

  it('starts where an earlier first start was cut short', async () => {
    const gone = spawn(process.execPath, ['--eval', '']);
    await once(gone, 'exit');
    await mkdir(join(folder, `unfinished-${gone.pid}-x`, 'data'), { recursive: true });
    await start();
    expect(await readdir(folder)).toEqual(['data']);
  });

  // Only root starts a server as somebody else, who may not be let into root's folders.
  (process.getuid?.() === 0 ? it : it.skip)(
    'goes to a place of its own where its user is not let in',
    async () => {
      await chmod(folder, 0o700);
      const first = await start();
      expect(first.folder).toMatch(/^\/var\/tmp\/alooma-chatops-[0-9a-f]{12}$/);
      await stop(first);
      const second = await start();
      expect(second.folder).toBe(first.folder);
      await stop(second);
      await rm(first.folder, { recursive: true });
    },
  );

  it('leaves nothing of a throw-away server, even when its process is killed', async () => {
    const other = await startElsewhere({ folder: join(folder, 'gone'), persistent: false });
    const file = await readFile(join(folder, 'gone', 'data', 'postmaster.pid'), 'utf8');
    await kill(other);
    // The shell that removes the folder tells nobody when it is done.
    const isThere = () =>
      stat(join(folder, 'gone')).then(
        () => true,
        () => false,
      );
    await until(async () => !(await isThere()));
    // It waits for the server some seconds at most.
    await until(async () => (await commandOf(Number(file.split('\n')[0]))) === '');
  });
});

async function commandOf(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}
