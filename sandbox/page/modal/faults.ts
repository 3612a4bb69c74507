import type { Block, Json, ViewState } from '../../slack/client-api.ts';
import { as, type Element, type InputBlock } from '../blocks/kit.ts';
import { contentOf, isEmpty } from '../elements/values.ts';

/**
 * What Slack's own client refuses before it asks the app: block id → a sentence. Empty when the view may be submitted.
 */
export function faultsOf(blocks: readonly Block[], values: ViewState): { [blockId: string]: string } {
  const faults = blocks
    .filter((block) => block.type === 'input')
    .map((block): [string, string | undefined] => {
      const { block_id = '', element, optional } = as<InputBlock>(block);
      const content = contentOf(element.type, values[block_id]?.[element.action_id ?? '']);
      if (isEmpty(content)) return [block_id, optional ? undefined : 'Please complete this required field.'];
      return [block_id, faultOf(element, content)];
    });
  return Object.fromEntries(faults.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function faultOf(element: Element, content: Json): string | undefined {
  const text = String(content);
  switch (element.type) {
    case 'plain_text_input':
      return text.length < (element.min_length ?? 0)
        ? `Please write at least ${element.min_length} characters.`
        : undefined;
    case 'number_input':
      return numberFault(element, text);
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(text) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(text) ? undefined : 'Please enter a valid URL.';
    default:
      return undefined;
  }
}

function numberFault(element: Element, text: string): string | undefined {
  const number = Number(text);
  const isNumber = /^-?\d*\.?\d+$/.test(text) && (element.is_decimal_allowed || Number.isInteger(number));
  if (!isNumber) return `Please enter a ${element.is_decimal_allowed ? '' : 'whole '}number.`;
  if (element.min_value !== undefined && number < Number(element.min_value)) {
    return `Please enter at least ${element.min_value}.`;
  }
  if (element.max_value !== undefined && number > Number(element.max_value)) {
    return `Please enter at most ${element.max_value}.`;
  }
  return undefined;
}
