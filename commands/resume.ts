import { z } from 'zod';
import { defineCommand } from './router/define.ts';

export const resume = defineCommand({
  verb: 'resume',
  also: ['unpause', 'start', 'continue', 'enable', 'restart'],
  usage: 'resume <input> [because <reason...>]',
  summary: 'Let a paused input pull data again',
  args: z.object({ input: z.string(), reason: z.string().optional() }),
  action: 'resume',
  run: async ({ args, actor, origin, services: { inputs, changes } }) => {
    const plan = await inputs.resumeInput(args.input, { onItsWay: (id) => changes.switchOnItsWay(id) });
    const { id } = await changes.ask(plan, { actor, reason: args.reason, ...origin });
    return { kind: 'card', changeId: id };
  },
});
