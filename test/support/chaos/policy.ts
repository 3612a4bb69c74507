import { people } from '../../../sandbox/slack/workspace.ts';
import type { Action } from '../../../src/domain/operation.ts';

/** Who may what in a run of chaos. */

const { oncall, approver, backup } = people;
export const APPROVERS: readonly string[] = [oncall.id, approver.id, backup.id];
export const MAY_APPLY_ALONE = oncall.id;
/** By its action: is there a rule that lets somebody apply it alone? */
export const isForEmergencies = (action: Action): boolean =>
  action === 'edit' || action === 'add_tables' || action === 'delete';

const named = `approve: [${APPROVERS.join(', ')}], alone: [${MAY_APPLY_ALONE}]`;
export const POLICY = `
rules:
  - { name: edits, actions: [edit, add-table], approvals: 1, ${named} }
  - { name: deletes, actions: [delete], approvals: 2, ${named} }
`;
