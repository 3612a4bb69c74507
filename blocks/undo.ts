import type { Button, KnownBlock } from '@slack/types';
import type { Change } from '../src/domain/change.ts';

/** **Undo**, on an applied change that can be taken back. */
export function undoButtons(_change: Change): Button[] {
  return [];
}

/** Which change this one takes back or asks anew, and why it offers no Undo where it does not. */
export function lineageBlocks(_change: Change): KnownBlock[] {
  return [];
}
