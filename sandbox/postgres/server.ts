import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../ports.ts';
import { runAs } from './account.ts';
import { type Cluster, isAlive } from './cluster.ts';

const execute = promisify(execFile);
const START_TIMEOUT_S = 30;
const STOP_TIMEOUT_S = 8;

/**
 * The port of the server that runs on this data folder, or `undefined`. A server outlives a starter that was killed, and
 * its `postmaster.pid` outlives a machine that was switched off: the process named there may be quite another by now.
 */
export async function portOfRunning(cluster: Cluster): Promise<number | undefined> {
  const file = join(cluster.data, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  // See PostgreSQL's src/include/utils/pidfile.h: the first line is the pid, the fourth the port.
  const [pid, , , port] = text.split('\n').map(Number);
  if (!pid || !isAlive(pid)) return undefined;
  if (await isServerOn(cluster, pid)) return port;
  // PostgreSQL itself would take the stranger for its server and refuse to start.
  if ((await readFile(file, 'utf8').catch(() => '')) === text) await rm(file, { force: true });
  return undefined;
}

async function isServerOn(cluster: Cluster, pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(async () => {
    const { stdout } = await execute('ps', ['-ww', '-o', 'command=', '-p', String(pid)]);
    return stdout;
  });
  return command.includes(cluster.data);
}

/**
 * Starts a server on a free loopback port and waits until it takes connections.
 *
 * @throws with the last lines of the server's log when it does not start
 */
export async function startServer(cluster: Cluster): Promise<number> {
  const port = await freePort();
  const log = join(cluster.data, 'server.log');
  await rm(log, { force: true });
  const settings = { ...SETTINGS, ...(cluster.isThrowAway ? THROW_AWAY : {}) };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  try {
    await runAs(cluster.account, cluster.programs.pgCtl, [
      ...['start', '--wait', '--timeout', String(START_TIMEOUT_S), '--pgdata', cluster.data],
      ...['--log', log, '--options', `-p ${port} ${options.join(' ')}`],
    ]);
  } catch (cause) {
    const end = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n');
    throw new Error(`PostgreSQL did not start on ${cluster.data}:\n${end}`, { cause });
  }
  return port;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
};

/** For data that nobody will miss: about twice as fast, and worthless after a power cut. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Ends open sessions and stops the server; a server that is not running is as good. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const stop = (mode: string) =>
    runAs(cluster.account, cluster.programs.pgCtl, [
      ...['stop', '--wait', '--timeout', String(STOP_TIMEOUT_S), '--mode', mode, '--pgdata', cluster.data],
    ]);
  if ((await portOfRunning(cluster)) === undefined) return;
  // `immediate` loses nothing that was committed: the next start reads the write-ahead log.
  await stop('fast').catch(() => stop('immediate'));
}
