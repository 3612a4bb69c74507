import { z } from 'zod';
import { statesBefore, type TimerEnd } from '../domain/change.ts';
import { keptText } from './kept-text.ts';
import type { Queryable } from './pool.ts';

/**
 * Every statement on the timers of pauses. What moves one is one conditional UPDATE; false, or nothing, says that its
 * condition did not hold. Time is the database's, whatever the clocks of the workers say.
 */

/** A timed pause that is carried out and not at its end. Nothing of it is sealed: it ends also where a key is gone. */
export interface RunningPause {
  readonly id: string;
  readonly inputId: string;
  readonly inputName: string;
  readonly inputType: string | undefined;
  readonly requestedBy: string;
  readonly teamId: string;
  /** Where its card is, or where it was asked for. */
  readonly channelId: string;
  /** For how long it was asked for, in milliseconds, and nobody has made it longer. */
  readonly for: number | undefined;
  readonly until: Date;
  /** How long it lasts still, in milliseconds; none when it is over. */
  readonly left: number;
}

const Row = z.object({
  id: z.uuid(),
  input_id: z.string(),
  input_name: z.string(),
  input_type: z.string().nullable(),
  requested_by: z.string(),
  team_id: z.string(),
  place: z.string(),
  span: z.coerce.number().nullable(),
  pause_until: z.date(),
  remaining: z.number(),
});

const COLUMNS = `id, input_id, input_name, input_type, requested_by, team_id, coalesce(card_channel_id, channel_id) as place,
  case when pause_extended_by is null then pause_for end as span, pause_until,
  greatest(0, extract(epoch from pause_until - now()) * 1000)::double precision as remaining`;
/** As the partial index has it. */
const RUNS = `state = 'applied' and pause_until is not null and pause_ended is null`;

/** @param id of the pause */
export async function findRunningPause(db: Queryable, id: string): Promise<RunningPause | undefined> {
  const { rows } = await db.query(`select ${COLUMNS} from changes where id = $1 and ${RUNS}`, [id]);
  return rows[0] && runningFromRow(rows[0]);
}

/** The pause that an input is in, where that ends by itself. */
export async function runningPauseOf(db: Queryable, inputId: string): Promise<RunningPause | undefined> {
  const { rows } = await db.query(
    `select ${COLUMNS} from changes where input_id = $1 and ${RUNS} order by closed_at desc limit 1`,
    [inputId],
  );
  return rows[0] && runningFromRow(rows[0]);
}

/**
 * What the end of a pause or resume means for the timers of its input: an applied one ends them, since what it did is what
 * somebody wants now; and where it was the end of a timed pause itself and could not be carried out, that has failed.
 * @param switchId of the change that has just ended
 * @returns the pauses whose timers it has ended, and until when they were to last
 */
export async function endTimersBy(db: Queryable, switchId: string): Promise<{ id: string; until: Date }[]> {
  const { rows } = await db.query<{ id: string; until: Date }>(
    `update changes as pause set version = pause.version + 1, pause_ended_at = now(),
       pause_ended = case when done.state <> 'applied' then 'failed' when done.action = 'pause' then 'replaced' else 'resumed' end,
       pause_ended_by = case when done.resumes is null then done.requested_by end
     from changes as done
     where done.id = $1 and done.action in ('pause', 'resume') and pause.input_id = done.input_id and pause.id <> done.id
       and pause.state = 'applied' and pause.pause_until is not null and pause.pause_ended is null
       and (done.state = 'applied' or done.state in ('failed', 'stale') and done.resumes = pause.id)
     returning pause.id, pause.pause_until as until`,
    [switchId],
  );
  return rows;
}

