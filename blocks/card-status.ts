import type { Change } from '../src/domain/change.ts';
import { code, person, quoted, slackDate } from '../src/domain/mrkdwn.ts';
import type { Action, Switch } from '../src/domain/operation.ts';
import { approvedBy, waitsFor } from './deciders.ts';
import { timeOverSentence } from './timed-pause.ts';

/** Where a change stands, in words. */

const DOING: Partial<Record<Action, string>> = {
  delete: 'Deleting',
  create: 'Creating',
  pause: 'Pausing',
  resume: 'Resuming',
};
const DONE: Partial<Record<Action, string>> = {
  delete: 'deleted',
  create: 'created',
  pause: 'paused',
  resume: 'resumed',
};

/** What is so now of a change that needs an approval, and what comes next. */
export function statusOf(change: Change): string {
  const { state, outcome = '', action } = change;
  const approved = approvedBy(change);
  const when = slackDate(change.closedAt ?? change.approvedAt ?? change.requestedAt);
  const underway = `:hourglass_flowing_sand: ${approved}. ${DOING[action] ?? 'Applying'}…`;
  switch (state) {
    case 'pending':
      return `${waitsFor(change)} It lapses ${slackDate(change.expiresAt)}.`;
    case 'approved':
      return change.waitingShown
        ? `:warning: ${approved}, but no worker is running. It is applied as soon as one starts.`
        : underway;
    case 'applying':
      return underway;
    case 'applied':
      return `:white_check_mark: ${approved} and ${DONE[action] ?? 'applied'} ${when}. ${outcome}`.trim();
    case 'cancelled':
      return `:no_entry_sign: Cancelled by ${person(change.closedBy ?? '')} ${when}. Nothing was changed.`;
    case 'rejected':
      return `:no_entry_sign: Rejected by ${person(change.closedBy ?? '')} ${when}${because(outcome)} Nothing was changed.`;
    case 'expired':
      return `:no_entry_sign: It lapsed ${when} ${lackingOf(change)}. Nothing was changed.`;
    case 'stale':
      return `:no_entry_sign: ${approved}, and out of date. ${outcome}`.trim();
    case 'failed':
      return `:x: ${approved}, and failed. ${outcome}`.trim();
  }
}

/** Why somebody rejected it, in their words. Rows of earlier versions have none. */
function because(reason: string): string {
  return reason === '' ? '.' : `: ${quoted(reason)}`;
}

/** What it did not get in time. */
export function lackingOf({ approvals, terms }: Change): string {
  return approvals.length === 0
    ? 'without an approval'
    : `with ${approvals.length} of ${terms.approvals} approvals`;
}

const SWITCH_WORDS = {
  pause: { doing: 'Pausing', done: 'paused', emoji: ':double_vertical_bar:' },
  resume: { doing: 'Resuming', done: 'resumed', emoji: ':arrow_forward:' },
} as const satisfies Record<Switch['kind'], unknown>;

/** What came of a pause or resume, which is approved at once. */
export function resultOf(change: Change, { kind }: Switch): string {
  if (change.resumes !== undefined) return timeOverSentence(change);
  const words = SWITCH_WORDS[kind];
  const [input, who] = [code(change.inputName), person(change.requestedBy)];
  switch (change.state) {
    case 'applied':
      return `${words.emoji} ${who} ${words.done} ${input}. ${change.outcome ?? ''}`.trim();
    case 'failed':
    case 'stale':
      return `:x: ${words.doing} ${input} for ${who} failed. ${change.outcome ?? ''}`.trim();
    default:
      return change.waitingShown
        ? `:warning: ${words.doing} ${input} for ${who} waits: no worker is running. It is done as soon as one starts.`
        : `:hourglass_flowing_sand: ${words.doing} ${input} for ${who}…`;
  }
}
