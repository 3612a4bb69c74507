import type { Change } from '../src/domain/change.ts';
import { asTyped, escapeMrkdwn, person, quoted, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import { isAtOnce } from '../src/domain/policy/terms.ts';
import { LONGEST_REASON } from '../src/domain/reason.ts';
import { counted } from '../src/domain/stats.ts';
import { mentions, whoShown } from './who.ts';

/** Who has to approve a change, who has, and who decided it alone. */

const REASON_LIMIT = LONGEST_REASON;
const RULES_LIMIT = 300;

/** What somebody has typed, to stand within a sentence. */
export function typed(text: string): string {
  return asTyped(shorten(text, REASON_LIMIT));
}

/** `rule 2 “production” (line 9)`, of the policy that the change was asked for under. */
export function rulesShown({ terms }: Change): string {
  return escapeMrkdwn(shorten(terms.rules.join(' and '), RULES_LIMIT));
}

/** `Waits for 2 approvals by …`; once there are some, `1 of 2: approved by … Waits for one more by …`. */
export function waitsFor(change: Change): string {
  const { terms, approvals } = change;
  const waits = `Waits for ${missingOf(change)}${byWhom(change, true)}.`;
  if (approvals.length === 0) return waits;
  const so = approvals.map((approval) => `${person(approval.by)} ${slackDate(approval.at)}`).join(', ');
  return `*${approvals.length} of ${terms.approvals}*: approved by ${so}. ${waits}`;
}

/** The same for a message that is new: it mentions those who can do something about it, and nobody else. */
export function stillWaitsFor(change: Change): string {
  const { terms, approvals } = change;
  const waits = `Waits for ${missingOf(change)}${byWhom(change, false)}.`;
  return approvals.length === 0 ? waits : `*${approvals.length} of ${terms.approvals}* approved it. ${waits}`;
}

function missingOf({ terms, approvals }: Change): string {
  const missing = Math.max(1, terms.approvals - approvals.length);
  if (approvals.length > 0) return missing === 1 ? 'one more' : `${missing} more`;
  return missing === 1 ? 'an approval' : counted(missing, 'approval');
}

/** @param isExact are those named who are in a user group that may, and may not themselves? */
function byWhom({ terms, approvals, requestedBy }: Change, isExact: boolean): string {
  const without = [...(terms.selfApprove ? [] : [requestedBy]), ...approvals.map(({ by }) => by)];
  const who = whoShown(terms.approve, without, isExact);
  return who === undefined ? ', and the policy names nobody who may give it' : ` by ${who}`;
}

/** `Approved by … and …`, as the beginning of a sentence. */
export function approvedBy(change: Change): string {
  const { approvals, approvedBy: last, terms, aloneReason } = change;
  if (aloneReason !== undefined) return `Decided alone by ${person(last ?? '')}${afterOthers(change)}`;
  const who = approvals.length > 0 ? [...new Set(approvals.map(({ by }) => by))] : last ? [last] : [];
  if (who.length > 0) return `Approved by ${mentions(who)}`;
  return isAtOnce(terms) ? 'No approval needed' : 'Not approved by anybody';
}

/** Who had approved what somebody else then applied alone. */
function afterOthers({ approvals, approvedBy: last }: Change): string {
  const others = approvals.map(({ by }) => by).filter((by) => by !== last);
  return others.length === 0 ? '' : ` after approval by ${mentions(others)}`;
}

/** Of a change that one person applies without the approvals that it lacks. */
export function emergencyOf(change: Change): string | undefined {
  const { aloneReason, approvedBy: who = '', state } = change;
  if (aloneReason === undefined) return undefined;
  const did = state === 'applied' ? 'applied' : isOver(change) ? 'tried to apply' : 'applies';
  return `:rotating_light: *${person(who)} ${did} this alone, without ${lackedBy(change)}.* Why: ${quoted(aloneReason)}`;
}

/** `the approval that it needs`, `the 2 approvals that it needs`, `one of the 2 approvals that it needs`. */
export function lackedBy({ terms, approvals, approvedBy: who }: Change): string {
  const given = new Set(approvals.map(({ by }) => by));
  if (who !== undefined) given.delete(who);
  const lacked = Math.max(1, terms.approvals - given.size);
  if (terms.approvals <= 1) return 'the approval that it needs';
  if (lacked === terms.approvals) return `the ${lacked} approvals that it needs`;
  return `${lacked === 1 ? 'one' : lacked} of the ${terms.approvals} approvals that it needs`;
}

function isOver({ state }: Change): boolean {
  return state === 'failed' || state === 'stale';
}
