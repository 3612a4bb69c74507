import { expect } from '@jest/globals';
import type { Faults } from '../../../sandbox/alooma/index.ts';
import { propose } from '../../../src/domain/operation.ts';
import { KnownError } from '../../../src/errors.ts';
import type { Plan } from '../../../src/services/planning/planning.ts';
import { adopt, noteWrites } from './checks.ts';
import { type Command, command, onChange, orCode } from './command.ts';
import {
  isOpen,
  type Kind,
  type Model,
  type ModelChange,
  type ModelInput,
  type ModelPolicy,
  PEOPLE,
  type Person,
  runs,
} from './model.ts';
import type { Fate, Real } from './real.ts';

/** What people, workers and Alooma itself do with any change, each with what has to come of it. */

export function ask(by: Person, kind: Kind, which: number): Command {
  return command(`${by} asks to ${kind} #${which}`, async (model, real) => {
    const input = model.inputs[which % model.inputs.length];
    if (input?.document === undefined) return;
    model.marks += 1;
    const marker = `m${model.marks}_${input.id}`;
    const refusal = model.isMember(by)
      ? model.waitsBefore(input, kind) && 'change_waits'
      : ('not_permitted' as const);
    const asked = await orCode(real.ask(planOf(input, kind, marker), by));
    if (typeof asked === 'string' || refusal) return expect(asked).toBe(refusal);
    model.closeLapsed(input);
    const base = input.document;
    model.add({ id: asked.id, input, kind, marker, asker: by, base, state: model.beginsAs(kind) });
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
  onChange(`${by} approves`, which, (change, model, real) => tryApproving(change, by, model, real));

async function tryApproving(change: ModelChange, by: Person, model: Model, real: Real): Promise<void> {
  const { decided } = await real.changes[0].approve(change.id, real.click(by));
  expect({ by, decided }).toEqual({ by, decided: model.approve(change, by) });
}

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
  onChange(`${by} applies alone${isNamed ? '' : ' and mistypes'}`, which, (change, model, real) =>
    tryAlone(change, by, { reason: 'it burns', isNamed }, model, real),
  );

export const applyAloneUnexplained = (by: Person, which: number) =>
  onChange(`${by} applies alone and does not say why`, which, (change, model, real) =>
    tryAlone(change, by, { reason: ' ', isNamed: true }, model, real),
  );

interface Typed {
  readonly reason: string;
  readonly isNamed: boolean;
}

/** Only those who may, who say why, and who have looked at what it is about. */
async function tryAlone(
  change: ModelChange,
  by: Person,
  { reason, isNamed }: Typed,
  model: Model,
  real: Real,
): Promise<void> {
  const typedName = isNamed ? change.input.name : 'another';
  const decided = await real.changes[0]
    .applyAlone(change.id, real.click(by), { reason, typedName })
    .catch((error: unknown) => {
      expect(error).toBeInstanceOf(KnownError);
      return { decided: false };
    });
  const may = model.mayApplyAlone(by) && isNamed && reason.trim() !== '';
  const isInTime = model.decide(change, may);
  expect({ by, decided: decided.decided }).toEqual({ by, decided: isInTime });
  if (!isInTime) return;
  change.state = 'approved';
  change.alone = by;
  change.approvals.push(by);
}

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

export const apply = (attempt: Attempt, which: number) => {
  const { fault, fate, isTwice, isLast } = attempt;
  const workers = `a worker${isTwice ? ', and another,' : ''}`;
  return onChange(
    `${workers} applies: ${fault}, ${fate}${isLast ? ', for the last time' : ''}`,
    which,
    (change, model, real) => tryApplying(change, attempt, model, real),
  );
};

async function tryApplying(
  change: ModelChange,
  { fault, fate, isTwice, isLast }: Attempt,
  model: Model,
  real: Real,
): Promise<void> {
  const { faults } = real.stage.alooma;
  for (const method of ['PUT', 'POST']) arm(faults, fault, method);
  let isGivenUp = false;
  const work = [fate, ...(isTwice ? (['answered'] as const) : [])].map(async (how) => {
    const applying = real.applying(how);
    await applying.apply(change.id).catch(async (error: unknown) => {
      if (!isLast || how !== 'answered') return;
      isGivenUp = true;
      await applying.giveUp(change.id, error);
    });
  });
  await Promise.all(work);
  faults.clear();
  noteWrites(change, model, real);
  await adopt(change, model, real, isGivenUp);
}

/** As it goes most of the time: everybody approves, a worker applies it, and nothing fails. */
export const goThrough = (which: number) =>
  onChange('it is approved and applied', which, async (change, model, real) => {
    for (const by of PEOPLE) await tryApproving(change, by, model, real);
    const attempt = { fault: 'fine', fate: 'answered', isTwice: false, isLast: false } as const;
    await tryApplying(change, attempt, model, real);
  });

/** What may be under way still is not sent again: whoever else comes to it waits. */
export const applyMeanwhile = (fault: string, fate: Fate, which: number) =>
  onChange(
    `a worker applies, and another before that is sent: ${fault}, ${fate}`,
    which,
    async (change, model, real) => {
      const { writes, alooma } = real.stage;
      for (const method of ['PUT', 'POST']) arm(alooma.faults, fault, method);
      const met: unknown[] = [];
      const meanwhile = async () => {
        const before = writes.length;
        const next = await real.applying('answered').apply(change.id);
        met.push({ waits: next !== undefined, sent: writes.length - before });
      };
      const applying = real.applying(fate, meanwhile);
      await applying.apply(change.id).catch(() => undefined);
      for (const other of met) expect(other).toEqual({ waits: true, sent: 0 });
      alooma.faults.clear();
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

/** Somebody changes the input in Alooma itself: `elsewhere` in it than any edit does, or in the same place. */
export const outside = (how: 'edit' | 'edit elsewhere' | 'pause' | 'remove', which: number) =>
  command(`somebody ${how}s #${which} in Alooma itself`, async (model, { stage: { alooma } }) => {
    // What a timed pause has to respect first.
    const inputs = how === 'pause' ? pausedFirst(model) : model.inputs;
    const input = inputs[which % inputs.length];
    if (input?.document === undefined) return;
    model.marks += 1;
    const field = how === 'edit' ? 'marker' : 'outside';
    if (how === 'remove') alooma.remove(input.name);
    else if (how === 'pause') {
      alooma.edit(input.name, (there) => Object.assign(there, { paused: there.paused !== true }));
    } else {
      alooma.edit(input.name, ({ configuration }) =>
        Object.assign(configuration, { [field]: `o${model.marks}_${input.id}` }),
      );
    }
    input.document = how === 'remove' ? undefined : alooma.text(input.name);
  });

function pausedFirst({ inputs, changes }: Model): ModelInput[] {
  const isTimed = (input: ModelInput) => changes.some((change) => change.input === input && runs(change));
  return inputs.toSorted((one, other) => Number(isTimed(other)) - Number(isTimed(one)));
}

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

export const wait = command('a moment passes', (model, real) =>
  real.passSettling(model.changes.filter(isOpen).map(({ id }) => id)),
);