/** Adds a sentence to how a pause without an end has ended. @returns whether it is one, and was carried out */
export async function addToPlainPause(db: Queryable, id: string, sentence: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update changes set version = version + 1, outcome = concat_ws(' ', outcome, $2::text)
     where id = $1 and action = 'pause' and state = 'applied' and pause_until is null`,
    [id, sentence],
  );
  return rowCount === 1;
}

/**
 * Ends a timer for what was read of its input; not while a pause or resume of ours is what may have been read.
 * @param db in a transaction
 */
export async function endTimer(
  db: Queryable,
  id: string,
  how: Extract<TimerEnd, 'elsewhere' | 'gone'>,
): Promise<boolean> {
  if (!(await lockRunning(db, id))) return false;
  const { rowCount } = await db.query(
    `update changes set version = version + 1, pause_ended = $2, pause_ended_at = now()
     where id = $1 and ${RUNS} and not ${SWITCH_ON_ITS_WAY}`,
    [id, how],
  );
  return rowCount === 1;
}

/**
 * Takes the right to end a pause whose time is over, until the transaction ends: no two workers have it, and nobody who is
 * about to pause or resume the input is overtaken.
 * @param db in a transaction
 */
export async function claimEnd(db: Queryable, id: string): Promise<boolean> {
  if (!(await lockRunning(db, id))) return false;
  const { rowCount } = await db.query(
    `update changes set version = version + 1
     where id = $1 and ${RUNS} and pause_until <= now() and not ${SWITCH_ON_ITS_WAY}`,
    [id],
  );
  return rowCount === 1;
}

/**
 * A statement that waits for a row sees the others as they were before: only the one after it sees what whoever held the
 * row has made, and does not wait for somebody who waits for the row.
 */
async function lockRunning(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(`select from changes where id = $1 and ${RUNS} for update`, [id]);
  return rowCount === 1;
}

const SWITCH_ON_ITS_WAY = `exists (select from changes as other where other.input_id = changes.input_id
  and not other.rewrites and other.state in ('approved', 'applying'))`;

/**
 * Closes what waits for an approval to resume an input that is resumed by itself now.
 * @returns the ids of what was closed
 */
export async function closeWaitingResumes(
  db: Queryable,
  inputId: string,
  outcome: string,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `update changes set state = 'stale', version = version + 1, closed_at = now(), outcome = $3, secrets = null
     where input_id = $1 and action = 'resume' and state = 'pending' and state = any($2)
     returning id`,
    [inputId, statesBefore('stale'), outcome],
  );
  return rows.map(({ id }) => id);
}

/**
 * Closes what waits for an approval to make a pause longer that has ended: of a running input it would be another pause.
 * @returns the ids of what was closed
 */
export async function closeWaitingExtensions(
  db: Queryable,
  pauseId: string,
  outcome: string,
): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `update changes set state = 'stale', version = version + 1, closed_at = now(), outcome = $2, secrets = null
     where input_id = (select input_id from changes where id = $1) and extends = $1 and state = 'pending'
       and state = any($3)
     returning id`,
    [pauseId, outcome, statesBefore('stale')],
  );
  return rows.map(({ id }) => id);
}

/**
 * Makes a pause longer; not while another pause or resume of its input, its own end say, is on its way.
 * @param db in a transaction
 * @param seen until when it lasted as whoever extends it has seen it: somebody else may have extended it meanwhile
 * @param reason why, as it is kept: nothing is left of why it was made longer before
 */
export async function extendTimer(
  db: Queryable,
  id: string,
  { seen, until, by, reason }: { seen: Date; until: Date; by: string; reason: string | undefined },
): Promise<boolean> {
  if (!(await lockRunning(db, id))) return false;
  // Not `now()`, which is when the transaction began: the row may have been waited for until after the end.
  const { rowCount } = await db.query(
    `update changes set version = version + 1, pause_until = $3, pause_extended_by = $4, pause_extended_reason = $5
     where id = $1 and ${RUNS} and not ${SWITCH_ON_ITS_WAY}
       and pause_until > clock_timestamp() and date_trunc('milliseconds', pause_until) = $2`,
    [id, seen, until, by, reason],
  );
  return rowCount === 1;
}

/** Is the time over until which it was to be paused? Asked of the database, whose time ends the pauses. */
export async function isTimeOver(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from changes where id = $1 and pause_until <= clock_timestamp()',
    [id],
  );
  return rowCount === 1;
}

/**
 * Counts one more try in vain to end a pause.
 * @param id of the pause, or of the resume that is to end it
 * @returns the id of the pause, if this is about one that still runs
 */
export async function noteEndTrouble(
  db: Queryable,
  id: string,
  { why, again }: { why: string; again: Date },
): Promise<string | undefined> {
  const { rows } = await db.query<{ id: string }>(
    `update changes set version = version + 1, pause_tries = pause_tries + 1, pause_trouble = $2, pause_try_at = $3
     where id = coalesce((select made.resumes from changes as made where made.id = $1), $1) and ${RUNS}
     returning id`,
    [id, keptText(why), again],
  );
  return rows[0]?.id;
}

/** How a pause's timer has ended; nothing while it runs. */
export async function timerEndOf(db: Queryable, id: string): Promise<TimerEnd | undefined> {
  const { rows } = await db.query<{ pause_ended: TimerEnd | null }>(
    'select pause_ended from changes where id = $1',
    [id],
  );
  return rows[0]?.pause_ended ?? undefined;
}

/** @returns the ids of pauses that nobody would end: their job was lost, or ran out of attempts */
export async function timersWithoutJob(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from changes where ${RUNS} and not exists (
       select from graphile_worker.jobs
       where key = 'timed_pause:' || changes.id and (attempts < max_attempts or locked_at is not null))`,
  );
  return rows.map(({ id }) => id);
}

function runningFromRow(row: unknown): RunningPause {
  const { input_id, input_name, input_type, requested_by, team_id, ...columns } = Row.parse(row);
  return {
    id: columns.id,
    inputId: input_id,
    inputName: input_name,
    inputType: input_type ?? undefined,
    requestedBy: requested_by,
    teamId: team_id,
    channelId: columns.place,
    for: columns.span ?? undefined,
    until: columns.pause_until,
    left: columns.remaining,
  };
}
