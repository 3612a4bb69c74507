import type { Queryable } from '../../src/db/pool.ts';

/** What one entry of the audit trail says. */
export interface AuditEntry {
  readonly change: string;
  readonly event: string;
  readonly by?: string;
  readonly [key: string]: unknown;
}

/** The entries of the trail, the oldest first; of one change, where one is named. */
export async function auditEntries(db: Queryable, changeId?: string): Promise<AuditEntry[]> {
  const { rows } = await db.query<{ entry: string }>('select entry from audit order by seq');
  const entries = rows.map(({ entry }) => JSON.parse(entry) as AuditEntry);
  return changeId === undefined ? entries : entries.filter(({ change }) => change === changeId);
}

/** Does what the trail's triggers refuse, as somebody does who owns the tables. */
export async function tamper(db: Queryable, ...statements: string[]): Promise<void> {
  await db.query('alter table audit disable trigger user');
  for (const statement of statements) await db.query(statement);
  await db.query('alter table audit enable always trigger audit_keeps_rows');
  await db.query('alter table audit enable always trigger audit_keeps_all');
}
