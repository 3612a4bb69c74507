import type { Change } from '../src/domain/change.ts';
import type { Message } from '../src/domain/message.ts';
import { code, link, person, quoted } from '../src/domain/mrkdwn.ts';
import { lackedBy } from './deciders.ts';
import { context, section } from './elements.ts';
import { mentions, namedIn } from './who.ts';

/** What everybody is told when one person applies a change without the approvals that it needs. */

/** For the channel: everybody who may approve it is mentioned. */
export function renderAlarm(change: Change, accountLabel: string): Message {
  const named = namedIn(change.terms.approve);
  const who = named.length > 0 ? mentions(named) : '<!channel>';
  return message(change, accountLabel, `For you who may approve it: ${who}.`);
}

/** For one of those who may approve it, in their direct messages. */
export function renderAlarmToApprover(change: Change, accountLabel: string): Message {
  return message(change, accountLabel, 'You are told since you may approve it.');
}

function message(change: Change, accountLabel: string, why: string): Message {
  const { approvedBy: who = '', aloneReason = '', requestedBy, summary, card } = change;
  const did = `:rotating_light: *${person(who)} applies a change alone*, without ${lackedBy(change)}: ${summary}.`;
  const reason = `Why: ${quoted(aloneReason)}`;
  const where = card?.link
    ? `How it ends shows on ${link(card.link, 'its card')}.`
    : 'How it ends shows on its card.';
  return {
    text: `${did} ${reason} ${why}`,
    blocks: [
      section(`${did}\n${reason}`),
      section(`${why} ${where}`),
      context(`Asked by ${person(requestedBy)} for account ${code(accountLabel)}`),
    ],
  };
}
