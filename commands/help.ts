import { z } from 'zod';
import { renderHelp } from '../blocks/help.ts';
import { defineCommand } from './router/define.ts';

export const help = defineCommand({
  verb: 'help',
  also: ['h', '?', 'man', 'usage'],
  usage: 'help',
  summary: 'Show what can be typed',
  args: z.object({}),
  action: 'read',
  run: async ({ commands, services }) => ({
    kind: 'message',
    to: 'asker',
    message: renderHelp(commands, services.accountLabel),
  }),
});
