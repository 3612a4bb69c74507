import { keysOfGlob } from './globs.ts';
import { isReading, type Path } from './matching.ts';
import type { PolicyAction, Rule } from './policy.ts';
import type { Question } from './terms.ts';

/** What the policy may come to say of something of which not all is known yet: what somebody is about to fill in, say. */

/** Does it hold whatever becomes of it, or is that not known yet? */
export type Share = 'always' | 'sometimes' | 'never';

export interface Prospect {
  /** Does whoever asks owe a reason? */
  readonly reason: Share;
  /** Does somebody have to approve it? */
  readonly approvals: Share;
}

/** @param rules those that may decide: whatever becomes of it, some of them do */
export function prospectOf(rules: readonly Rule[]): Prospect {
  return {
    reason: shareOf(rules, ({ reason }) => reason),
    approvals: shareOf(rules, ({ approvals }) => approvals > 0),
  };
}

function shareOf(rules: readonly Rule[], saysSo: (rule: Rule) => boolean): Share {
  if (rules.every(saysSo)) return 'always';
  return rules.some(saysSo) ? 'sometimes' : 'never';
}

/**
 * The fields that an action may come to change: what is not named may be any of it, and hold whatever has a rule.
 * @param field a key path below `configuration`, or below what the action is about: `ssh.host`
 */
export function fieldsAhead(action: PolicyAction, field?: string): Pick<Question, 'fields' | 'wholes'> {
  const path = pathAhead(action, field);
  if (path === undefined) return { fields: [] };
  return { fields: [path], ...(field === undefined && { wholes: [path] }) };
}

function pathAhead(action: PolicyAction, field: string | undefined): Path | undefined {
  if (isReading(action)) return undefined;
  switch (action) {
    case 'auto_map':
      return ['auto_map'];
    case 'add_tables':
      return ['tables', ...(field === undefined ? [] : [field])];
    case 'create':
      return [];
    case 'edit':
      return keysIn(field);
    case 'template':
    case 'parameter':
      return keysIn(field)[0] === 'parameters' ? keysIn(field) : ['parameters', ...keysIn(field)];
    default:
      return undefined;
  }
}

const keysIn = (field: string | undefined): Path => (field === undefined ? [] : keysOfGlob(field).map(plain));
const plain = (key: string) => key.replaceAll('\\.', '.');
