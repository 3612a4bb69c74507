import { z } from 'zod';
import { renderInput } from '../blocks/inputs.ts';
import { defineCommand } from './router/define.ts';

export const show = defineCommand({
  verb: 'show',
  also: ['view', 'get', 'status', 'describe', 'info'],
  usage: 'show <input>',
  summary:
    'Show an input: is it paused, by whom and why, what waits on it, its configuration without secrets',
  args: z.object({ input: z.string() }),
  action: 'read',
  run: async ({ args, services: { inputs, changes, accountLabel } }) => {
    const input = await inputs.find(args.input);
    const [lastSwitch, open] = await Promise.all([changes.lastSwitch(input.id), changes.openOf(input.id)]);
    return {
      kind: 'message',
      to: 'channel',
      message: renderInput(input, { lastSwitch, open }, accountLabel),
    };
  },
});
