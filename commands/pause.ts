import { z } from 'zod';
import { defineCommand } from './router/define.ts';

export const pause = defineCommand({
  verb: 'pause',
  also: ['stop', 'halt', 'hold', 'disable'],
  usage: 'pause <input> [because <reason...>]',
  summary: 'Stop an input from pulling data, until it is resumed',
  args: z.object({ input: z.string(), reason: z.string().optional() }),
  action: 'pause',
  run: async ({ args, actor, origin, services: { inputs, changes } }) => {
    const plan = await inputs.pauseInput(args.input, (id) => changes.switchOnItsWay(id));
    const { id } = await changes.ask(plan, { actor, reason: args.reason, ...origin });
    return { kind: 'card', changeId: id };
  },
});
