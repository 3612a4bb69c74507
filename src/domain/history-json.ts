import { isBreakGlass, type PastChange } from './history.ts';
import { plainText } from './plain-text.ts';

/**
 * A change as one line of JSON, for programs: every key is there in each, with `null` where there is nothing, and moments
 * are in UTC. Its texts are masked already: so they are kept.
 */
export function historyJson(change: PastChange): string {
  const { relatives, pause } = change;
  return JSON.stringify({
    id: change.id,
    input_id: change.inputId,
    input: change.inputName,
    action: change.action,
    state: change.state,
    summary: textOf(change.summary),
    reason: change.reason ?? null,
    requested_by: change.requestedBy,
    // As the database has it, which counts finer than a Date does.
    requested_at: change.place.at,
    expires_at: change.expiresAt,
    rules: change.terms.rules,
    approvals_needed: change.terms.approvals,
    approvals: change.approvals.map(({ by, at }) => ({ by, at })),
    approved_at: change.approvedAt ?? null,
    applied_alone: isBreakGlass(change)
      ? { by: change.approvedBy ?? null, reason: change.aloneReason ?? null }
      : null,
    ended_by: change.closedBy ?? null,
    ended_at: change.closedAt ?? null,
    outcome: outcomeOf(change),
    pause: pause
      ? {
          until: pause.until,
          extended_by: pause.extendedBy ?? null,
          extended_reason: pause.extendedReason ?? null,
          ended: pause.ended ?? null,
          ended_at: pause.endedAt ?? null,
          ended_by: pause.endedBy ?? null,
        }
      : null,
    replaces: change.replaces ?? null,
    replaced_by: relatives.replacedBy?.id ?? null,
    undoes: change.undoes ?? null,
    undone_by: relatives.undoneBy?.id ?? null,
    resumes: change.resumes ?? null,
    extends: change.extends ?? null,
    team: change.teamId,
    channel: change.channelId,
    card: change.link ?? null,
  });
}

/** Why somebody rejected it stands there as they typed it; all else was written by the program, for Slack. */
function outcomeOf({ state, outcome }: PastChange): string | null {
  if (outcome === undefined) return null;
  return state === 'rejected' ? outcome : textOf(outcome);
}

/** A program knows people by their ids. */
function textOf(mrkdwn: string): string {
  return plainText(mrkdwn, (userId) => `@${userId}`);
}
