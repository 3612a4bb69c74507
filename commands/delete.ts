import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { build, parse, TITLE } from '../blocks/modals/delete.ts';
import { readMemory } from '../blocks/modals/memory.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { KnownError } from '../src/errors.ts';
import { ask, openForm } from './forms/ask.ts';
import { defineCommand, type FormHandler } from './router/define.ts';

export const remove = defineCommand({
  verb: 'delete',
  also: ['remove', 'rm', 'del', 'drop'],
  usage: 'delete <input>',
  summary: 'Delete an input, which cannot be undone: you type its name in a form, and others approve it',
  details:
    'The form says what would be lost, its event types among it, and asks for the input’s name or its id. The card then shows the whole configuration, without secrets, to whoever approves it. If the input changes before that, nothing is deleted.',
  args: z.object({ input: z.string() }),
  action: 'delete',
  run: async ({ args, origin, services }) =>
    openForm({ origin, services }, { title: TITLE, action: 'delete' }, async (foresee) => {
      const { inputs, accountLabel } = services;
      const input = await inputs.getInput(args.input);
      const prospect = await foresee(input);
      const { operation } = await inputs.deleteInput(input);
      const events = operation.kind === 'delete' ? operation.events : undefined;
      return build({ input, events, accountLabel, prospect });
    }),
});

export const deleteForm: FormHandler = {
  id: FORM.delete,
  async submit({ values, metadata, ...asking }) {
    const { inputId } = readMemory(metadata);
    const plan = await asking.services.inputs.deleteInput(inputId);
    const { name, reason } = parse(values);
    const typed = name.trim();
    if (typed !== plan.input.name.trim() && typed !== inputId) throw anotherName(plan.input.name);
    return ask(plan, asking, reason);
  },
};

function anotherName(inputName: string): KnownError {
  const sentence = `That is not the name of the input. Type ${code(inputName)} to have it deleted. Nothing was asked for.`;
  return new KnownError('bad_value', sentence, { fields: { name: sentence } });
}
