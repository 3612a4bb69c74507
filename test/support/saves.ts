import { type AloomaState, seedState } from '../../sandbox/alooma/index.ts';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { until, type World } from './world.ts';

/** What tests of saves do again and again: a look at the row, at the message as it grows, and at what was fetched. */

/** An account with the usual inputs, and no events but those of the test. */
export function withoutEvents(): AloomaState {
  return { ...seedState(), eventTypes: [], samples: [], sampleCounts: {} };
}

export interface SaveRow {
  id: string;
  state: string;
  runs: number;
  lost_runs: number;
  progress: { total: number; done: number; failedCount: number; empty: number; reused: number } | null;
  files: unknown;
  file_count: number | null;
  shared: { how: string; fileName: string; masked: string[] } | null;
  stopped_by: string | null;
  outcome: string | null;
}

const FINAL = ['done', 'stopped', 'failed'];

/** The save that a message shows: it is kept a moment after the message is posted. */
export function saveOf({ pool }: World, { ts }: Message): Promise<SaveRow> {
  return until(
    async () => (await pool.query<SaveRow>('select * from sample_saves where message_ts = $1', [ts])).rows[0],
    () => 'the save to be kept',
  );
}

/** Waits until so many of a save's events are done. */
export function doneOf(world: World, message: Message, atLeast: number): Promise<SaveRow> {
  return until(
    async () => {
      const save = await saveOf(world, message);
      return (save.progress?.done ?? 0) >= atLeast && save;
    },
    () => `${atLeast} events to be done`,
  );
}

/** Waits for a save to end. */
export function saveEnded(world: World, message: Message): Promise<SaveRow> {
  return until(
    async () => {
      const save = await saveOf(world, message);
      return FINAL.includes(save.state) && save;
    },
    () => 'the save to end',
  );
}

/** Event name → how often its samples were asked for. Alooma remembers the last 500 requests. */
export function askedFor({ alooma }: World): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of alooma.requests) {
    const name = new URL(path, 'http://alooma/').searchParams.get('eventType');
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The samples of every event take so long. */
export function slowly({ alooma }: World, milliseconds: number, path = /^samples\?/): void {
  alooma.faults.delay(milliseconds, { method: 'GET', path });
}

/**
 * Holds the samples of every event, so that a save stays where it is.
 * @param after so many are given before that
 * @returns lets them go, as `faults.clear()` does
 */
export function holdSamples({ alooma: { faults } }: World, after = 0, path = /^samples\?/): () => void {
  const meant = { method: 'GET', path };
  if (after > 0) faults.delay(0, { ...meant, times: after });
  return faults.hold(meant);
}

/** The files in the thread of a message. */
export function filesIn(world: World, { channel, ts }: Message): NonNullable<Message['files']> {
  return world.oncall
    .sees(channel)
    .filter(({ threadTs }) => threadTs === ts)
    .flatMap(({ files = [] }) => files);
}

/** When the message was updated, in milliseconds since 1970, whether Slack took it or not. */
export function updatesOf({ slack }: World, { ts }: Message): number[] {
  return slack.calls
    .filter(({ method, body }) => method === 'chat.update' && body.ts === ts)
    .map(({ at }) => at);
}

export async function contentOf({ slack, oncall }: World, fileId: string): Promise<Buffer> {
  const response = await fetch(`${slack.url}/client/file/${fileId}?as=${oncall.id}`);
  return Buffer.from(await response.arrayBuffer());
}

/** Waits for a save to have been taken up. */
export function begun(world: World, message: Message): Promise<SaveRow> {
  return until(
    async () => {
      const save = await saveOf(world, message);
      return save.runs > 0 && save;
    },
    () => 'the save to be taken up',
  );
}

/** Waits for a save's run to have failed, and has the next one wait for `hurrySaves`, or for a job that is added. */
export async function parked(world: World, message: Message): Promise<void> {
  const { id } = await saveOf(world, message);
  await until(
    async () => {
      const { rowCount } = await world.pool.query(
        `update graphile_worker._private_jobs set run_at = now() + interval '1 hour'
         where key = $1 and locked_at is null and attempts > 0`,
        [`save:${id}`],
      );
      return rowCount === 1;
    },
    () => 'the job of the save to wait to be tried again',
  );
}

/** Lets the jobs of saves that wait for their time run now. */
export async function hurrySaves({ pool }: World): Promise<void> {
  await pool.query(
    `update graphile_worker._private_jobs set run_at = now()
     where locked_at is null and run_at > now() and key like any (array['save:%', 'show_save:%'])`,
  );
  await pool.query(`select pg_notify('jobs:insert', '{"r":0,"count":1}')`);
}
