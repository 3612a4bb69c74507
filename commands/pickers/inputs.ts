import { PICKER } from '../../blocks/ids.ts';
import { oneLine } from '../../src/domain/mrkdwn.ts';
import type { PickedInput } from '../../src/services/pickers.ts';
import type { Choice, PickerHandler } from '../router/define.ts';

/** Any input, by its name; what is chosen is its id. */
export const inputPicker: PickerHandler = {
  id: PICKER.input,
  choices: async ({ search, services }) => choicesOf(await services.pickers.inputs(search)),
};

/** An input that has tables. */
export const databasePicker: PickerHandler = {
  id: PICKER.database,
  choices: async ({ search, services }) =>
    choicesOf(await services.pickers.inputs(search, { databasesOnly: true })),
};

/** Several inputs may have one name: then the id tells them apart, in front, where it is not cut off. */
function choicesOf(inputs: readonly PickedInput[]): Choice[] {
  const seen = new Set<string>();
  const repeated = new Set(inputs.flatMap(({ name }) => (seen.size === seen.add(name).size ? name : [])));
  return inputs.map(({ id, name }) => ({
    text: repeated.has(name) ? `${id}: ${oneLine(name)}` : oneLine(name),
    value: id,
  }));
}
