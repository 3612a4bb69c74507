import type { PendingChange } from '../domain/pending.ts';
import type { Terms } from '../domain/policy/terms.ts';
import type { Steps } from '../domain/steps.ts';
import { Unreadable } from '../errors.ts';
import { PENDING_COLUMNS, pendingFromRow } from './change-rows.ts';
import type { Queryable } from './pool.ts';
import type { Sealer } from './sealing.ts';

/** Changes that wait for their approvals: what these cost grows with those alone, however many have ended. */

export interface PendingChanges {
  /** Opens and checks them, without those whose key is gone; what lapses first comes first. */
  readonly read: () => Steps<PendingChange[]>;
  /** How many there are in all, with those that are not read, or whose key is gone. */
  readonly total: number;
}

/** @param most how many of them are read */
export async function pendingIn(
  db: Queryable,
  sealer: Sealer,
  teamId: string,
  most: number,
): Promise<PendingChanges> {
  const { rows } = await db.query<{ total: number }>(
    `select ${PENDING_COLUMNS}, (count(*) over ())::integer as total from changes
     where state = 'pending' and expires_at > now() and team_id = $1
     order by expires_at, id limit $2`,
    [teamId, most],
  );
  return { read: () => readSteps(rows, sealer), total: rows[0]?.total ?? 0 };
}

/**
 * A portion of all that waits, in every workspace.
 * @param afterId the last of the portion before; absent for the first
 */
export async function pendingAfter(
  db: Queryable,
  sealer: Sealer,
  afterId: string | undefined,
  most: number,
): Promise<Pick<PendingChanges, 'read'> & { readonly lastId: string | undefined }> {
  const { rows } = await db.query<{ id: string }>(
    `select ${PENDING_COLUMNS} from changes
     where state = 'pending' and expires_at > now() and ($1::uuid is null or id > $1)
     order by id limit $2`,
    [afterId ?? null, most],
  );
  return { read: () => readSteps(rows, sealer), lastId: rows.at(-1)?.id };
}

/**
 * Keeps what the policy says of a change by now.
 * @param approvals how many it had when that was worked out: an approval brings the terms that it was given under
 * @returns whether that is something else than was kept
 */
export async function keepTermsAnew(
  db: Queryable,
  changeId: string,
  terms: Terms,
  approvals: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update changes set terms = $2, terms_anew_at = now(), version = version + 1
     where id = $1 and state = 'pending' and expires_at > now() and jsonb_array_length(approvals) = $3
       and terms is distinct from $2::jsonb`,
    [changeId, JSON.stringify(terms), approvals],
  );
  return rowCount === 1;
}

function* readSteps(rows: readonly unknown[], sealer: Sealer): Steps<PendingChange[]> {
  const changes: PendingChange[] = [];
  for (const row of rows) {
    changes.push(...ifReadable(row, sealer));
    yield;
  }
  return changes;
}

function ifReadable(row: unknown, sealer: Sealer): PendingChange[] {
  try {
    return [pendingFromRow(row, sealer)];
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

/**
 * Counts a reminder before it is posted.
 * @param sent how many there were when the row was read: a retry, or another worker, finds one more
 * @returns whether the caller is the one to post it; not where the change has been decided, or has lapsed
 */
export async function countReminder(db: Queryable, changeId: string, sent: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update changes set reminders = reminders + 1
     where id = $1 and reminders = $2 and state = 'pending' and expires_at > now()`,
    [changeId, sent],
  );
  return rowCount === 1;
}

/** Takes one back that is known not to have been posted. @param sent how many there were before it */
export async function uncountReminder(db: Queryable, changeId: string, sent: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update changes set reminders = reminders - 1
     where id = $1 and reminders = $2 + 1 and state = 'pending' and expires_at > now()`,
    [changeId, sent],
  );
  return rowCount === 1;
}
