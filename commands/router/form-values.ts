import { z } from 'zod';
import type { Filled } from '../../blocks/modals/fields.ts';
import { NO_ANSWER } from '../../blocks/options.ts';
import { isObject } from '../../src/domain/json.ts';

const Chosen = z.looseObject({ value: z.string() });

/** What one element holds, whatever its kind: Slack names it by how it is filled in. */
const Element = z.looseObject({
  value: z.string().nullish(),
  selected_option: Chosen.nullish(),
  selected_options: z.array(Chosen).nullish(),
});

/**
 * @param state Slack's `view.state.values`: block id → action id → what the element holds. A block has one element.
 * @returns each block's value by the block's id
 */
export function readFormValues(state: unknown): Filled {
  const blocks = isObject(state) ? Object.entries(state) : [];
  return Object.fromEntries(
    blocks.map(([block, elements]) => [
      block,
      filledIn(isObject(elements) ? Object.values(elements)[0] : {}),
    ]),
  );
}

function filledIn(element: unknown): string | readonly string[] | undefined {
  const { data } = Element.safeParse(element);
  if (data?.selected_options) return data.selected_options.map(({ value }) => value).filter(isAnswer);
  const chosen = data?.selected_option?.value;
  if (chosen !== undefined) return isAnswer(chosen) && chosen ? chosen : undefined;
  return data?.value || undefined;
}

function isAnswer(value: string): boolean {
  return value !== NO_ANSWER.value;
}
