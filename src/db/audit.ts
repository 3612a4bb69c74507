import { z } from 'zod';
import type { AuditRow } from '../domain/audit.ts';
import type { Pool } from './pool.ts';

const BATCH = 1_000;

const Row = z
  .object({ seq: z.string(), at: z.string(), entry: z.string(), prev_hash: z.string(), hash: z.string() })
  .transform(({ prev_hash: prevHash, ...row }): AuditRow => ({ ...row, prevHash }));

/** In milliseconds: as long as reading all of it takes. */
const PATIENT = { query_timeout: 3_600_000 };

/**
 * The rows of the audit trail in their order, some at a time, as they were at one moment however long the reading takes.
 * Through a cursor rather than from key to key: where the primary key was taken away, two rows may have one number.
 */
export async function* auditRows(pool: Pool): AsyncGenerator<readonly AuditRow[]> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(
      `declare audit_rows no scroll cursor for
       select seq::text, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, entry, prev_hash, hash
       from audit order by audit.seq`,
    );
    for (;;) {
      const { rows } = await client.query(`fetch ${BATCH} from audit_rows`);
      if (rows.length === 0) return;
      yield rows.map((row) => Row.parse(row));
    }
  } finally {
    // Whoever has seen enough leaves in the middle: with its connection the transaction ends.
    client.release(true);
  }
}

/** Changes of which the trail says nothing: they were made while its triggers were off. */
export async function changesWithoutEntry(
  pool: Pool,
): Promise<{ readonly count: number; readonly first: string | undefined }> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    const { rows } = await client.query<{ count: number; first: string | null }>({
      text: `select count(*)::integer as count, min(id::text) as first from changes
             where not exists (select from audit where entry::jsonb ->> 'change' = changes.id::text)`,
      ...PATIENT,
    });
    return { count: rows[0]?.count ?? 0, first: rows[0]?.first ?? undefined };
  } finally {
    client.release(true);
  }
}
