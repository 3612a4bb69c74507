import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { readMemory } from '../blocks/modals/memory.ts';
import { build, parse, TITLE } from '../blocks/modals/template.ts';
import { ask, askInLine, lineOf, openForm } from './forms/ask.ts';
import { refuseWithoutParameters } from './forms/parameters.ts';
import { defineCommand, type FormHandler } from './router/define.ts';

export const template = defineCommand({
  verb: 'template',
  also: ['add-template', 'templates'],
  usage: 'template <input> [<parameter[,parameter]> <template...>] [--because <reason>]',
  summary: 'Give parameters of an input’s requests a template; it is applied once it is approved',
  examples: ['template support_tickets where,until %Y-%m-%d', 'template support_tickets'],
  args: z.object({
    input: z.string(),
    parameter: z.string().optional(),
    template: z.string().optional(),
    because: z.string().optional(),
  }),
  action: 'template',
  run: async ({ args: { input: name, parameter, template: text, because }, asForm, ...asking }) => {
    const { inputs, accountLabel } = asking.services;
    const parameters = parameter
      ?.split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    if (parameters && text !== undefined && !asForm) {
      const plan = inputs.addTemplateToParameterConfiguration(name, parameters, text);
      const form = lineOf('template', name, parameters.join(','), text);
      return askInLine(plan, { because, form }, asking);
    }
    return openForm(asking, { title: TITLE, action: 'template' }, async (foresee) => {
      const input = await inputs.find(name);
      refuseWithoutParameters(input);
      return build({
        input,
        accountLabel,
        prospect: await foresee(input),
        parameters,
        template: text,
        reason: because,
      });
    });
  },
});

export const templateForm: FormHandler = {
  id: FORM.template,
  async submit({ values, metadata, ...asking }) {
    const { inputId } = readMemory(metadata);
    const { parameters, template: text, reason } = parse(values);
    const plan = await asking.services.inputs.addTemplateToParameterConfiguration(inputId, parameters, text, {
      mayHoldSecret: true,
    });
    return ask(plan, asking, reason);
  },
};
