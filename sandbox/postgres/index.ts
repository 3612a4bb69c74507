import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, DatabaseError, escapeIdentifier } from 'pg';
import { accountFor } from './account.ts';
import { type Cluster, ensureInitialised, exists, readPassword, SUPERUSER } from './cluster.ts';
import { FolderInUse, type Ownership, takeOwnership } from './ownership.ts';
import { placeFor } from './place.ts';
import { findPrograms } from './programs.ts';
import { watchOver } from './reaper.ts';
import { portOfRunning, startServer, stopServer } from './server.ts';

export interface PostgresOptions {
  /** Where it keeps its files; made when missing. */
  folder: string;
  /** Keep the data when it stops (the default). Otherwise it is also not made safe against a power cut. */
  persistent?: boolean;
  /** What another opener of the folder is told; by default the process's id. */
  holder?: string;
}

export interface PostgresStandIn {
  /** `postgres://…` of the superuser, database `postgres`. */
  readonly url: string;
  /** Where the files really are: root's sandbox may have to keep them outside the folder that was asked for. */
  readonly folder: string;
  /** The address of a database, which is made when it is missing. */
  databaseUrl(name: string): Promise<string>;
  /** Changes what another opener is told. */
  describe(holder: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL on 127.0.0.1, on a port of its own, with its data in a folder. A server that a killed sandbox left
 * running on the folder is taken over as it is.
 *
 * @throws FolderInUse when a living process has the folder; an error when data that is to be thrown away was there before
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresStandIn> {
  const isThrowAway = options.persistent === false;
  const cluster = await openCluster(resolve(options.folder), isThrowAway);
  if (isThrowAway && (await exists(cluster.data))) throw new Error(`${cluster.data} holds data already.`);
  const dismissReaper = isThrowAway ? watchOver(cluster) : () => {};
  await ensureInitialised(cluster);
  const { url, ownership } = await own(cluster, options.holder ?? `process ${process.pid}`);
  return {
    url: url('postgres'),
    folder: cluster.place,
    databaseUrl: async (name) => {
      await createDatabase(url('postgres'), name);
      return url(name);
    },
    describe: (holder) => ownership.describe(holder),
    stop: async () => {
      // While the folder is still ours, so that nobody takes over a server that is about to end.
      await stopServer(cluster);
      await ownership.release();
      if (isThrowAway) await rm(cluster.place, { recursive: true, force: true });
      dismissReaper();
    },
  };
}

async function openCluster(folder: string, isThrowAway: boolean): Promise<Cluster> {
  const account = await accountFor(join(folder, 'data'));
  const place = await placeFor(folder, account);
  const data = join(place, 'data');
  return { programs: await findPrograms(account), account, place, data, isThrowAway };
}

interface Owned {
  url: (database: string) => string;
  ownership: Ownership;
}

/** A server that is just starting or stopping, and a port that somebody else took first, are worth another try. */
const ATTEMPTS = 20;
const PAUSE_MS = 150;

async function own(cluster: Cluster, holder: string): Promise<Owned> {
  const password = await readPassword(cluster);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const port = (await portOfRunning(cluster)) ?? (await startServer(cluster));
      const url = (database: string) =>
        `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
      return { url, ownership: await takeOwnership(url('postgres'), holder) };
    } catch (error) {
      if (error instanceof FolderInUse || attempt === ATTEMPTS) throw error;
      await pause(PAUSE_MS);
    }
  }
}

/** Of two who make the same database at once, one is told of a duplicate, by the check or by the catalogue's index. */
const ALREADY_THERE = new Set(['42P04', '23505']);

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } catch (error) {
    const isThereNow = error instanceof DatabaseError && ALREADY_THERE.has(error.code ?? '');
    if (!isThereNow) throw error;
  } finally {
    await client.end();
  }
}
