import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { code } from '../../src/domain/mrkdwn.ts';
import { holdsSecret, redact } from '../../src/domain/secrets.ts';
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
 * is not written back, whatever the field is that it was typed in: it has to be entered again, and the form says so.
 * @param blocks of the form, as Slack gives them back with what was submitted
 */
export function refill(blocks: readonly unknown[], values: Filled, sentence: string): KnownBlock[] {
  const secrets = fieldsWithSecrets(values);
  const again = blocks.filter((block) => !isSaid(block)).map((block) => refilled(block, values, secrets));
  const emptied = again.flatMap(({ emptied: label }) => (label === undefined ? [] : [code(label)]));
  const toEnter =
    emptied.length === 0
      ? []
      : [`Not kept, since it is or holds a secret; enter it again: ${emptied.join(', ')}.`];
  const said = { ...section([sentence, ...toEnter].join('\n')), block_id: SAID };
  return [said, ...again.map(({ block }) => block as KnownBlock)];
}

function isSaid(block: unknown): boolean {
  return z.looseObject({ block_id: z.literal(SAID) }).safeParse(block).success;
}

/** All of them together, since one may be the name under which another is a secret: a parameter and its value. */
function fieldsWithSecrets(values: Filled): ReadonlySet<string> {
  const found = new Set<string>();
  redact(values, ([field = '']) => {
    found.add(field);
    return '';
  });
  return found;
}

interface Refilled {
  readonly block: unknown;
  /** The label of a field that was filled in and is empty now. */
  readonly emptied?: string;
}

function refilled(block: unknown, values: Filled, secrets: ReadonlySet<string>): Refilled {
  const { data } = InputJson.safeParse(block);
  if (!data) return { block };
  const { initial_value, initial_option, initial_options, ...element } = data.element;
  const value = Object.hasOwn(values, data.block_id) ? values[data.block_id] : undefined;
  if (value === undefined || value.length === 0) return { block: { ...data, element } };
  const label = data.label.text;
  // What can be chosen is there for everybody to see.
  if (isTyped(data) && (secrets.has(data.block_id) || holdsSecret(label, value))) {
    return { block: { ...data, element }, emptied: label };
  }
  return { block: { ...data, element: { ...element, ...initialOf(data, value) } } };
}

function isTyped({ element }: InputJson): boolean {
  return element.type === 'plain_text_input' || element.type === 'number_input';
}

function initialOf(input: InputJson, value: string | readonly string[]): object {
  const { options } = input.element;
  if (typeof value !== 'string') return { initial_options: value.map((one) => optionOf(options, one)) };
  return isTyped(input) ? { initial_value: value } : { initial_option: optionOf(options, value) };
}

/** One that was searched for is not among the form's own: it is shown as its value, as pickers are at first. */
function optionOf(options: InputJson['element']['options'], value: string): unknown {
  return options?.find((option) => option.value === value) ?? renderOptions([{ text: value, value }])[0];
}
