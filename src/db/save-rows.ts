import { z } from 'zod';
import { SAVE_STATES, type Save, SHARED_HOW } from '../domain/save.ts';

/** A row of `sample_saves`, checked: what another version of the program wrote is refused rather than misread. */

const Failed = z.object({ name: z.string(), why: z.string() });

const Progress = z.object({
  total: z.number().int(),
  done: z.number().int(),
  failed: z.array(Failed),
  failedCount: z.number().int(),
  failedInputs: z.object({ first: z.array(Failed), count: z.number().int() }).optional(),
  empty: z.number().int(),
  reused: z.number().int(),
});

const Shared = z.object({
  how: z.enum(SHARED_HOW),
  fileName: z.string(),
  why: z.string().optional(),
  masked: z.array(z.string()),
  leftOut: z.array(z.string()),
  leftOutMore: z.number().int().optional(),
});

/** A file that was saved, as the row keeps it until it has been shared: in a folder that another worker may know by another path. */
const KeptFile = z.object({
  fileName: z.string(),
  bytes: z.number().int(),
  writtenAt: z.coerce.date(),
});
export type KeptFile = z.output<typeof KeptFile>;

const Row = z.object({
  id: z.uuid(),
  state: z.enum(SAVE_STATES),
  type: z.enum(['input', 'all']),
  name: z.string(),
  requested_by: z.string(),
  requested_at: z.date(),
  channel_id: z.string(),
  message_ts: z.string(),
  message_link: z.string().nullable(),
  started_at: z.date().nullable(),
  runs: z.number().int(),
  lost_runs: z.number().int(),
  failed_runs: z.number().int(),
  progress: Progress.nullable(),
  files: z.array(KeptFile).nullable(),
  file_count: z.number().int().nullable(),
  shared: Shared.nullable(),
  stopped_by: z.string().nullable(),
  closed_at: z.date().nullable(),
  outcome: z.string().nullable(),
});

/** A save as a worker has it: the number of its run, and what it has left to share. */
export interface SaveRun {
  readonly save: Save;
  readonly run: number;
  /** Runs before this one, in a row, that did not come to an orderly end. */
  readonly lostRuns: number;
  /** Runs before this one that failed of something that may pass. */
  readonly failedRuns: number;
  readonly files: readonly KeptFile[] | undefined;
}

export function runFromRow(row: unknown): SaveRun {
  const columns = Row.parse(row);
  return {
    save: saveOf(columns),
    run: columns.runs,
    lostRuns: columns.lost_runs - 1,
    failedRuns: columns.failed_runs,
    files: columns.files ?? undefined,
  };
}

const WithoutFiles = Row.omit({ files: true });

export function saveFromRow(row: unknown): Save {
  return saveOf(WithoutFiles.parse(row));
}

function saveOf(columns: z.output<typeof WithoutFiles>): Save {
  return {
    id: columns.id,
    state: columns.state,
    of: columns.type === 'all' ? { type: 'all' } : { type: 'input', name: columns.name },
    requestedBy: columns.requested_by,
    requestedAt: columns.requested_at,
    message: {
      channelId: columns.channel_id,
      ts: columns.message_ts,
      link: columns.message_link ?? undefined,
    },
    startedAt: columns.started_at ?? undefined,
    progress: columns.progress ?? undefined,
    fileCount: columns.file_count ?? undefined,
    shared: columns.shared ?? undefined,
    stoppedBy: columns.stopped_by ?? undefined,
    closedAt: columns.closed_at ?? undefined,
    outcome: columns.outcome ?? undefined,
  };
}
