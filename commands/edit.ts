import { z } from 'zod';
import { FORM } from '../blocks/ids.ts';
import { blockOf, build, parse, TITLE } from '../blocks/modals/edit.ts';
import { readMemory } from '../blocks/modals/memory.ts';
import { editSteps } from '../src/domain/form-edits.ts';
import { filledIn, formSteps, seenIn } from '../src/domain/form-fields.ts';
import { code } from '../src/domain/mrkdwn.ts';
import { KnownError } from '../src/errors.ts';
import { inSlices } from '../src/services/in-slices.ts';
import { ask, askInLine, lineOf, openForm } from './forms/ask.ts';
import { defineCommand, type FormHandler } from './router/define.ts';

export const edit = defineCommand({
  verb: 'edit',
  also: ['set', 'change', 'update', 'modify'],
  usage: 'edit <input> [<field> <value...>] [--because <reason>]',
  summary:
    'Propose another value for a field of an input’s configuration, or open a form with all of them; it is applied once it is approved',
  examples: [
    'edit orders_db batch_size 50000',
    'edit orders_db batch_size 50000 --because "the nightly load is late"',
    'edit orders_db',
  ],
  args: z.object({
    input: z.string(),
    field: z.string().optional(),
    value: z.string().optional(),
    because: z.string().optional(),
  }),
  action: 'edit',
  run: async ({ args: { input: name, field, value, because }, asForm, ...asking }) => {
    const { inputs, profiles, accountLabel } = asking.services;
    const isGiven = field !== undefined && value !== undefined;
    if (isGiven && !asForm) {
      const plan = inputs.editInputConfiguration(name, field, value);
      return askInLine(plan, { because, form: lineOf('edit', name, field, value) }, asking);
    }
    return openForm(asking, { title: TITLE, action: 'edit' }, async (foresee) => {
      const input = await inputs.getInput(name);
      const form = await inSlices(formSteps(input.configuration));
      const shown = isGiven ? filledIn(form, field, value) : form;
      return build({
        input,
        form: shown,
        seen: seenIn(form),
        profiles,
        accountLabel,
        prospect: await foresee(input),
        reason: because,
      });
    });
  },
});

export const editForm: FormHandler = {
  id: FORM.edit,
  blockOf,
  async submit({ values, metadata, ...asking }) {
    const { inputs } = asking.services;
    const { inputId, seen } = readMemory(metadata);
    const { typed, profile, reason } = parse(values);
    const input = await inputs.getInput(inputId);
    const form = await inSlices(formSteps(input.configuration));
    if (seenIn(form) !== seen) throw outOfDate(input.name);
    const { document } = input;
    const made = await inSlices(editSteps(form, typed, { hasProfile: profile !== undefined, document }));
    if ('faults' in made)
      throw new KnownError('bad_value', 'Something is to be mended.', { fields: made.faults });
    return ask(await inputs.editFields(input, made.edits, { profile }), asking, reason);
  },
};

function outOfDate(inputName: string): KnownError {
  return new KnownError(
    'out_of_date',
    `${code(inputName)} has changed since this form was opened, so what you see is no longer what it has. Nothing was asked for. Close the form and open it again.`,
  );
}
