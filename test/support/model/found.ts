import type { Command } from './command.ts';
import { apply, goThrough, wait } from './commands.ts';
import type { ModelPolicy } from './model.ts';
import { extend, look, pauseFor, timeIsOver } from './pausing.ts';

/** What has gone wrong once, and what seldom comes about, is tried each time. */

const NOBODY_APPROVES: ModelPolicy = {
  ...{ edits: 0, pauses: 0, selfApprove: false },
  ...{ approvers: undefined, alone: [] },
};
const ANSWERED = { fault: 'fine', fate: 'answered', isTwice: false, isLast: false } as const;

export const FOUND: [ModelPolicy, Command[]][] = [
  // It was said that nothing was sent, though a pause may have been, before the time was over until which it was to last.
  [
    NOBODY_APPROVES,
    [
      pauseFor('U0OLIVIA', true, 0),
      apply({ ...ANSWERED, fate: 'killed_before' }, 0),
      timeIsOver(0),
      wait,
      apply(ANSWERED, 0),
    ],
  ],
  // Alooma refuses to end a timed pause.
  [
    NOBODY_APPROVES,
    [
      ...[pauseFor('U0OLIVIA', false, 0), goThrough(0), timeIsOver(0)],
      ...[look({ isAway: false, isTwice: true }, 0), apply({ ...ANSWERED, fault: 'refused by 403' }, 0)],
    ],
  ],
  // Two make a pause longer who have both seen it as it was.
  [
    NOBODY_APPROVES,
    [
      ...[pauseFor('U0OLIVIA', false, 0), goThrough(0)],
      ...[extend('U0AINO', true, 0), extend('U0BEA', false, 0), extend('U0BEA', true, 0)],
    ],
  ],
];
