import { Client } from 'pg';

/**
 * Whose data folder it is, told by an advisory lock that one session holds. The kernel closes that session when its
 * process dies, however it dies, so nothing stale is ever left behind, and of two who ask at once one gets it.
 */
export interface Ownership {
  /** What someone is told who is refused: PostgreSQL keeps the first 63 bytes. */
  describe(holder: string): Promise<void>;
  release(): Promise<void>;
}

/** Somebody living works on this folder. */
export class FolderInUse extends Error {
  /** What the holder said of itself, for example `process 123, http://127.0.0.1:4400`. */
  readonly holder: string;

  constructor(holder: string) {
    super(`The folder is in use (${holder}).`);
    this.name = 'FolderInUse';
    this.holder = holder;
  }
}

const LOCK = 4400;

/**
 * Takes the folder whose server is at `url`.
 *
 * @throws FolderInUse when somebody else has it; what `pg` throws when the server is just starting or stopping
 */
export async function takeOwnership(url: string, holder: string): Promise<Ownership> {
  const client = new Client({ connectionString: url, application_name: holder, keepAlive: true });
  // Without a listener the end of the server would end this process too.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ is_ours: boolean }>('SELECT pg_try_advisory_lock($1) AS is_ours', [
      LOCK,
    ]);
    if (!rows[0]?.is_ours) throw new FolderInUse(await whoHolds(client));
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    describe: async (text) => {
      await client.query("SELECT set_config('application_name', $1, false)", [text]);
    },
    release: () => client.end(),
  };
}

async function whoHolds(client: Client): Promise<string> {
  const { rows } = await client.query<{ application_name: string }>(
    `SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE locktype = 'advisory' AND objid = $1 AND granted`,
    [LOCK],
  );
  return rows[0]?.application_name ?? 'it has just ended; try again';
}
