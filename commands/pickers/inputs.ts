import { PICKER } from '../../blocks/ids.ts';
import type { Choice } from '../../blocks/options.ts';
import { oneLine } from '../../src/domain/mrkdwn.ts';
import type { PickedInput } from '../../src/services/pickers.ts';
import type { PickerHandler } from '../router/define.ts';

/** An input that has tables, by its name; what is chosen is its id. */
export const databasePicker: PickerHandler = {
  id: PICKER.database,
  choices: async ({ search, services }) => choicesOf(await services.pickers.databases(search)),
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
