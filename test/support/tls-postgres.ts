import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, escapeLiteral } from 'pg';
import { startPostgres } from '../../sandbox/postgres/index.ts';
import { makeFolder } from './folder.ts';
import { until } from './words.ts';

/** A PostgreSQL of its own that encrypts: the one that all tests share does not, and is not to be changed under them. */
export interface TlsPostgres {
  /** `localhost` is what its certificate is for. */
  readonly url: string;
  /** The certificate of the authority that signed the server's. */
  readonly ca: string;
  stop(): Promise<void>;
}

const CERTIFICATES = new URL('./tls/', import.meta.url);

export async function startTlsPostgres(): Promise<TlsPostgres> {
  const server = await startPostgres({ folder: await makeFolder(), persistent: false });
  const [ca, certificate, key] = await Promise.all(
    ['ca.crt', 'server.crt', 'server.key'].map((name) => readFile(new URL(name, CERTIFICATES), 'utf8')),
  );
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const folder = rows[0]?.data_directory ?? '';
    // Written by the server itself: whoever it runs as has to own its key, and nobody else may read it.
    for (const [name, text] of [
      ['server.crt', certificate],
      ['server.key', key],
    ] as const) {
      const program = `umask 077 && cat > ${join(folder, name)}`;
      await client.query(
        `copy (select regexp_split_to_table(${escapeLiteral(text ?? '')}, '\\n')) to program ${escapeLiteral(program)}`,
      );
    }
    await client.query('alter system set ssl = on');
    await client.query('select pg_reload_conf()');
  } finally {
    await client.end();
  }
  await until(
    () => encrypts(server.url),
    () => 'The server does not encrypt.',
  );
  return { url: server.url, ca: ca ?? '', stop: () => server.stop() };
}

async function encrypts(url: string): Promise<true | undefined> {
  const client = new Client({ connectionString: url, ssl: { rejectUnauthorized: false } });
  return client
    .connect()
    .then(() => client.end())
    .then(
      () => true,
      () => undefined,
    );
}
