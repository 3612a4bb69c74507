import type { Change } from '../change.ts';
import type { Actor } from './actor.ts';
import { channelOf, isReading } from './matching.ts';
import type { Policy, PolicyAction, Who } from './policy.ts';
import { hasAlone, isGroup, isList, rulesShown, type Terms } from './terms.ts';

/** Who may do what. Pure: each says yes or no and why, and does nothing. */

export type Decision = { readonly permitted: true } | Refusal;

export interface Refusal {
  readonly permitted: false;
  /** A sentence for the person who was refused. */
  readonly reason: string;
  /** Could Slack not say? Then it may be otherwise in a moment. */
  readonly mayPass: boolean;
}

const PERMITTED: Decision = { permitted: true };
const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** Why a pause that ends by itself may be asked for by others, and need other approvals, than one without an end. */
export const END_RESUMES =
  'A pause with an end resumes by itself, so what holds for resuming holds for it too.';

const refused = (reason: string, mayPass = false): Refusal => ({ permitted: false, reason, mayPass });

/** Is anything answered in this channel? */
export function mayAnswerIn({ channels }: Policy, channelId: string): Decision {
  if (!channels || channels.includes(channelOf(channelId))) return PERMITTED;
  const named = channels.map((id) => (id === 'direct' ? 'direct messages with me' : `<#${id}>`));
  return refused(
    named.length > 0
      ? `I am to answer in ${EITHER.format(named)} only. Ask there.`
      : 'I am to answer nowhere at the moment: the policy names no channel.',
  );
}

const DOING: Partial<Record<PolicyAction, string>> = {
  read: 'look at inputs',
  samples: 'work with samples',
};
/** What all others are told of their limits. */
const LIMITS: Partial<Record<PolicyAction, string>> = {
  read: 'cannot see what this pipeline holds',
  samples: 'cannot see samples, which may hold personal data',
};

export function mayAsk(
  actor: Actor,
  action: PolicyAction,
  { ask, rules }: Pick<Terms, 'ask' | 'rules'>,
): Decision {
  const what = DOING[action] ?? 'change inputs';
  if (isReading(action) && ask.every((who) => who === 'everyone')) return PERMITTED;
  const member = mustBeMember(actor, what, LIMITS[action]);
  if (!member.permitted) return member;
  return mustBeAmong(actor, ask, rules, 'ask for this');
}

/** Somebody whom no rule could let: known before anything is read. */
export function mayAskAnything(actor: Actor): Decision {
  return mustBeMember(actor, 'change inputs');
}

type Asked = Pick<Change, 'requestedBy'>;

export function mayApprove(actor: Actor, change: Asked, terms: Terms): Decision {
  const member = mustBeMember(actor, 'approve changes');
  if (!member.permitted) return member;
  if (actor.userId === change.requestedBy && !terms.selfApprove) {
    return refused('You asked for this change, so somebody else has to approve it.');
  }
  return mustBeAmong(actor, terms.approve, terms.rules, 'approve it');
}

/** Whoever could approve it may also turn it down; whoever asked for it cancels it. */
export function mayReject(actor: Actor, change: Asked, terms: Terms): Decision {
  if (actor.userId === change.requestedBy)
    return refused('You asked for this change: press *Cancel* to withdraw it.');
  const member = mustBeMember(actor, 'reject changes');
  return member.permitted ? mustBeAmong(actor, terms.approve, terms.rules, 'reject it') : member;
}

/** Whoever asked, whatever they may do by now. */
export function mayCancel({ userId }: Actor, { requestedBy }: Asked): Decision {
  if (userId === requestedBy) return PERMITTED;
  return refused(
    `Only <@${requestedBy}>, who asked for it, can cancel it. Somebody who may approve it can press *Reject*.`,
  );
}

/** Break-glass. */
export function mayApplyAlone(actor: Actor, terms: Terms): Decision {
  const member = mustBeMember(actor, 'apply changes');
  if (!member.permitted) return member;
  if (!hasAlone(terms)) return refused('No rule lets anybody apply this alone. It needs its approvals.');
  return mustBeAmong(actor, terms.alone, terms.rules, 'apply it alone');
}

/** @param limit what all others have to do with */
function mustBeMember({ standing }: Actor, what: string, limit = 'cannot change anything here'): Decision {
  switch (standing) {
    case 'member':
      return PERMITTED;
    case 'guest':
      return refused(`Guests ${limit}. Ask a member of this workspace to ${what}.`);
    case 'bot':
      return refused(`Bots ${limit}. Only people can ${what}.`);
    case 'stranger':
      return refused(`People from other workspaces ${limit}. Ask a member of this one to ${what}.`);
    case 'unknown':
      return refused(
        `Slack could not say whether you are a member of this workspace, and only members can ${what}. Try again in a moment.`,
        true,
      );
  }
}

function mustBeAmong(actor: Actor, whos: readonly Who[], rules: readonly string[], what: string): Decision {
  const answers = whos.map((who) => isAmong(actor, who));
  if (answers.every((answer) => answer === true)) return PERMITTED;
  const said = rulesShown(rules);
  if (whos.some((who) => who.length === 0)) {
    return refused(`Nobody may ${what}${rules.length > 1 ? ' under' : ', says'} ${said}.`);
  }
  if (answers.includes(false)) return refused(`You may not ${what}: ${namesOthers(whos, rules)}.`);
  return refused(
    `Slack could not say who is in the user groups of ${said}, so you may not ${what} right now. Try again in a moment; if it stays so, my log says why.`,
    true,
  );
}

/** Of several rules that name different people, terms do not keep which named whom: none is blamed for another. */
function namesOthers(whos: readonly Who[], rules: readonly string[]): string {
  const said = rules.join(' and ');
  if (rules.length === 1) return `${said} names others`;
  return whos.length === 1 ? `${said} name others` : `not all of ${said} name you`;
}

function isAmong({ userId, groups }: Actor, who: Who): boolean | 'unknown' {
  if (!isList(who)) return true;
  if (who.includes(userId)) return true;
  const answers = who.filter(isGroup).map((id) => groups?.get(id) ?? 'unknown');
  if (answers.includes(true)) return true;
  return answers.includes('unknown') ? 'unknown' : false;
}
