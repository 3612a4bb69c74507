import { type Change, isDirect } from '../src/domain/change.ts';
import type { Message } from '../src/domain/message.ts';
import { ago, code, link, slackDate } from '../src/domain/mrkdwn.ts';
import { stillWaitsFor, typed } from './deciders.ts';
import { context, section } from './elements.ts';

/**
 * Reminds those who may approve a change and have not: people and user groups that the policy names are mentioned, and
 * where all members may, nobody is. Nor are those who have asked or approved already: its card names them.
 * @param change with the terms that hold now
 */
export function renderReminder(change: Change, accountLabel: string): Message {
  const { summary, reason, requestedAt, expiresAt, card } = change;
  const still = `:bell: *Still waiting:* ${summary}.`;
  const next =
    card && isDirect(card.channelId)
      ? 'Only you see its card, so nobody else can approve it there: ask in a channel that I am in.'
      : stillWaitsFor(change);
  const lapses = `It lapses ${slackDate(expiresAt)}.`;
  const where = card?.link ? [`${link(card.link, 'Its card')} has the buttons.`] : [];
  return {
    text: [still, next, lapses].join(' '),
    blocks: [
      section([still, [next, lapses, ...where].join(' ')].join('\n')),
      context(
        `Asked for ${ago(requestedAt)} in account ${code(accountLabel)}`,
        ...(reason === undefined ? [] : [`Reason: ${typed(reason)}`]),
      ),
    ],
  };
}
