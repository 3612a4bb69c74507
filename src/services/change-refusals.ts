import { type Change, isDirect, type Outline } from '../domain/change.ts';
import { ago, code, link, person, quoted, slackDate } from '../domain/mrkdwn.ts';
import type { Action } from '../domain/operation.ts';
import type { Actor } from '../domain/policy/actor.ts';
import type { Refusal } from '../domain/policy/rights.ts';
import { rulesShown } from '../domain/policy/terms.ts';
import { KnownError } from '../errors.ts';

/** Why a change was not asked for, or a click on one changed nothing, in sentences for whoever tried. */

export function nobodyElseSees(): KnownError {
  return new KnownError(
    'not_permitted',
    'Here only you would see the card, so nobody else could approve it. Ask in a channel that I am in. Nothing was changed.',
  );
}

/** Of what is applied alone, others have to hear. */
export function aloneUnseen(): Refusal {
  return {
    permitted: false,
    mayPass: false,
    reason:
      'Nobody else sees its card, so nobody would hear that you applied it alone. Post its card in a channel first: ask for the change once more in one that I am in, and I offer that. Nothing was changed.',
  };
}

/**
 * The same pause or resume is there already.
 * @param same which; absent where it has ended by now
 * @param userId of whoever wants another
 */
export function onItsWay(
  inputName: string,
  action: Action,
  same: Outline | undefined,
  userId: string,
): KnownError {
  const input = code(inputName);
  if (same?.state !== 'pending') {
    const doing = action === 'pause' ? 'paused' : 'resumed';
    return new KnownError('change_waits', `${input} is being ${doing} already. Nothing more was asked for.`);
  }
  const { what, who, isSeen, where } = waitingOf(same, action === 'pause' ? 'A pause' : 'A resume', userId);
  return new KnownError(
    'change_waits',
    `${what} of ${input} waits for an approval already, which ${who}${where}. Nothing more was asked for. Have it approved, or cancelled and ask again.`,
    isSeen ? {} : { unseenChange: same.id },
  );
}

/** What waits, where it is no edit. */
const WAITING: Partial<Record<Action, string>> = { delete: 'its deletion', create: 'its creation' };

/**
 * Who holds the input, and what can be done about that by whoever wants it next.
 * @param userId of whoever wants it
 */
export function anotherWaits(inputName: string, other: Outline | undefined, userId: string): KnownError {
  const input = code(inputName);
  if (!other)
    return new KnownError(
      'change_waits',
      `${input} has another edit waiting, so this one was not asked for.`,
    );
  const {
    what: edit,
    who,
    isSeen,
    where,
  } = waitingOf(other, WAITING[other.action] ?? 'another edit', userId);
  if (other.state !== 'pending') {
    return new KnownError(
      'change_waits',
      `${input} has ${edit} on its way, which ${who} and which is approved. Ask again once it is applied.`,
    );
  }
  return new KnownError(
    'change_waits',
    `${input} has ${edit} waiting, which ${who}${where}. Have it approved or cancelled, then ask again${other.action === 'create' ? '' : ': of two side by side, the second would be about an input that the first has changed'}.`,
    isSeen ? {} : { unseenChange: other.id },
  );
}

/** A change that waits already, in words. @param what linked to its card, where that is posted */
function waitingOf(
  { card, requestedBy, requestedAt }: Outline,
  what: string,
  userId: string,
): { what: string; who: string; isSeen: boolean; where: string } {
  const isSeen = card !== undefined && !isDirect(card.channelId);
  return {
    what: card?.link ? link(card.link, what) : what,
    who: `${requestedBy === userId ? 'you' : person(requestedBy)} asked for ${ago(requestedAt)}`,
    isSeen,
    where: isSeen ? '' : ', and whose card is in no channel',
  };
}

/**
 * Where a click on a card counts: not on a copy of it, nor in another workspace that has the same channel.
 * @param fromAnywhere what only a private message offers, wherever that was, while nobody else sees the card
 * @returns why this one does not count
 */
export function elsewhere(
  { card, cardBoundFor, channelId, teamId }: Pick<Change, 'card' | 'cardBoundFor' | 'channelId' | 'teamId'>,
  click: { readonly actor: Pick<Actor, 'userId'>; readonly teamId: string; readonly channelId: string },
  fromAnywhere = false,
): string | undefined {
  if (click.teamId !== teamId) {
    return 'This card belongs to another workspace: only there can it be decided.';
  }
  const isSeen = card !== undefined && !isDirect(card.channelId);
  const place = card?.channelId ?? channelId;
  // Who is quick clicks on a card before its place is noted; direct messages are bound for a person.
  const isBoundForHere =
    click.channelId === cardBoundFor || (click.actor.userId === cardBoundFor && isDirect(click.channelId));
  if (click.channelId === place || isBoundForHere || (fromAnywhere && !isSeen)) return undefined;
  return `This is decided ${card?.link ? `at ${link(card.link, 'its card')}` : `in <#${place}>`} only.`;
}

