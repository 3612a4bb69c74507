import type { ChangeState } from '../../../src/domain/change.ts';
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

export interface ModelChange {
  readonly id: string;
  readonly input: ModelInput;
  readonly kind: Kind;
  /** Of an edit: what it sets, which nothing else does. */
  readonly marker: string;
  readonly asker: Person;
  /** The document that was shown. */
  readonly base: string | undefined;
  state: ChangeState;
  isLapsed: boolean;
  approvals: Person[];
  /** Who applied it alone. */
  alone: Person | undefined;
  /** Writes that were sent, and those that were carried out. */
  sent: number;
  effects: number;
}

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

  isMember = (person: Person): boolean => !this.guests.has(person);

  approvalsFor(kind: Kind): number {
    return kind === 'pause' || kind === 'resume' ? this.policy.pauses : this.policy.edits;
  }

  mayApprove(person: Person, { asker }: ModelChange): boolean {
    const { selfApprove, approvers } = this.policy;
    return (
      this.isMember(person) && (person !== asker || selfApprove) && (approvers?.includes(person) ?? true)
    );
  }

  mayApplyAlone = (person: Person): boolean => this.isMember(person) && this.policy.alone.includes(person);

  /** By the policy and the people of now: the rights that a first write needs. */
  mayBeApplied(change: ModelChange): boolean {
    if (!this.isMember(change.asker)) return false;
    if (change.alone) return this.mayApplyAlone(change.alone);
    const counted = change.approvals.filter((person) => this.mayApprove(person, change));
    return counted.length >= this.approvalsFor(change.kind);
  }

  /** What stands in the way of asking for this. */
  waitsBefore(input: ModelInput, kind: Kind): ModelChange | undefined {
    const rewrites = (of: Kind) => of === 'edit' || of === 'delete';
    return this.changes.find(
      (other) =>
        other.input === input &&
        isOpen(other) &&
        !(other.state === 'pending' && other.isLapsed) &&
        (rewrites(kind) ? rewrites(other.kind) : other.kind === kind),
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
