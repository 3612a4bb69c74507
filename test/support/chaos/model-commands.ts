import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type fc from 'fast-check';
import type { Faults } from '../../../sandbox/alooma/index.ts';
import { propose } from '../../../src/domain/operation.ts';
import { KnownError } from '../../../src/errors.ts';
import type { Plan } from '../../../src/services/planning/planning.ts';
import {
  isOpen,
  type Kind,
  type Model,
  type ModelChange,
  type ModelInput,
  type ModelPolicy,
  type Person,
} from './model.ts';
import { adopt, inspect, noteWrites } from './model-checks.ts';
import { type Fate, type Real, SETTLE_MS } from './real.ts';

/** Everything that people, time and workers can do, each with what has to come of it. */

export type Command = fc.AsyncCommand<Model, Real>;

/** @param run what is done, and what has to be so after it */
function command(
  says: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Model) => boolean = () => true,
): Command {
  return {
    check,
    async run(model, real) {
      await run(model, real);
      await inspect(model, real);
    },
    toString: () => says,
  };
}

/** About a change that is open, where there is one. */
function onChange(
  says: string,
  which: number,
  run: (change: ModelChange, model: Model, real: Real) => Promise<void>,
): Command {
  const open = (model: Model) => model.changes.filter(isOpen);
  return command(
    `${says} #${which}`,
    async (model, real) => {
      const changes = open(model);
      const change = changes[which % changes.length];
      if (change) await run(change, model, real);
    },
    (model) => open(model).length > 0,
  );
}

export function ask(by: Person, kind: Kind, which: number): Command {
  return command(`${by} asks to ${kind} #${which}`, async (model, real) => {
    const input = model.inputs[which % model.inputs.length];
    if (input?.document === undefined) return;
    model.marks += 1;
    const marker = `m${model.marks}_${input.id}`;
    const refusal = model.isMember(by)
      ? model.waitsBefore(input, kind) && 'change_waits'
      : ('not_permitted' as const);
    const asked = await real.ask(planOf(input, kind, marker), by).catch((error: unknown) => {
      if (error instanceof KnownError) return error.code;
      throw error;
    });
    if (typeof asked === 'string' || refusal) return expect(asked).toBe(refusal);
    const isAtOnce = model.approvalsFor(kind) === 0;
    for (const lapsed of model.changes.filter((other) => other.input === input && other.isLapsed)) {
      if (lapsed.state === 'pending') lapsed.state = 'expired';
    }
    model.changes.push({
      ...{ id: asked.id, input, kind, marker, asker: by, base: input.document },
      ...{ state: isAtOnce ? 'approved' : 'pending', isLapsed: false, approvals: [], alone: undefined },
      ...{ sent: 0, effects: 0 },
    });
  });
}

function planOf(input: ModelInput, kind: Kind, marker: string): Plan {
  const of = { id: input.id, name: input.name, type: 'ODBC' };
  const base = input.document ?? '';
  if (kind === 'delete') return { input: of, operation: { kind }, base };
  if (kind !== 'edit') return { input: of, operation: { kind } };
  const operation = { kind, edits: [{ path: ['marker'], value: marker }] };
  return { input: of, operation, base, proposed: propose(operation, base) };
}

export const approve = (by: Person, which: number) =>
  onChange(`${by} approves`, which, async (change, model, real) => {
    const decided = await real.changes[0].approve(change.id, real.click(by));
    expect(decided.decided).toBe(model.approve(change, by));
  });

/** Two clicks at the same moment in two processes: as many count as would one after the other. */
export const approveAtOnce = (by: Person, and: Person, which: number) =>
  onChange(`${by} and ${and} approve at once`, which, async (change, model, real) => {
    const both = await Promise.all([
      real.changes[0].approve(change.id, real.click(by)),
      real.changes[1].approve(change.id, real.click(and)),
    ]);
    const before = [...change.approvals];
    const count = [by, and].filter((person) => model.approve(change, person)).length;
    expect(both.filter(({ decided }) => decided)).toHaveLength(count);
    // Whose was first is theirs to say; that they were allowed to is not.
    const winners = [by, and].filter((_, at) => both[at]?.decided);
    for (const winner of winners) expect(model.mayApprove(winner, change)).toBe(true);
    change.approvals = [
      ...before,
      ...(winners.length === 1 ? winners : change.approvals.slice(before.length)),
    ];
  });

export const reject = (by: Person, which: number) =>
  onChange(`${by} rejects`, which, async (change, model, real) => {
    const decided = await real.changes[0].reject(change.id, real.click(by), 'no');
    const may = by !== change.asker && model.mayApprove(by, change);
    const isInTime = model.decide(change, may);
    expect(decided.decided).toBe(isInTime);
    if (isInTime) change.state = 'rejected';
  });

export const cancel = (by: Person, which: number) =>
  onChange(`${by} cancels`, which, async (change, model, real) => {
    const decided = await real.changes[0].cancel(change.id, real.click(by));
    const isInTime = model.decide(change, by === change.asker);
    expect(decided.decided).toBe(isInTime);
    if (isInTime) change.state = 'cancelled';
  });

