import type { Change } from '../src/domain/change.ts';
import type { Preview } from '../src/domain/diff.ts';
import type { Message } from '../src/domain/message.ts';
import { person } from '../src/domain/mrkdwn.ts';
import { summarise } from '../src/domain/summary.ts';
import { section } from './elements.ts';

/** What the one who asked is told when a change ends: redrawing a card notifies nobody, this does. */
export function renderOutcome(change: Change, preview: Preview | undefined): Message {
  const text =
    `${person(change.requestedBy)}, your change ${outcomeOf(change)}: ${summarise(change, preview)}. ${change.outcome ?? ''}`.trim();
  return { text, blocks: [section(text)] };
}

function outcomeOf({ state, approvedBy, closedBy }: Change): string {
  switch (state) {
    case 'applied':
      return approvedBy ? `was applied, approved by ${person(approvedBy)}` : 'was applied';
    case 'cancelled':
    case 'rejected':
      return closedBy ? `was ${state} by ${person(closedBy)}` : `was ${state}`;
    case 'expired':
      return 'lapsed without an approval';
    case 'stale':
      return 'is out of date';
    default:
      return state;
  }
}
