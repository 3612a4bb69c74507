import { z } from 'zod';
import type { AuditRow } from '../domain/audit.ts';
import type { Pool } from './pool.ts';

const BATCH = 1_000;

const Row = z
  .object({ seq: z.string(), at: z.string(), entry: z.string(), prev_hash: z.string(), hash: z.string() })
  .transform(({ prev_hash: prevHash, ...row }): AuditRow => ({ ...row, prevHash }));

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
