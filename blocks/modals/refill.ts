import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { isSecretName } from '../../src/domain/secret-names.ts';
import { section } from '../elements.ts';
import { renderOptions } from '../options.ts';
import type { Filled } from './fields.ts';

/** What was said above a form that is shown again: gone, the next time. */
const SAID = 'said_above';

const Option = z.looseObject({ value: z.string() });
const InputJson = z.looseObject({
  type: z.literal('input'),
  block_id: z.string(),
  label: z.looseObject({ text: z.string() }),
  element: z.looseObject({ type: z.string(), options: z.array(Option).optional() }),
});
type InputJson = z.output<typeof InputJson>;

/**
 * A form as it was filled in, with a sentence above it: what was typed becomes what its fields hold at first. A secret
 * is not written back: it has to be entered again.
 * @param blocks of the form, as Slack gives them back with what was submitted
 */
export function refill(blocks: readonly unknown[], values: Filled, sentence: string): KnownBlock[] {
  const said = { ...section(sentence), block_id: SAID };
  const kept = blocks.filter((block) => !isSaid(block)).map((block) => refilled(block, values));
  return [said, ...(kept as KnownBlock[])];
}

function isSaid(block: unknown): boolean {
  return z.looseObject({ block_id: z.literal(SAID) }).safeParse(block).success;
}

function refilled(block: unknown, values: Filled): unknown {
  const { data } = InputJson.safeParse(block);
  if (!data) return block;
  const { initial_value, initial_option, initial_options, ...element } = data.element;
  const isSecret = isSecretName(data.block_id) || isSecretName(data.label.text);
  const value = Object.hasOwn(values, data.block_id) && !isSecret ? values[data.block_id] : undefined;
  return { ...data, element: { ...element, ...initialOf(data, value) } };
}

function initialOf({ element }: InputJson, value: Filled[string]): object {
  if (value === undefined || value.length === 0) return {};
  if (typeof value !== 'string') {
    const chosen = value.map((one) => optionOf(element.options, one));
    return { initial_options: chosen };
  }
  const isTyped = element.type === 'plain_text_input' || element.type === 'number_input';
  return isTyped ? { initial_value: value } : { initial_option: optionOf(element.options, value) };
}

/** One that was searched for is not among the form's own: it is shown as its value, as pickers are at first. */
function optionOf(options: InputJson['element']['options'], value: string): unknown {
  return options?.find((option) => option.value === value) ?? renderOptions([{ text: value, value }])[0];
}
