import { expect } from '@jest/globals';
import { type Command, command, onOneOf, orCode } from './command.ts';
import type { Person } from './model.ts';
import { type Model, type ModelChange, runs } from './model.ts';
import type { Real } from './real.ts';
import { endTimer, isSwitchOnItsWay, newTimer, seenOf } from './timers.ts';

/** What people and time do with pauses that end by themselves. */

const HOUR_MS = 3_600_000;

export function pauseFor(by: Person, isMoment: boolean, which: number): Command {
  const says = `${by} asks to pause #${which} ${isMoment ? 'until then' : 'for so long'}`;
  return command(says, async (model, real) => {
    const input = model.inputs[which % model.inputs.length];
    if (input?.document === undefined) return;
    const refusal = model.isMember(by)
      ? model.waitsBefore(input, 'pause') && 'change_waits'
      : 'not_permitted';
    const timer = isMoment ? { until: new Date(Date.now() + HOUR_MS) } : { for: HOUR_MS };
    const of = { id: input.id, name: input.name, type: 'ODBC' };
    const asked = await orCode(real.ask({ input: of, operation: { kind: 'pause' }, timer }, by));
    if (typeof asked === 'string' || refusal) return expect(asked).toBe(refusal);
    model.closeLapsed(input);
    const state = model.beginsAs('pause');
    model.add({ id: asked.id, input, kind: 'pause', asker: by, state, timer: newTimer(isMoment) });
  });
}

/** Those that last stand first. */
const timed = (model: Model) =>
  model.changes
    .filter(({ timer }) => timer !== undefined)
    .sort((one, other) => Number(runs(other)) - Number(runs(one)));

/** @param isSeen has nobody made it longer since its card was read? */
export const extend = (by: Person, isSeen: boolean, which: number) =>
  onOneOf(
    timed,
    `${by} makes a pause longer${isSeen ? '' : ' that was seen otherwise'}`,
    which,
    async (pause, model, { pauses, stage, click, place }) => {
      const row = await stage.store.find(stage.pool, pause.id);
      const until = row?.timer?.until ?? new Date();
      const seen = isSeen ? until : new Date(until.getTime() - 1_000);
      const extended = await orCode(pauses.extend(pause.id, click(by), { duration: '2h' }, seen));
      const { input, timer } = pause;
      const may = runs(pause) && timer?.isOver === false && model.isMember(by);
      const isAtOnce = model.beginsAs('pause') === 'approved';
      const refusal = may && !isAtOnce && model.waitsBefore(input, 'pause') && 'change_waits';
      if (typeof extended === 'string' || refusal) return expect(extended).toBe(refusal);
      const isExtended = may && (!isAtOnce || (isSeen && !isSwitchOnItsWay(model, input)));
      expect({ extended: extended.decided }).toEqual({ extended: isExtended });
      if (!extended.decided || !timer) return;
      if (isAtOnce) {
        timer.extendedBy = by;
        return;
      }
      model.closeLapsed(input);
      const { id } = extended.change;
      await place(id);
      const asked = { id, input, kind: 'pause', asker: by, state: 'pending' } as const;
      model.add({ ...asked, timer: newTimer(true), extends: pause });
    },
  );

/** As the button does: a resume like any other, as long as the pause lasts. */
export const resumeNow = (by: Person, which: number) =>
  onOneOf(timed, `${by} ends a pause now`, which, async (pause, model, real) => {
    const { input, timer } = pause;
    const running = await real.pauses.running(pause.id, real.click(by));
    expect(running.decided).toBe(runs(pause) && timer?.isOver === false);
    if (!running.decided || input.document === undefined) return;
    const refusal = model.isMember(by)
      ? model.waitsBefore(input, 'resume') && 'change_waits'
      : 'not_permitted';
    const of = { id: input.id, name: input.name, type: 'ODBC' };
    const asked = await orCode(real.ask({ input: of, operation: { kind: 'resume' } }, by));
    if (typeof asked === 'string' || refusal) return expect(asked).toBe(refusal);
    model.closeLapsed(input);
    model.add({ id: asked.id, input, kind: 'resume', asker: by, state: model.beginsAs('resume') });
  });

/** Its time is over, and nobody has noticed yet. */
export const timeIsOver = (which: number) =>
  onOneOf(timed, 'the time of a pause is over', which, async (pause, _, { stage: { pool } }) => {
    const { timer } = pause;
    if (!timer || timer.ended || !(runs(pause) || timer.isMoment)) return;
    await pool.query(`update changes set pause_until = now() - interval '1 s' where id = $1`, [pause.id]);
    timer.isOver = true;
  });

export interface Look {
  /** Alooma does not answer. */
  readonly isAway: boolean;
  /** Two workers run the job. */
  readonly isTwice: boolean;
}

export const look = ({ isAway, isTwice }: Look, which: number) =>
  onOneOf(
    timed,
    `a worker${isTwice ? ', and another,' : ''} looks after a pause${isAway ? ' while Alooma is away' : ''}`,
    which,
    (pause, model, real) => lookAfter(pause, model, real, { isAway, isTwice }),
  );

/** What others have done is respected, and when the time is over one resume is made, which ends it. */
export async function lookAfter(
  pause: ModelChange,
  model: Model,
  real: Real,
  { isAway, isTwice }: Look,
): Promise<void> {
  const seen = seenOf(model, pause, isAway);
  const { faults } = real.stage.alooma;
  if (isAway) faults.dropBefore({ method: 'GET' });
  const [first, second] = real.looking;
  const looks = await Promise.all([first.look(pause.id), isTwice ? second.look(pause.id) : undefined]);
  faults.clear();
  // Nobody writes anything by looking.
  expect(real.newWrites()).toEqual([]);
  if (seen === 'elsewhere' || seen === 'gone') endTimer(model, pause, seen);
  const hasEnded = seen === 'ended' || seen === 'elsewhere' || seen === 'gone';
  // Of two at once, the second may have come before the first was done.
  if (!isTwice) expect({ seen, again: looks[0] !== undefined }).toEqual({ seen, again: !hasEnded });
  if (seen === 'over') await adoptEnd(pause, model, real);
}

async function adoptEnd(pause: ModelChange, model: Model, { stage, place }: Real): Promise<void> {
  const { input, asker } = pause;
  for (const change of model.changes) {
    if (change.input === input && change.kind === 'resume' && change.state === 'pending')
      change.state = 'stale';
  }
  const known = new Set(model.changes.map(({ id }) => id));
  const { rows } = await stage.pool.query<{ id: string }>('select id from changes where resumes = $1', [
    pause.id,
  ]);
  const made = rows.filter(({ id }) => !known.has(id));
  expect(made).toHaveLength(1);
  for (const { id } of made) {
    await place(id);
    model.add({ id, input, kind: 'resume', asker, state: 'approved', resumes: pause });
  }
}