export const approveAndCancel = (by: Person, which: number) =>
  onChange(`${by} approves while the asker cancels`, which, async (change, model, real) => {
    const wasPending = change.state === 'pending' && !change.isLapsed;
    const [approval, cancellation] = await Promise.all([
      real.changes[0].approve(change.id, real.click(by)),
      real.changes[1].cancel(change.id, real.click(change.asker)),
    ]);
    if (approval.decided) expect(model.approve(change, by)).toBe(true);
    else if (!cancellation.decided) model.approve(change, by);
    if (cancellation.decided) {
      expect(wasPending && change.state === 'pending').toBe(true);
      change.state = 'cancelled';
    } else if (!approval.decided) model.decide(change, true);
    expect(approval.decided || cancellation.decided).toBe(wasPending);
  });

export const applyAlone = (by: Person, isNamed: boolean, which: number) =>
  onChange(`${by} applies alone${isNamed ? '' : ' and mistypes'}`, which, async (change, model, real) => {
    const may = model.mayApplyAlone(by);
    const typedName = isNamed ? change.input.name : 'another';
    const emergency = { reason: 'it burns', typedName };
    const decided = await real.changes[0]
      .applyAlone(change.id, real.click(by), emergency)
      .catch((error: unknown) => {
        expect(error).toBeInstanceOf(KnownError);
        return { decided: false };
      });
    const isInTime = model.decide(change, may && isNamed);
    expect(decided.decided).toBe(isInTime);
    if (!isInTime) return;
    change.state = 'approved';
    change.alone = by;
    change.approvals.push(by);
  });

/** Its time is over, and nobody has noticed yet. */
export const lapse = (which: number) =>
  onChange('time passes', which, async (change, _, { stage: { pool } }) => {
    if (change.state !== 'pending') return;
    await pool.query('update changes set expires_at = now() where id = $1', [change.id]);
    change.isLapsed = true;
  });

export const expire = (which: number) =>
  onChange('the job of its lapsing runs', which, async (change, _, real) => {
    const isDue = change.state === 'pending' && change.isLapsed;
    expect(await real.changes[1].expire(change.id)).toBe(isDue);
    if (isDue) change.state = 'expired';
  });

export const FAULTS: Record<string, (faults: Faults) => void> = {
  fine: () => undefined,
  dropped: (faults) => faults.dropBefore(WRITING),
  'dropped after': (faults) => faults.dropAfter(WRITING),
  'answered by 504': (faults) => faults.status(504, { ...WRITING, takesEffect: true }),
  'answered by 500': (faults) => faults.status(500, WRITING),
  'refused by 403': (faults) => faults.status(403, WRITING),
};
const WRITING = { path: /^(inputs\/.*|plumbing\/nodes\/remove\/.*)$/, times: 1 };

export interface Attempt {
  readonly fault: string;
  readonly fate: Fate;
  /** Two workers run the job: one of them was taken for dead, and is not. */
  readonly isTwice: boolean;
  readonly isLast: boolean;
}

export const apply = ({ fault, fate, isTwice, isLast }: Attempt, which: number) =>
  onChange(
    `a worker${isTwice ? ', and another,' : ''} applies: ${fault}, ${fate}${isLast ? ', for the last time' : ''}`,
    which,
    async (change, model, real) => {
      const { faults } = real.stage.alooma;
      for (const method of ['PUT', 'POST']) arm(faults, fault, method);
      const work = [fate, ...(isTwice ? (['answered'] as const) : [])].map(async (how) => {
        const applying = real.applying(how);
        await applying.apply(change.id).catch(async (error: unknown) => {
          if (isLast && how === 'answered') await applying.giveUp(change.id, error);
        });
      });
      await Promise.all(work);
      faults.clear();
      noteWrites(change, model, real);
      await adopt(change, model, real);
    },
  );

function arm(faults: Faults, fault: string, method: string): void {
  const limited = new Proxy(faults, {
    get: (target, name) => {
      const given = Reflect.get(target, name);
      if (name === 'status') return (code: number, limits: object) => given(code, { ...limits, method });
      return (limits: object) => given({ ...limits, method });
    },
  });
  FAULTS[fault]?.(limited);
}

/** Somebody changes the input in Alooma itself. */
export const outside = (how: 'edit' | 'pause' | 'remove', which: number) =>
  command(`somebody ${how}s #${which} in Alooma itself`, async (model, { stage: { alooma } }) => {
    const input = model.inputs[which % model.inputs.length];
    if (input?.document === undefined) return;
    model.marks += 1;
    if (how === 'remove') alooma.remove(input.name);
    else if (how === 'edit') {
      alooma.edit(input.name, ({ configuration }) => Object.assign(configuration, { outside: model.marks }));
    } else alooma.edit(input.name, (there) => Object.assign(there, { paused: there.paused !== true }));
    input.document = how === 'remove' ? undefined : alooma.text(input.name);
  });

export const rule = (policy: ModelPolicy) =>
  command(`the policy says ${JSON.stringify(policy)}`, async (model, real) => {
    model.policy = policy;
    real.obey(policy);
  });

export const see = (person: Person, standing: 'member' | 'guest') =>
  command(`${person} is a ${standing}`, async (model, real) => {
    model.guests[standing === 'guest' ? 'add' : 'delete'](person);
    real.seeAs(person, standing);
  });

export const wait = command('a moment passes', () => pause(SETTLE_MS + 5));
