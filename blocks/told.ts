import type { Change } from '../src/domain/change.ts';
import type { Preview } from '../src/domain/diff.ts';
import type { Message } from '../src/domain/message.ts';
import { person, quoted } from '../src/domain/mrkdwn.ts';
import { summarise } from '../src/domain/summary.ts';
import { lackingOf } from './card-status.ts';
import { lackedBy } from './deciders.ts';
import { section } from './elements.ts';
import { mentions } from './who.ts';

/** What the one who asked is told when a change ends: redrawing a card notifies nobody, this does. */
export function renderOutcome(change: Change, preview: Preview | undefined): Message {
  const text =
    `${person(change.requestedBy)}, your change ${outcomeOf(change)}: ${summarise(change, preview)}. ${reasonOf(change)}`.trim();
  return { text, blocks: [section(text)] };
}

function outcomeOf(change: Change): string {
  const { state, closedBy } = change;
  switch (state) {
    case 'applied':
      return `was applied${approvedBy(change)}`;
    case 'cancelled':
    case 'rejected':
      return closedBy ? `was ${state} by ${person(closedBy)}` : `was ${state}`;
    case 'expired':
      return `lapsed ${lackingOf(change)}`;
    case 'stale':
      return 'is out of date';
    default:
      return state;
  }
}

function approvedBy(change: Change): string {
  const { approvals, approvedBy: last, aloneReason } = change;
  if (aloneReason !== undefined) return ` by ${person(last ?? '')} alone, without ${lackedBy(change)}`;
  const who = approvals.length > 0 ? approvals.map(({ by }) => by) : last ? [last] : [];
  return who.length > 0 ? `, approved by ${mentions(who)}` : '';
}

/** Why it ended so. Somebody who rejects a change, or applies it alone, has typed why. */
function reasonOf({ state, outcome = '', aloneReason }: Change): string {
  const said = state === 'rejected' && outcome !== '' ? `Why: ${quoted(outcome)}` : outcome;
  return aloneReason === undefined ? said : `Why alone: ${quoted(aloneReason)} ${said}`;
}
