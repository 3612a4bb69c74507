import { allBlocks, elementsOf } from '../blocks/find.ts';
import type { Block, Json, ViewState } from '../client-api.ts';
import { valueFieldOf } from './action-payload.ts';

/** What Slack's client checks in a modal before it lets the person submit. The sentences are Slack's. */
export function incomplete(blocks: readonly Block[], values: ViewState): { [blockId: string]: string } {
  const errors: { [blockId: string]: string } = {};
  for (const block of allBlocks(blocks)) {
    const [element] = elementsOf(block);
    if (block.type !== 'input' || !element || block.block_id === undefined) continue;
    const entry = values[block.block_id]?.[element.action_id ?? ''];
    const value = entry?.[valueFieldOf(element.type)];
    const fault = isEmpty(value)
      ? block.optional === true
        ? undefined
        : 'Please complete this required field.'
      : typeof value === 'string'
        ? wrongLength(value, element.min_length, element.max_length)
        : undefined;
    if (fault !== undefined) errors[block.block_id] = fault;
  }
  return errors;
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

function wrongLength(value: string, least: unknown, most: unknown): string | undefined {
  if (typeof least === 'number' && value.length < least) return `Please use at least ${least} characters.`;
  if (typeof most === 'number' && value.length > most) return `Please use no more than ${most} characters.`;
  return value.length > 3000 ? 'Please use no more than 3000 characters.' : undefined;
}
