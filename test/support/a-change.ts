import type { Change } from '../../src/domain/change.ts';
import { isSwitch, propose, type Rewrite } from '../../src/domain/operation.ts';
import type { Terms } from '../../src/domain/policy/terms.ts';

export const BASE = JSON.stringify({
  id: 'in-1',
  name: 'orders_db',
  type: 'ODBC',
  configuration: { server: 'db', batch_size: 5, password: 'hunter2' },
});

/** As the built-in rules have it. */
export function termsOfApprovals(approvals: number): Terms {
  return {
    rules: ['the built-in rule for changes'],
    approvals,
    ask: ['members'],
    approve: ['members'],
    selfApprove: false,
    alone: [[]],
    reason: false,
  };
}

/** A change that sets `batch_size` from 5 to 7, waiting for its approval, but for what is said otherwise. */
export function aChange(fields: Partial<Change> = {}): Change {
  const operation: Rewrite = { kind: 'edit', edits: [{ path: ['batch_size'], value: 7 }] };
  return {
    id: '3f0e8a52-5f0e-4c55-9d2e-0d6f4a1c7b11',
    version: 1,
    state: 'pending',
    action: 'edit',
    inputId: 'in-1',
    inputName: 'orders_db',
    inputType: 'ODBC',
    operation,
    base: BASE,
    proposed: propose(operation, BASE),
    secrets: undefined,
    reason: undefined,
    requestedBy: 'U0ONCALL',
    requestedAt: new Date('2019-03-14T09:00:00Z'),
    expiresAt: new Date('2019-03-15T09:00:00Z'),
    terms: termsOfApprovals(fields.operation && isSwitch(fields.operation) ? 0 : 1),
    summary: 'Set `batch_size` of `orders_db` from `5` to `7`',
    approvals: [],
    approvedBy: undefined,
    approvedAt: undefined,
    aloneReason: undefined,
    reminders: 0,
    replaces: undefined,
    undoes: undefined,
    resumes: undefined,
    extends: undefined,
    timer: undefined,
    applyingAt: undefined,
    writtenAt: undefined,
    writes: 0,
    closedAt: undefined,
    closedBy: undefined,
    outcome: undefined,
    teamId: 'T1',
    channelId: 'C1',
    card: undefined,
    waitingShown: false,
    cardBoundFor: undefined,
    diffAttached: false,
    shown: undefined,
    undoUntil: undefined,
    ...fields,
  };
}

/** A pause or resume, which has no document. */
export function aPause(fields: Partial<Change> = {}): Change {
  const action = fields.action === 'resume' ? 'resume' : 'pause';
  return aChange({ operation: { kind: action }, base: undefined, proposed: undefined, ...fields, action });
}
