import type { ModelPolicy } from './model.ts';
import type { Command } from './model-command.ts';
import { apply, wait } from './model-commands.ts';
import { pauseFor, timeIsOver } from './model-pausing.ts';

/** What has gone wrong once is tried each time. */

const NOBODY_APPROVES: ModelPolicy = {
  ...{ edits: 0, pauses: 0, selfApprove: false },
  ...{ approvers: undefined, alone: [] },
};
const DIES = { fault: 'fine', fate: 'killed_before', isTwice: false, isLast: false } as const;

export const FOUND: [ModelPolicy, Command[]][] = [
  // It was said that nothing was sent, though a pause may have been, before the time was over until which it was to last.
  [
    NOBODY_APPROVES,
    [
      pauseFor('U0OLIVIA', true, 0),
      apply(DIES, 0),
      timeIsOver(0),
      wait,
      apply({ ...DIES, fate: 'answered' }, 0),
    ],
  ],
];
