import type { Save, SaveOf, SaveProgress, SaveState, Shared } from '../domain/save.ts';
import { keptJson, keptText } from './kept-text.ts';
import type { Queryable } from './pool.ts';
import { type KeptFile, runFromRow, type SaveRun, saveFromRow } from './save-rows.ts';

/**
 * Every statement on `sample_saves`. What moves a row is one conditional UPDATE, and `undefined` or false says that its
 * condition did not hold. What a run says counts only while it is the row's last.
 */

/** All of a row but its files, which may be thousands. */
const COLUMNS = `id, state, type, name, requested_by, requested_at, channel_id, message_ts, message_link, started_at, runs,
  lost_runs, failed_runs, progress, file_count, shared, stopped_by, closed_at, outcome`;

export interface NewSave {
  readonly id: string;
  readonly of: SaveOf;
  readonly requestedBy: string;
  readonly channelId: string;
  readonly ts: string;
}

/** Which run of which save speaks. */
export interface RunOf {
  readonly saveId: string;
  readonly run: number;
}

/** @returns false when one of the same is open */
export async function insertSave(db: Queryable, save: NewSave): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into sample_saves (id, type, name, requested_by, channel_id, message_ts)
     values ($1, $2, $3, $4, $5, $6) on conflict (type, name) where closed_at is null do nothing`,
    [save.id, save.of.type, nameOf(save.of), save.requestedBy, save.channelId, save.ts],
  );
  return rowCount === 1;
}

export async function findSave(db: Queryable, id: string): Promise<Save | undefined> {
  return one(db, `select ${COLUMNS} from sample_saves where id = $1`, [id]);
}

/** The save of these samples that has not ended. */
export async function findOpenSave(db: Queryable, of: SaveOf): Promise<Save | undefined> {
  return one(db, `select ${COLUMNS} from sample_saves where type = $1 and name = $2 and closed_at is null`, [
    of.type,
    nameOf(of),
  ]);
}

/** @returns the save as it is now; `undefined` when it had ended, or somebody had stopped it before */
export async function markStopped(db: Queryable, id: string, by: string): Promise<Save | undefined> {
  return one(
    db,
    `update sample_saves set stopped_by = $2 where id = $1 and closed_at is null and stopped_by is null
     returning ${COLUMNS}`,
    [id, by],
  );
}

/**
 * Begins a run, or takes a save up again.
 * @param now by the clock of this worker
 * @returns `undefined` when it has ended
 */
export async function beginRun(db: Queryable, id: string, now: Date): Promise<SaveRun | undefined> {
  const { rows } = await db.query(
    `update sample_saves set runs = runs + 1, lost_runs = lost_runs + 1, started_at = coalesce(started_at, $2),
       state = case when state = 'starting' then 'running' else state end, outcome = null
     where id = $1 and closed_at is null
     returning ${COLUMNS}, files`,
    [id, now],
  );
  return rows[0] && runFromRow(rows[0]);
}

export async function linkSave(db: Queryable, id: string, link: string): Promise<void> {
  await db.query('update sample_saves set message_link = $2 where id = $1', [id, link]);
}

/** A save as a look finds it. */
export interface SaveSeen {
  readonly save: Save;
  /** How many saves are being worked on now, this one among them, by whichever workers. */
  readonly underWay: number;
}

/**
 * Notes how far a run is, and looks at its save.
 * @param progress only while it runs: what `noteSaved` has kept is final, and a note may come late
 * @returns `undefined` when this run is no longer the one that counts
 */
export async function noteProgress(
  db: Queryable,
  { saveId, run }: RunOf,
  progress: SaveProgress | undefined,
): Promise<SaveSeen | undefined> {
  const { rows } = await db.query<{ under_way: number }>(
    `update sample_saves set progress = case when state = 'running' then coalesce($3, progress) else progress end
     where id = $1 and runs = $2 and closed_at is null
     returning ${COLUMNS}, (select count(*)::int from sample_saves as open
       where open.closed_at is null and open.state <> 'starting' and open.outcome is null) as under_way`,
    [saveId, run, progress === undefined ? null : keptJson(progress)],
  );
  return rows[0] && { save: saveFromRow(rows[0]), underWay: rows[0].under_way };
}

/** Everything is saved: from now on only sharing it is left. */
export async function noteSaved(
  db: Queryable,
  { saveId, run }: RunOf,
  files: readonly KeptFile[],
  progress: SaveProgress,
): Promise<Save | undefined> {
  return one(
    db,
    `update sample_saves set state = 'sharing', files = $3, file_count = $4, progress = $5
     where id = $1 and runs = $2 and state = 'running'
     returning ${COLUMNS}`,
    [saveId, run, filesJson(files), files.length, keptJson(progress)],
  );
}

/**
 * Made in one go, of thousands: so without the rest of what is known of a file, its date as a number, and without a look
 * at each text, for the names of files hold nothing that PostgreSQL refuses.
 */
function filesJson(files: readonly KeptFile[]): string {
  return JSON.stringify(
    files.map(({ fileName, bytes, writtenAt }) => ({ fileName, bytes, writtenAt: writtenAt.getTime() })),
  );
}

/**
 * A run came to its end without ending the save: it was told to stop, or something failed that may pass.
 * @param outcome what is in the way, until the next run begins; a run that leaves one has failed
 */
export async function leaveRun(
  db: Queryable,
  { saveId, run }: RunOf,
  outcome?: string,
): Promise<Save | undefined> {
  return one(
    db,
    `update sample_saves set lost_runs = 0, failed_runs = failed_runs + ($3::text is not null)::int, outcome = $3
     where id = $1 and runs = $2 and closed_at is null
     returning ${COLUMNS}`,
    [saveId, run, outcome === undefined ? null : keptText(outcome)],
  );
}

/** How a save ends, and what is to be kept of that. */
export interface SaveEnding {
  readonly state: Extract<SaveState, 'done' | 'stopped' | 'failed'>;
  readonly progress?: SaveProgress | undefined;
  readonly fileCount?: number | undefined;
  readonly shared?: Shared | undefined;
  readonly outcome?: string | undefined;
}

/** @returns false when it had ended, or this run is no longer the one that counts */
export async function closeSave(
  db: Queryable,
  { saveId, run }: RunOf,
  { state, progress, fileCount, shared, outcome }: SaveEnding,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update sample_saves set state = $3, closed_at = now(), files = null, progress = coalesce($4, progress),
       file_count = coalesce($5, file_count), shared = $6, outcome = $7
     where id = $1 and runs = $2 and closed_at is null`,
    [
      saveId,
      run,
      state,
      progress ? keptJson(progress) : null,
      fileCount ?? null,
      shared ? keptJson(shared) : null,
      outcome === undefined ? null : keptText(outcome),
    ],
  );
  return rowCount === 1;
}

/** @returns the ids of open saves whose job will not run any more: it was lost, or ran out of attempts */
export async function savesWithoutJob(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from sample_saves where closed_at is null and not exists (
       select from graphile_worker.jobs
       where key = 'save:' || sample_saves.id and (attempts < max_attempts or locked_at is not null))`,
  );
  return rows.map(({ id }) => id);
}

export async function forgetOldSaves(db: Queryable): Promise<void> {
  await db.query(`delete from sample_saves where closed_at < now() - interval '30 days'`);
}

async function one(db: Queryable, sql: string, values: readonly unknown[]): Promise<Save | undefined> {
  const { rows } = await db.query(sql, [...values]);
  return rows[0] && saveFromRow(rows[0]);
}

function nameOf(of: SaveOf): string {
  return of.type === 'all' ? '' : keptText(of.name);
}
