import { type Change, isDirect } from '../domain/change.ts';
import { ago, code, link, person, slackDate } from '../domain/mrkdwn.ts';
import type { Action } from '../domain/operation.ts';
import { KnownError } from '../errors.ts';

/** Why a change was not asked for, or a click on one changed nothing, in sentences for whoever tried. */

export function nobodyElseSees(): KnownError {
  return new KnownError(
    'not_permitted',
    'Here only you would see the card, so nobody else could approve it. Ask in a channel that I am in. Nothing was changed.',
  );
}

export function onItsWay(inputName: string, action: Action): KnownError {
  const doing = action === 'pause' ? 'paused' : 'resumed';
  return new KnownError(
    'change_waits',
    `${code(inputName)} is being ${doing} already. Nothing more was asked for.`,
  );
}

/** What waits, where it is no edit. */
const WAITING: Partial<Record<Action, string>> = { delete: 'its deletion', create: 'its creation' };

/**
 * Who holds the input, and what can be done about that by whoever wants it next.
 * @param userId of whoever wants it
 */
export function anotherWaits(inputName: string, other: Change | undefined, userId: string): KnownError {
  const input = code(inputName);
  if (!other)
    return new KnownError(
      'change_waits',
      `${input} has another edit waiting, so this one was not asked for.`,
    );
  const card = other.card;
  const what = WAITING[other.action] ?? 'another edit';
  const edit = card?.link ? link(card.link, what) : what;
  const who = `${other.requestedBy === userId ? 'you' : person(other.requestedBy)} asked for ${ago(other.requestedAt)}`;
  if (other.state !== 'pending') {
    return new KnownError(
      'change_waits',
      `${input} has ${edit} on its way, which ${who} and which is approved. Ask again once it is applied.`,
    );
  }
  const isSeen = card !== undefined && !isDirect(card.channelId);
  return new KnownError(
    'change_waits',
    `${input} has ${edit} waiting, which ${who}${isSeen ? '' : ', and whose card is in no channel'}. Have it approved or cancelled, then ask again${other.action === 'create' ? '' : ': of two side by side, the second would be about an input that the first has changed'}.`,
    isSeen ? {} : { unseenChange: other.id },
  );
}

export function whyClosed(change: Change, userId: string): string {
  const who = (id: string | undefined) =>
    id === userId ? 'You' : id === undefined ? 'The policy' : person(id);
  switch (change.state) {
    case 'pending':
      return 'Nothing was changed. Try again.';
    case 'approved':
    case 'applying':
    case 'applied':
      return `${who(change.approvedBy)} approved it ${ago(change.approvedAt ?? change.requestedAt)}.`;
    case 'cancelled':
    case 'rejected':
      return `${who(change.closedBy)} ${change.state} it ${ago(change.closedAt ?? change.requestedAt)}.`;
    case 'expired':
      return `Too late: it lapsed ${slackDate(change.expiresAt)}. Ask for it again.`;
    case 'stale':
    case 'failed':
      return `It has ended already. ${change.outcome ?? ''}`.trim();
  }
}
