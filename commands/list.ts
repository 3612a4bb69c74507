import { z } from 'zod';
import { renderNames } from '../blocks/names.ts';
import { defineCommand } from './router/define.ts';

export const list = defineCommand({
  verb: 'list',
  also: ['ls', 'names'],
  usage: 'list [<part>] [--quoted]',
  summary:
    'List the names of the inputs, or of those with this in their name; quoted for a query with `--quoted`',
  examples: ['list', 'list orders', 'list --quoted'],
  args: z.object({ part: z.string().optional(), quoted: z.literal(true).optional() }),
  action: 'read',
  run: async ({ args: { part, quoted }, services }) => {
    const names = await services.inputs.listInputs();
    const wanted = part?.toLowerCase() ?? '';
    const listed = names.filter((name) => name.toLowerCase().includes(wanted));
    return { kind: 'message', to: 'channel', message: renderNames(listed, { part, quoted }) };
  },
});
