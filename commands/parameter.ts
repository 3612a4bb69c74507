import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { readMemory } from '../blocks/modals/memory.ts';
import { blockOf, build, parse, TITLE } from '../blocks/modals/parameter.ts';
import { ask, askInLine, lineOf, openForm } from './forms/ask.ts';
import { refuseWithoutParameters } from './forms/parameters.ts';
import { defineCommand, type FormHandler } from './router/define.ts';

export const parameter = defineCommand({
  verb: 'parameter',
  also: ['param', 'parameters', 'edit-parameter'],
  usage: 'parameter <input> [<parameter>] [<field> <value...>] [--because <reason>]',
  summary:
    'Propose another value for a field of a parameter of an input’s requests; it is applied once it is approved',
  examples: ['parameter support_tickets where value 10', 'parameter support_tickets'],
  args: z.object({
    input: z.string(),
    parameter: z.string().optional(),
    field: z.string().optional(),
    value: z.string().optional(),
    because: z.string().optional(),
  }),
  action: 'parameter',
  run: async ({ args: { input: name, parameter: wanted, field, value, because }, asForm, ...asking }) => {
    const { inputs, accountLabel } = asking.services;
    const isGiven = wanted !== undefined && field !== undefined && value !== undefined;
    if (isGiven && !asForm) {
      const plan = inputs.editParameterConfiguration(name, wanted, field, value);
      return askInLine(plan, { because, form: lineOf('parameter', name, wanted, field, value) }, asking);
    }
    return openForm(asking, { title: TITLE, action: 'parameter' }, async (foresee) => {
      const input = await inputs.find(name);
      refuseWithoutParameters(input);
      return build({
        input,
        accountLabel,
        prospect: await foresee(input),
        parameter: wanted,
        field,
        value,
        reason: because,
      });
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
    return ask(plan, asking, wanted.reason);
  },
};
