import type { Message } from '../../sandbox/slack/client-api.ts';
import type { JobName } from '../../src/db/jobs.ts';
import { until, type World } from './world.ts';

/** What tests of changes do again and again: an input of their own, an edit of it, and a look at the row. */

export interface ChangeRow {
  card_link: string | null;
  id: string;
  state: string;
  version: number;
  action: string;
  requested_by: string;
  writes: number;
  written_at: Date | null;
  outcome: string | null;
  approved_by: string | null;
  closed_by: string | null;
  card_ts: string | null;
  card_lease_until: Date | null;
  waiting_shown: boolean;
  forgotten: boolean;
}

const FINAL = ['applied', 'cancelled', 'rejected', 'expired', 'stale', 'failed'];

/** A new input with one number to edit, so that no two tests meet. @returns its id */
export function addInput({ alooma }: World, name: string): string {
  return alooma.add({
    name,
    type: 'ODBC',
    configuration: { server: `${name}.example.com`, password: `s3cr3t-${name}`, batch_size: 1 },
    paused: false,
    state: 'RUNNING',
    stats: { count: 1 },
  });
}

/** Asks for `batch_size` 2. @returns the card, once it waits */
export async function askForEdit({ oncall, approver }: World, name: string): Promise<Message> {
  await oncall.types(`/alooma edit ${name} batch_size 2`);
  return approver.waitsFor(new RegExp(`\`${name}\`.*Waits for an approval`, 's'));
}

export async function approveEdit(world: World, name: string): Promise<Message> {
  const card = await askForEdit(world, name);
  await world.approver.clicks('Approve', card);
  return card;
}

/** The newest change of an input. */
export async function changeOf(world: World, name: string): Promise<ChangeRow> {
  const change = await newestOf(world, name);
  if (!change) throw new Error(`There is no change of ${name}`);
  return change;
}

async function newestOf({ pool }: World, name: string): Promise<ChangeRow | undefined> {
  const { rows } = await pool.query<ChangeRow>(
    'select * from changes where input_name = $1 order by requested_at desc limit 1',
    [name],
  );
  return rows[0];
}

/** Waits for the newest change of an input to end. */
export function ended(world: World, name: string): Promise<ChangeRow> {
  return inState(world, name, ...FINAL);
}

/** Waits until it is known where the card of an input's newest change stands, which is a moment after its post. */
export async function placed(world: World, name: string): Promise<void> {
  await until(
    async () => (await changeOf(world, name)).card_ts !== null,
    () => `the place of the card of ${name} to be known`,
  );
}

export function inState(world: World, name: string, ...states: string[]): Promise<ChangeRow> {
  return until(
    async () => {
      const change = await newestOf(world, name);
      return change && states.includes(change.state) && change;
    },
    () => `the change of ${name} to be ${states.join(' or ')}`,
  );
}

/** Waits until no job of a kind is left: what it says in a channel would be taken for the answer to what comes next. */
export async function noneLeft({ pool }: World, job: JobName): Promise<void> {
  await until(
    async () => {
      const { rowCount } = await pool.query('select from graphile_worker.jobs where task_identifier = $1', [
        job,
      ]);
      return rowCount === 0;
    },
    () => `all jobs of ${job} to be done`,
  );
}

/** Waits for a message's place to say something: a card is redrawn where it stands. */
export function redrawn(world: World, card: Message, text: string | RegExp): Promise<Message> {
  return until(
    () => world.approver.sees(card.channel).find((message) => message.ts === card.ts && says(message, text)),
    () => `the card to say ${text}`,
  );
}

function says(message: Message, text: string | RegExp): boolean {
  const words = JSON.stringify(message);
  return typeof text === 'string' ? words.includes(text) : text.test(words);
}

/** How often an input's document was written, answered or not. */
export function timesWritten({ alooma }: World, id: string): number {
  return alooma.requests.filter(({ method, path }) => method === 'PUT' && path.endsWith(`/inputs/${id}`))
    .length;
}

export function batchSizeOf({ alooma }: World, name: string): unknown {
  const input = alooma.inputs().find((candidate) => candidate.name === name);
  return (input?.configuration as { batch_size?: unknown } | undefined)?.batch_size;
}

/** Limits a fault to the writes of one input. */
export function writing(id: string, times?: number) {
  return { method: 'PUT', path: new RegExp(`^inputs/${id}$`), ...(times === undefined ? {} : { times }) };
}

/** Lets jobs that wait for their time run now, and a card that is being posted by nobody any more be posted. */
export async function hurry(world: World): Promise<void> {
  await world.pool.query('update changes set card_lease_until = now() where card_lease_until is not null');
  await hurryJobs(world);
}

/** Lets jobs that wait for their time run now, and whoever is posting a card post it alone. */
export async function hurryJobs({ pool }: World): Promise<void> {
  await pool.query(
    `update graphile_worker._private_jobs set run_at = now()
     where locked_at is null and run_at > now() and key not like 'expire:%'`,
  );
  await pool.query(`select pg_notify('jobs:insert', '{"r":0,"count":1}')`);
}
