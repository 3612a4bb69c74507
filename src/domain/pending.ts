import type { Change } from './change.ts';

/** A change that waits, as far as a list shows it: of what is sealed no more than the operation, which the policy asks for. */
export type PendingChange = Pick<
  Change,
  | 'id'
  | 'action'
  | 'operation'
  | 'inputName'
  | 'inputType'
  | 'summary'
  | 'reason'
  | 'requestedBy'
  | 'requestedAt'
  | 'expiresAt'
  | 'terms'
  | 'approvals'
  | 'channelId'
  | 'timer'
  | 'card'
>;
