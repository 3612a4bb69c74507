import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { readMemory } from '../blocks/modals/memory.ts';
import { blockOf, build, parse, TITLE } from '../blocks/modals/parameter.ts';
import { ask, openForm } from './forms/ask.ts';
import { refuseWithoutParameters } from './forms/parameters.ts';
import { defineCommand, type FormHandler } from './router/define.ts';

export const parameter = defineCommand({
  verb: 'parameter',
  also: ['param', 'parameters', 'edit-parameter'],
  usage: 'parameter <input> [<parameter>] [<field> <value...>]',
  summary:
    'Propose another value for a field of a parameter of an input’s requests; somebody else approves it',
  examples: ['parameter support_tickets where value 10', 'parameter support_tickets'],
  args: z.object({
    input: z.string(),
    parameter: z.string().optional(),
    field: z.string().optional(),
    value: z.string().optional(),
  }),
  action: 'parameter',
  run: async ({ args: { input: name, parameter: wanted, field, value }, asForm, ...asking }) => {
    const { inputs, accountLabel } = asking.services;
    const isGiven = wanted !== undefined && field !== undefined && value !== undefined;
    if (isGiven && !asForm) {
      return ask(await inputs.editParameterConfiguration(name, wanted, field, value), asking);
    }
    return openForm(asking.origin, TITLE, async () => {
      const input = await inputs.find(name);
      refuseWithoutParameters(input);
      return build({ input, accountLabel, parameter: wanted, field, value });
    });
  },
});

export const parameterForm: FormHandler = {
  id: FORM.parameter,
  blockOf,
  async submit({ values, metadata, ...asking }) {
    const { inputId } = readMemory(metadata);
    const wanted = parse(values);
    const plan = await asking.services.inputs.editParameterConfiguration(
      inputId,
      wanted.parameter,
      wanted.field,
      wanted.value,
      { mayHoldSecret: true },
    );
    return ask(plan, asking);
  },
};
