import type { Queryable } from './pool.ts';

/** The background tasks and what each is given. `src/jobs` has a file for each. */
export interface JobPayloads {
  /** Does what a change says to its input. */
  apply: { changeId: string };
  /** Posts or redraws a change's card. */
  card: { changeId: string };
  /** Puts the whole diff into the card's thread, where the card has no room for it. */
  attach: { changeId: string };
  /** Tells the one who asked how it ended. */
  tell: { changeId: string };
  /** Closes a change that nobody decided in time. */
  expire: { changeId: string };
}
export type JobName = keyof JobPayloads;

/**
 * How often each is tried, with growing pauses. People wait for an apply, so it is given up after some four minutes;
 * what has to reach Slack goes on for days.
 */
const MAX_ATTEMPTS = { apply: 6, card: 25, attach: 25, tell: 25, expire: 25 } as const satisfies Record<
  JobName,
  number
>;

/**
 * Enqueues a job; in a transaction when `client` is in one. A job for the same change that still waits is replaced, so
 * that a change has at most one of each kind waiting.
 */
export async function addJob<Name extends JobName>(
  client: Queryable,
  name: Name,
  payload: JobPayloads[Name],
  runAt: Date = new Date(0),
): Promise<void> {
  await client.query(
    `select graphile_worker.add_job($1, payload := $2::json, job_key := $3, max_attempts := $4,
       run_at := greatest(now(), $5::timestamptz))`,
    [name, JSON.stringify(payload), jobKey(name, payload.changeId), MAX_ATTEMPTS[name], runAt],
  );
}

function jobKey(name: JobName, changeId: string): string {
  return `${name}:${changeId}`;
}
