import { setTimeout as pause } from 'node:timers/promises';
import { type Actor, createActor } from '../world.ts';
import type { Asking, Choices, Verdict } from './choices.ts';
import { handsAt, type Shown } from './hands.ts';
import { within } from './limits.ts';
import { isForEmergencies, MAY_APPLY_ALONE } from './policy.ts';
import type { Waiting } from './progress.ts';
import type { Stage } from './stage.ts';

/** Three people who ask for changes and decide on each other's, and a guest who tries to. */
export interface Crowd {
  readonly people: readonly Actor[];
  /** Asks for something; whether anything came of it does not show here. */
  ask(by: Actor, what: Asking, input: string): Promise<void>;
  /** Decides on a change that waits, as one of them who has time for it. */
  decide(by: Actor, change: Waiting, verdict: Verdict): Promise<void>;
}

const MOMENT_MS = 300;
/** Nothing that a person does takes this long, forms and all. */
const ACT_WITHIN_MS = 45_000;
/** The shortest that there is: a run waits for the end of each. */
const TIMED = 'for 10s';

export function gatherCrowd({ slack, pool }: Stage, choices: Choices): Crowd {
  const { press, fillIn } = handsAt(slack);
  const { oncall, approver, backup, guest } = slack.people;
  const people = [oncall, approver, backup].map(({ id }) => createActor(slack, id));
  const outsider = createActor(slack, guest.id);
  let asked = 0;

  /** What the bot does not answer, since it was just killed, people shrug at, and go on in a moment. */
  const shrug = (what: string, work: Promise<unknown>): Promise<void> =>
    within(ACT_WITHIN_MS, what, work).then(
      () => undefined,
      () => pause(MOMENT_MS),
    );

  const types = (by: Actor, line: string) => by.types(`/alooma ${line}`);

  /** One of those that stand last in the channel. */
  async function oneOf(where: string): Promise<Shown | undefined> {
    const { rows } = await pool.query<Shown>(
      `select id, card_ts from changes where ${where} order by closed_at desc limit 5`,
    );
    return choices.one(rows);
  }

  const RUNS = `state = 'applied' and pause_until > now() and pause_ended is null`;

  async function askFor(by: Actor, what: Asking, input: string): Promise<void> {
    asked += 1;
    const mark = `m${asked}`;
    switch (what) {
      case 'edit':
        return types(by, `edit ${input} marker ${mark}`);
      case 'add_table':
        return types(by, `add-table ${input} ${mark}=updated_at`);
      case 'pause':
      case 'resume':
        return types(by, `${what} ${input} because ${mark}`);
      case 'timed_pause':
        return types(by, `pause ${input} ${TIMED} because ${mark}`);
      case 'extend': {
        const pause = await oneOf(RUNS);
        if (!pause) return askFor(by, 'timed_pause', input);
        return fillIn(by, () => press(by, 'extend_pause', pause), { for: '10s' });
      }
      case 'resume_now': {
        const pause = await oneOf(RUNS);
        return pause ? press(by, 'resume_now', pause) : askFor(by, 'resume', input);
      }
      case 'undo': {
        const change = await oneOf(`state = 'applied' and undo_until is not null`);
        return change ? press(by, 'undo', change) : askFor(by, 'edit', input);
      }
      case 'delete':
        return fillIn(by, () => types(by, `delete ${input}`), { name: input });
      case 'create':
        return fillIn(by, () => types(by, 'create'), {
          ...{ name: `new_${mark}`, copy_from: input, server: 's', port: '1', database: 'd', user: 'u' },
          ...{ password: `secret-${mark}`, tables: 'only' },
        });
    }
  }

  async function decideOn(by: Actor, change: Waiting, verdict: Verdict): Promise<void> {
    const others = people.filter(({ id }) => id !== change.requested_by);
    const asker = people.find(({ id }) => id === change.requested_by);
    const first = others.includes(by) ? by : choices.one(others);
    const second = others.find((person) => person !== first);
    const emergency = people.find(({ id }) => id === MAY_APPLY_ALONE);
    if (!asker || !first || !second || !emergency) throw new Error('Nobody is there to decide');
    const approve = (who: Actor) => press(who, 'approve', change);
    const reject = () =>
      fillIn(first, () => press(first, 'reject', change), { reason: 'it can wait until tomorrow' });
    const applyAlone = async () => {
      if (!isForEmergencies(change.action)) return approve(first);
      asked += 1;
      const reason = `alone-m${asked}`;
      return fillIn(emergency, () => press(emergency, 'apply_alone', change), {
        reason,
        name: change.input_name,
      });
    };
    switch (verdict) {
      case 'approve':
        return approve(first);
      case 'alone':
        return applyAlone();
      case 'alone_and_approve':
        return all(applyAlone(), approve(second));
      case 'alone_redelivered':
        await applyAlone();
        await slack.redeliver();
        return;
      case 'alone_by_another':
        return press(
          choices.one(people.filter(({ id }) => id !== MAY_APPLY_ALONE)) ?? outsider,
          'apply_alone',
          change,
        );
      case 'approve_twice':
        return all(approve(first), approve(first));
      case 'redelivered':
        return all(approve(first), slack.redeliver());
      case 'two_at_once':
        return all(approve(first), approve(second));
      case 'by_the_asker':
        return approve(asker);
      case 'by_a_guest':
        return approve(outsider);
      case 'reject':
        return reject();
      case 'cancel':
        return press(asker, 'cancel', change);
      case 'approve_and_cancel':
        return all(approve(first), press(asker, 'cancel', change));
      case 'approve_and_reject':
        return all(approve(second), reject());
      case 'lapse':
        await pool.query(`update changes set expires_at = now() where id = $1 and state = 'pending'`, [
          change.id,
        ]);
        return approve(first);
    }
  }

  return {
    people,
    ask: (by, what, input) => shrug(what, askFor(by, what, input)),
    decide: (by, change, verdict) => shrug(verdict, decideOn(by, change, verdict)),
  };
}

/** Waits for all of them, also where one fails. */
async function all(...works: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(works);
  await Promise.all(works);
}
