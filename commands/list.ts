import { z } from 'zod';
import { renderNames } from '../blocks/inputs.ts';
import { defineCommand } from './router/define.ts';

export const list = defineCommand({
  verb: 'list',
  also: ['ls', 'inputs', 'names'],
  usage: 'list [<part>]',
  summary: 'List the names of the inputs, or of those with this in their name',
  args: z.object({ part: z.string().optional() }),
  action: 'read',
  run: async ({ args: { part }, services }) => {
    const names = await services.inputs.listInputs();
    const wanted = part?.toLowerCase();
    const listed = wanted === undefined ? names : names.filter((name) => name.toLowerCase().includes(wanted));
    return { kind: 'message', to: 'channel', message: renderNames(listed, part) };
  },
});
