import type { Message } from '../../sandbox/slack/client-api.ts';
import { addInput, hurryJobs } from './changes.ts';
import { type Actor, until, type World, wordsOf } from './world.ts';

/** What tests of timed pauses do again and again. */

export interface TimerRow {
  id: string;
  state: string;
  action: string;
  requested_by: string;
  outcome: string | null;
  resumes: string | null;
  pause_for: string | null;
  pause_until: Date | null;
  pause_ended: string | null;
  pause_ended_by: string | null;
  pause_extended_by: string | null;
  pause_tries: number;
}

/** The pauses and resumes of an input, the oldest first. */
export async function switchesOf({ pool }: World, name: string): Promise<TimerRow[]> {
  const { rows } = await pool.query<TimerRow>(
    `select * from changes where input_name = $1 and action in ('pause', 'resume') order by requested_at`,
    [name],
  );
  return rows;
}

/** A pause with an end needs the approval of the resume that ends it, and one without an end needs none. */
export const RESUME_NEEDS_ONE =
  'rules:\n  - actions: [resume]\n    approvals: 1\n  - actions: [pause]\n    approvals: 0\n';

/** Pauses a new input with a timer. @returns the card once it counts down */
export async function pauseFor(world: World, name: string, how = 'for 2h'): Promise<Message> {
  addInput(world, name);
  await world.oncall.types(`/alooma pause ${name} ${how}`);
  return world.approver.waitsFor(new RegExp(`paused \`${name}\`.* left`, 's'));
}

/** Lets the time of an input's pause be over, or last so long still. */
export async function lastsStill({ pool }: World, name: string, milliseconds = 0): Promise<void> {
  await pool.query(
    `update changes set pause_until = now() + $2 * interval '1 ms'
     where input_name = $1 and pause_until is not null and pause_ended is null`,
    [name, milliseconds],
  );
}

/** Lets all jobs run now, again and again, until the newest pause of an input has ended so. */
export function endedAs(world: World, name: string, how: string): Promise<TimerRow> {
  return until(
    async () => {
      // Again and again: a card that is just being posted is not to be posted twice.
      await hurryJobs(world);
      const rows = await switchesOf(world, name);
      return rows.find(({ pause_ended }) => pause_ended === how);
    },
    () => `the pause of ${name} to end as ${how}`,
  );
}

export function pausedOf({ alooma }: World, name: string): unknown {
  return alooma.inputs().find((input) => input.name === name)?.paused;
}

/** The pauses and resumes that were sent to Alooma for an input: true and false, the oldest first. */
export function sentFor({ alooma }: World, name: string): boolean[] {
  const id = alooma.inputs().find((input) => input.name === name)?.id;
  return alooma.requests
    .filter(({ method, path }) => method === 'PUT' && path.includes(`${id}/pause`))
    .map(({ path }) => path.endsWith('true'));
}

/** The messages in the channel about an input, threads left out. */
export function aboutIn({ approver }: World, name: string): string[] {
  return approver
    .sees()
    .filter((message) => message.threadTs === undefined && wordsOf(message).includes(`\`${name}\``))
    .map(wordsOf);
}

/** Presses a button of a card as it stands: it is drawn anew now and then, and its buttons with it. */
export async function press(actor: Actor, label: string, { ts, channel }: Message): Promise<void> {
  await until(
    async () => {
      const card = actor.sees(channel).find((message) => message.ts === ts);
      if (!card) return false;
      try {
        await actor.clicks(label, card);
        return true;
      } catch (error) {
        if (error instanceof Error && error.message.includes('not there any more')) return false;
        throw error;
      }
    },
    () => `the button ${label} to be pressed`,
  );
}
