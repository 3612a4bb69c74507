import { z } from 'zod';
import { defineCommand } from './router/define.ts';

export const edit = defineCommand({
  verb: 'edit',
  also: ['set', 'change', 'update', 'modify'],
  usage: 'edit <input> <field> <value...>',
  summary: 'Propose another value for a field of an input’s configuration; somebody else approves it',
  args: z.object({ input: z.string(), field: z.string(), value: z.string() }),
  action: 'edit',
  run: async ({ args, actor, origin, services: { inputs, changes } }) => {
    const plan = await inputs.editInputConfiguration(args.input, args.field, args.value);
    const { id } = await changes.ask(plan, { actor, ...origin });
    return { kind: 'card', changeId: id };
  },
});
