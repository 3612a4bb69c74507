import type { ChangeState, TimerEnd } from '../../../src/domain/change.ts';
import { configurationOf } from '../../../src/domain/document.ts';
import { propose } from '../../../src/domain/operation.ts';
import { type Policy, RULE_DEFAULTS } from '../../../src/domain/policy/policy.ts';

/** What should come of asking, approving and applying, written down once more and as plainly as can be. */

export const PEOPLE = ['U0OLIVIA', 'U0AINO', 'U0BEA', 'U0GUS'] as const;
export type Person = (typeof PEOPLE)[number];
export const KINDS = ['edit', 'delete', 'pause', 'resume'] as const;
export type Kind = (typeof KINDS)[number];

export interface ModelPolicy {
  /** How many have to approve an edit or a deletion, and a pause or resume. */
  readonly edits: number;
  readonly pauses: number;
  readonly selfApprove: boolean;
  /** Absent: all members. */
  readonly approvers: readonly Person[] | undefined;
  readonly alone: readonly Person[];
}

export interface ModelInput {
  readonly id: string;
  readonly name: string;
  /** What is in it now; absent once it is deleted. */
  document: string | undefined;
}

/** Of a pause that ends by itself. It runs once the pause is applied. */
export interface ModelTimer {
  /** Was a time named, and not for how long? */
  readonly isMoment: boolean;
  isOver: boolean;
  ended: TimerEnd | undefined;
  /** Who resumed or paused it anew here. */
  endedBy: Person | undefined;
  extendedBy: Person | undefined;
}

export interface ModelChange {
  readonly id: string;
  readonly input: ModelInput;
  readonly kind: Kind;
  /** Of an edit: what it sets, which nothing else does but what takes back another edit. */
  readonly marker: string;
  readonly asker: Person;
  /** The document that was shown. */
  readonly base: string | undefined;
  readonly timer: ModelTimer | undefined;
  /** The timed pause that it ends by itself, the one that it makes longer, and the edit that it takes back. */
  readonly resumes: ModelChange | undefined;
  readonly extends: ModelChange | undefined;
  readonly undoes: ModelChange | undefined;
  state: ChangeState;
  isLapsed: boolean;
  approvals: Person[];
  /** Who applied it alone. */
  alone: Person | undefined;
  /** Writes that were sent, and those that were carried out. */
  sent: number;
  effects: number;
  /** Was it applied by a write of its own? */
  isOwnDoing: boolean;
}

type Asked = Pick<ModelChange, 'id' | 'input' | 'kind' | 'asker' | 'state'> & Partial<ModelChange>;

export class Model {
  readonly inputs: ModelInput[];
  readonly changes: ModelChange[] = [];
  policy: ModelPolicy;
  readonly guests = new Set<Person>(['U0GUS']);
  marks = 0;

  constructor(inputs: ModelInput[], policy: ModelPolicy) {
    this.inputs = inputs;
    this.policy = policy;
  }

  /** A change as it begins. */
  add(asked: Asked): void {
    this.changes.push({
      ...{ marker: '', base: undefined, timer: undefined },
      ...{ resumes: undefined, extends: undefined, undoes: undefined },
      ...{ isLapsed: false, approvals: [], alone: undefined, sent: 0, effects: 0, isOwnDoing: false },
      ...asked,
    });
  }

  /** Whoever asks for something new on an input meets what has lapsed there first. */
  closeLapsed(input: ModelInput): void {
    for (const change of this.changes) {
      if (change.input === input && change.isLapsed && change.state === 'pending') change.state = 'expired';
    }
  }

  isMember = (person: Person): boolean => !this.guests.has(person);

  approvalsFor(kind: Kind): number {
    return isSwitch(kind) ? this.policy.pauses : this.policy.edits;
  }

  beginsAs(kind: Kind): 'approved' | 'pending' {
    return this.approvalsFor(kind) === 0 ? 'approved' : 'pending';
  }

  mayApprove(person: Person, { asker }: ModelChange): boolean {
    const { selfApprove, approvers } = this.policy;
    return (
      this.isMember(person) && (person !== asker || selfApprove) && (approvers?.includes(person) ?? true)
    );
  }

  mayApplyAlone = (person: Person): boolean => this.isMember(person) && this.policy.alone.includes(person);

  /** By the policy, the people and the pauses of now: what a write needs. */
  mayBeApplied(change: ModelChange): boolean {
    const { resumes, extends: extended, timer } = change;
    // The end of a timed pause was approved with it.
    if (resumes) return runs(resumes);
    if ((extended && !runs(extended)) || (timer?.isMoment && timer.isOver)) return false;
    if (!this.isMember(change.asker)) return false;
    if (change.alone) return this.mayApplyAlone(change.alone);
    const counted = change.approvals.filter((person) => this.mayApprove(person, change));
    return counted.length >= this.approvalsFor(change.kind);
  }

  /** What stands in the way of asking for this. */
  waitsBefore(input: ModelInput, kind: Kind): ModelChange | undefined {
    return this.changes.find(
      (other) =>
        other.input === input &&
        isOpen(other) &&
        !(other.state === 'pending' && other.isLapsed) &&
        (isSwitch(kind) ? other.kind === kind : !isSwitch(other.kind)),
    );
  }

  /** @returns whether it counts */
  approve(change: ModelChange, person: Person): boolean {
    if (!this.decide(change, this.mayApprove(person, change))) return false;
    if (change.approvals.includes(person)) return false;
    change.approvals.push(person);
    if (change.approvals.length >= this.approvalsFor(change.kind)) change.state = 'approved';
    return true;
  }

  /** Whoever comes too late sees that it has lapsed. @returns whether they may, and are in time */
  decide(change: ModelChange, may: boolean): boolean {
    if (change.state !== 'pending') return false;
    if (change.isLapsed) change.state = 'expired';
    return may && !change.isLapsed;
  }
}

export function isOpen({ state }: ModelChange): boolean {
  return state === 'pending' || state === 'approved' || state === 'applying';
}

export function isSwitch(kind: Kind): boolean {
  return kind === 'pause' || kind === 'resume';
}

/** Is it a timed pause that lasts? */
export function runs({ state, timer }: ModelChange): boolean {
  return state === 'applied' && timer !== undefined && timer.ended === undefined;
}

export function markerIn(document: string | undefined): unknown {
  return configurationOf(document ?? '{"configuration":{}}').marker;
}

/** What an edit makes of what was shown. */
export function proposedBy({ base = '', marker }: Pick<ModelChange, 'base' | 'marker'>): string {
  return propose({ kind: 'edit', edits: [{ path: ['marker'], value: marker }] }, base);
}

/** As the policy file would say it. */
export function asPolicy({ edits, pauses, selfApprove, approvers, alone }: ModelPolicy): Policy {
  const rule = { ...RULE_DEFAULTS, selfApprove, alone, approve: approvers ?? ('members' as const) };
  return {
    rules: [
      { ...rule, label: 'the rule for pauses', actions: ['pause', 'resume'], approvals: pauses },
      { ...rule, label: 'the rule for all else', approvals: edits },
    ],
  };
}
