import { z } from 'zod';
import { PICKER } from '../../blocks/ids.ts';
import { parseJson } from '../../src/domain/json.ts';
import { oneLine } from '../../src/domain/mrkdwn.ts';
import type { PickerHandler } from '../router/define.ts';

/** What the forms that have this field remember, among other things. */
const Metadata = z.looseObject({ inputId: z.string().min(1) });

/** A parameter of the input that the form is about. */
export const parameterPicker: PickerHandler = {
  id: PICKER.parameter,
  async choices({ search, metadata, services }) {
    const { inputId } = Metadata.parse(parseJson(metadata));
    const names = await services.pickers.parameters(inputId, search);
    return names.map((name) => ({ text: oneLine(name), value: name }));
  },
};
