import type { Button, KnownBlock } from '@slack/types';
import type { Change } from '../src/domain/change.ts';

/** How long a timed pause lasts still, or how it ended. Nothing for any other change. */
export function timerBlocks(_change: Change): KnownBlock[] {
  return [];
}

/** **Extend** and **Resume now**, for as long as it lasts. */
export function timerButtons(_change: Change): Button[] {
  return [];
}
