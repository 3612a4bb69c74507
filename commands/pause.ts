import { z } from 'zod';
import { refuseMisplacedEnd } from './pausing/misplaced-end.ts';
import { defineCommand } from './router/define.ts';

export const pause = defineCommand({
  verb: 'pause',
  also: ['stop', 'halt', 'hold', 'disable'],
  usage: 'pause <input> [for <duration..>] [until <time..>] [because <reason...>]',
  summary: 'Stop an input from pulling data, for a while or until it is resumed',
  examples: [
    'pause orders_db',
    'pause orders_db for 2h because warehouse maintenance',
    'pause orders_db until 18:00',
    'pause orders_db until tomorrow 9:00',
  ],
  details:
    'With `for` (`45s`, `90m`, `2h30m`, `2 hours`) or `until` (`18:00`, `6pm`, `monday 9:00`, `2026-11-23 09:00`, in your time zone) it resumes by itself, after 10 seconds at the least and 31 days at the most. Without, a pause that would end by itself lasts until somebody resumes it.',
  args: z.object({
    input: z.string(),
    duration: z.string().optional(),
    time: z.string().optional(),
    reason: z.string().optional(),
  }),
  check: refuseMisplacedEnd,
  action: 'pause',
  run: async ({ args, actor, origin, services: { inputs, changes, pauses } }) => {
    const timer = await pauses.read(args, actor.userId);
    const plan = await inputs.pauseInput(args.input, {
      onItsWay: (id) => changes.switchOnItsWay(id),
      isTimed: async (id) => (await pauses.runningOf(id)) !== undefined,
      heldBy: (id) => pauses.heldBy(id, actor.userId),
      ...(timer && { timer }),
    });
    const { id } = await changes.ask(plan, { actor, reason: args.reason, ...origin });
    return { kind: 'card', changeId: id };
  },
});
