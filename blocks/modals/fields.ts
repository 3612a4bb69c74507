import type { InputBlock, PlainTextElement } from '@slack/types';
import { oneLine } from '../../src/domain/mrkdwn.ts';
import { shortenUnits } from '../elements.ts';
import { type Choice, renderOptions } from '../options.ts';

/** The fields that forms are made of. Each is a block of its own, and the block's id is what it is known by. */

export interface Field {
  /** At most 255 characters. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isOptional?: boolean;
}

/** What was filled in, by the id of its block: a text, the value of a choice, or those of several; nothing if empty. */
export type Filled = Readonly<Record<string, string | readonly string[] | undefined>>;

const LABEL_LIMIT = 150;
const HINT_LIMIT = 500;
const TEXT_LIMIT = 3_000;
/** A field that searches is known by its own id; of the others only the block matters. */
const ELEMENT = 'value';
const SEARCH = 'Type to search';

export function textField(
  field: Field,
  { shown = '', isLong = false, most = TEXT_LIMIT }: { shown?: string; isLong?: boolean; most?: number } = {},
): InputBlock {
  return block(field, {
    type: 'plain_text_input',
    action_id: ELEMENT,
    max_length: most,
    ...(isLong && { multiline: true }),
    ...(shown !== '' && shown.length <= most && { initial_value: shown }),
  });
}

/** @param shown a number without an exponent, or nothing */
export function numberField(field: Field, { shown = '', isWhole = false } = {}): InputBlock {
  return block(field, {
    type: 'number_input',
    action_id: ELEMENT,
    is_decimal_allowed: !isWhole,
    ...(shown !== '' && { initial_value: shown }),
  });
}

/** A few choices, all to be seen. @param shown the value of the one that is made at first */
export function radioField(field: Field, choices: readonly Choice[], shown?: string): InputBlock {
  const options = renderOptions(choices);
  const initial = options.find(({ value }) => value === shown);
  return block(field, {
    type: 'radio_buttons',
    action_id: ELEMENT,
    options,
    ...(initial && { initial_option: initial }),
  });
}

/** @param shown the value of the one that is chosen at first */
export function selectField(field: Field, choices: readonly Choice[], shown?: string): InputBlock {
  const options = renderOptions(choices);
  const initial = options.find(({ value }) => value === shown);
  return block(field, {
    type: 'static_select',
    action_id: ELEMENT,
    options,
    ...(initial && { initial_option: initial }),
  });
}

/** Searches as one types. @param picker one of `PICKER` @param shown what is chosen at first */
export function pickerField(field: Field, picker: string, shown?: string): InputBlock {
  const [initial] = renderOptions(shown === undefined ? [] : [{ text: shown, value: shown }]);
  return block(field, {
    type: 'external_select',
    action_id: picker,
    placeholder: plain(SEARCH, LABEL_LIMIT),
    min_query_length: 0,
    ...(initial && { initial_option: initial }),
  });
}

/** The same for several choices. */
export function pickersField(field: Field, picker: string, shown: readonly string[] = []): InputBlock {
  const initial = renderOptions(shown.map((value) => ({ text: value, value })));
  return block(field, {
    type: 'multi_external_select',
    action_id: picker,
    placeholder: plain(SEARCH, LABEL_LIMIT),
    min_query_length: 0,
    ...(initial.length > 0 && { initial_options: initial }),
  });
}

/** What was typed or chosen in a field; nothing where it is empty. */
export function textIn(filled: Filled, id: string): string | undefined {
  const value = Object.hasOwn(filled, id) ? filled[id] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function textsIn(filled: Filled, id: string): readonly string[] {
  const value = Object.hasOwn(filled, id) ? filled[id] : undefined;
  return Array.isArray(value) ? value : [];
}

function block({ id, label, hint, isOptional = false }: Field, element: InputBlock['element']): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plain(oneLine(label) || '(no name)', LABEL_LIMIT),
    ...(hint !== undefined && { hint: plain(hint, HINT_LIMIT) }),
    ...(isOptional && { optional: true }),
    element,
  };
}

function plain(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: shortenUnits(text, limit), emoji: false };
}
