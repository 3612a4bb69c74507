import type { Cards } from '../slack/cards.ts';
import { SlackFailure } from '../slack/failure.ts';
import type { ChangeTask } from './tasks.ts';

/** Posts or redraws a card, for as long as Slack may still take it. */
export function createCardTask(cards: Cards): ChangeTask {
  return async ({ changeId }) => {
    const drawn = await cards.draw(changeId);
    // Whoever is posting it may have died doing so: look again when their lease is over.
    if (drawn === 'busy') throw new SlackFailure('unavailable', 'card_is_being_posted');
  };
}
