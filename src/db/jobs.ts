import type { Queryable } from './pool.ts';

/** The background tasks and what each is given: the id of one row, or nothing. `src/jobs` has a file for each. */
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
  /** Reminds those who may approve a change. */
  remind: { changeId: string };
  /** Tells everybody that one person has applied a change alone. */
  alarm: { changeId: string };
  /** Looks after a timed pause: counts down on its card, notices what others do, resumes when the time is over. */
  timed_pause: { changeId: string };
  /** Removes the documents of an ended change, and keeps what there is to see of it. */
  forget: { changeId: string };
  /** Has the cards that wait say what the policy says since it was read anew. */
  terms: object;
  /** Saves samples, and shares what was saved. */
  save: { saveId: string };
  /** Says on a save's message how it ended. */
  show_save: { saveId: string };
}
export type JobName = keyof JobPayloads;

/**
 * How often each is tried, with growing pauses. People wait for an apply, so it is given up after some four minutes, and
 * a save, whose row counts for itself, after some ten; what has to reach Slack goes on for days.
 */
const MAX_ATTEMPTS = {
  apply: 6,
  card: 25,
  attach: 25,
  tell: 25,
  expire: 25,
  remind: 5,
  alarm: 25,
  // Its pauses would grow to hours; what is lost so is found by the sweep.
  timed_pause: 5,
  forget: 25,
  terms: 10,
  save: 7,
  show_save: 25,
} as const satisfies Record<JobName, number>;

/**
 * Those with a larger number wait for all others: pauses are looked after every minute, whether anybody waits for that or
 * not; a save takes long, and nobody has to wait for one to begin; what is to be forgotten nobody waits for at all.
 */
const PRIORITY: Partial<Record<JobName, number>> = { timed_pause: 5, save: 10, forget: 20 };

const MOST_TURNS = 5;

/**
 * Enqueues a job; in a transaction when `client` is in one. A job for the same row that still waits is replaced, so
 * that a row has at most one of each kind waiting.
 */
export async function addJob<Name extends JobName>(
  client: Queryable,
  name: Name,
  payload: JobPayloads[Name],
  runAt: Date = new Date(0),
): Promise<void> {
  // graphile-worker adds nothing where a worker takes the one that waits in this very moment: once that is taken, it does.
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { rows } = await client.query<{ id: string | null }>(
      `select (graphile_worker.add_job($1, payload := $2::json, job_key := $3, max_attempts := $4,
         run_at := greatest(now(), $5::timestamptz), priority := $6)).id`,
      [name, JSON.stringify(payload), jobKey(name, payload), MAX_ATTEMPTS[name], runAt, PRIORITY[name] ?? 0],
    );
    if (rows[0]?.id) return;
  }
  throw new Error(`The job ${jobKey(name, payload)} could not be added`);
}

/** Lets a job that waits to be tried again run now. One that is running is left alone. */
export async function hurryJob<Name extends JobName>(
  client: Queryable,
  name: Name,
  payload: JobPayloads[Name],
): Promise<void> {
  await client.query(
    `select graphile_worker.reschedule_jobs(
       array(select id from graphile_worker.jobs where key = $1 and locked_at is null), run_at := now())`,
    [jobKey(name, payload)],
  );
}

function jobKey<Name extends JobName>(name: Name, payload: JobPayloads[Name]): string {
  return [name, ...Object.values(payload)].join(':');
}