export function unknownChange(): { decided: false; why: string; change: undefined } {
  return { decided: false, why: 'This change is no longer known here.', change: undefined };
}

export function noReason(what: string): KnownError {
  const sentence = `Say why you ${what}: those who read the card want to know.`;
  return new KnownError('bad_value', sentence, { fields: { reason: sentence } });
}

function nameMistyped(inputName: string): KnownError {
  const sentence = `That is not the name of the input: type ${code(inputName)}. Nothing was changed.`;
  return new KnownError('bad_value', sentence, { fields: { name: sentence } });
}

/** All that is wrong with what whoever applies it alone has filled in, at once. @throws KnownError `bad_value` */
export function mustBeEmergency(inputName: string, reason: string, isNamed: boolean): void {
  const faults = [
    ...(reason === '' ? [noReason('apply it alone')] : []),
    ...(isNamed ? [] : [nameMistyped(inputName)]),
  ];
  if (faults.length === 0) return;
  const fields = Object.assign({}, ...faults.map((fault) => fault.fields));
  throw new KnownError('bad_value', faults.map(({ message }) => message).join(' '), { fields });
}

/** How a reason is given; behind the line and in a form where nothing else is said. */
const SAYING_WHY: Partial<Record<Action, string>> = {
  pause: 'Ask again with `because …` at the end',
  resume: 'Ask again with `because …` at the end',
  auto_map: 'Ask again with `--because "…"`',
  create: 'Fill it in in the form',
  delete: 'Fill it in in the form',
};

/** @param rules those that ask for it */
export function reasonOwed(rules: readonly string[], action: Action): KnownError {
  const how = SAYING_WHY[action] ?? 'Ask again with `--because "…"`, or fill it in in the form';
  return new KnownError(
    'reason_owed',
    `A reason is owed here, ${rules.length > 1 ? 'say' : 'says'} ${rulesShown(rules)}. ${how}. Nothing was changed.`,
    { fields: { reason: 'Say why: the policy asks for a reason.' } },
  );
}

/** Why a click changed nothing, though whoever clicked may decide. */
export function whyUndecided(change: Outline, userId: string): string {
  const { approvedBy, closedBy } = change;
  switch (change.state) {
    case 'pending':
      return whyPending(change, userId);
    case 'approved':
    case 'applying':
    case 'applied':
      return `${whoDid(approvedBy, userId)} ${didOf(change)} ${ago(change.approvedAt ?? change.requestedAt)}.${alsoOwn(change, userId)}`;
    case 'cancelled':
      return `${whoDid(closedBy, userId)} cancelled it ${ago(change.closedAt ?? change.requestedAt)}.`;
    case 'rejected':
      return `${whoDid(closedBy, userId)} rejected it ${ago(change.closedAt ?? change.requestedAt)}${because(change)}`;
    case 'expired':
      return `Too late: it lapsed ${slackDate(change.expiresAt)}. Ask for it again.`;
    case 'stale':
    case 'failed':
      return `It has ended already. ${change.outcome ?? ''}`.trim();
  }
}

function whoDid(id: string | undefined, userId: string): string {
  if (id === undefined) return 'The policy';
  return id === userId ? 'You' : person(id);
}

function didOf({ aloneReason }: Outline): string {
  return aloneReason === undefined ? 'approved it' : 'applied it alone';
}

function whyPending({ approvals }: Outline, userId: string): string {
  const own = approvals.find(({ by }) => by === userId);
  if (!own) return 'Nothing was changed. Try again.';
  return `You approved it ${ago(own.at)}, and one person counts once: somebody else has to approve it too.`;
}

/** Of several who approved it, whoever clicks again may have been an earlier one. */
function alsoOwn({ approvals, approvedBy }: Outline, userId: string): string {
  const own = approvedBy === userId ? undefined : approvals.find(({ by }) => by === userId);
  return own ? ` You approved it ${ago(own.at)}.` : '';
}

function because({ outcome = '' }: Outline): string {
  return outcome === '' ? '.' : `: ${quoted(outcome)}`;
}
