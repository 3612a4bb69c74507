import type { Action } from '../operation.ts';

/** Who may do what, and how many have to agree: rules, of which the first that matches says it. */

/** What a rule can be about: changes, and what is only looked at. */
export type PolicyAction = Action | 'read' | 'samples';

/** How each is written in the policy file and behind `/alooma policy`: as the verb that people type. */
export const ACTION_WORDS = {
  read: 'read',
  samples: 'samples',
  pause: 'pause',
  resume: 'resume',
  edit: 'edit',
  add_tables: 'add-table',
  auto_map: 'auto-map',
  template: 'template',
  parameter: 'parameter',
  create: 'create',
  delete: 'delete',
} as const satisfies Record<PolicyAction, string>;

/**
 * Everybody in the channel, guests and other workspaces too; the members of the workspace; or those of its members who
 * are listed, by the ids of people (`U…`, `W…`) and of user groups (`S…`). An empty list is nobody.
 */
export type Who = 'everyone' | 'members' | readonly string[];

/** What a rule is about: absent is whatever there is, several are any of these. */
export interface Matching {
  readonly actions?: readonly PolicyAction[];
  /** Globs for the input's name: `prod_*`. */
  readonly inputs?: readonly string[];
  /** Globs for its type: `ODBC`. */
  readonly types?: readonly string[];
  /** Globs for the key path of a field that is changed, below `configuration`: `password`, `ssh.*`. */
  readonly fields?: readonly string[];
  /** The ids of channels in which it is asked for. */
  readonly channels?: readonly string[];
}

export interface Rule extends Matching {
  /** What people are told: `rule 2 “production” (line 9)`. */
  readonly label: string;
  /** How many have to approve. With 0 it is done at once. */
  readonly approvals: number;
  readonly ask: Who;
  readonly approve: Who;
  /** May whoever asked be one of those who approve? */
  readonly selfApprove: boolean;
  /** Who may apply it alone in an emergency. */
  readonly alone: Who;
  /** How long it waits for its approvals, in milliseconds; as long as `CHANGE_TTL` says when absent. */
  readonly openFor?: number | undefined;
  /** Does whoever asks owe a reason? */
  readonly reason: boolean;
}

export interface Policy {
  /** Of the file, in its order. What none of them matches is decided by the built-in ones behind them. */
  readonly rules: readonly Rule[];
  /** The channels in which anything is answered at all, `direct` for direct messages; all of them when absent. */
  readonly channels?: readonly string[] | undefined;
}

/** What a rule of the file says that leaves something out. */
export const RULE_DEFAULTS = {
  approvals: 1,
  ask: 'members',
  approve: 'members',
  selfApprove: false,
  alone: [],
  reason: false,
} as const satisfies Omit<Rule, 'label'>;

/** What holds without a file, and behind its rules. The last one matches everything. */
export const BUILT_IN_RULES: readonly Rule[] = [
  {
    ...RULE_DEFAULTS,
    label: 'the built-in rule for reading and samples',
    actions: ['read', 'samples'],
    approvals: 0,
  },
  {
    ...RULE_DEFAULTS,
    label: 'the built-in rule for pausing and resuming',
    actions: ['pause', 'resume'],
    approvals: 0,
  },
  { ...RULE_DEFAULTS, label: 'the built-in rule for deletes', actions: ['delete'], approvals: 2 },
  { ...RULE_DEFAULTS, label: 'the built-in rule for changes' },
];

export const BUILT_IN_POLICY: Policy = { rules: [] };

/** The policy in force, and what is known of its file. */
export interface PolicyInForce {
  readonly policy: Policy;
  /** Of its file; absent where the built-in policy holds. */
  readonly path: string | undefined;
  readonly since: Date;
  /** The last try to read it anew, where that failed: the policy before stays in force. */
  readonly failed: { readonly at: Date; readonly why: string } | undefined;
}
