/** Finding elements in blocks without knowing which kind of block holds them where. */

export interface Element {
  type: string;
  action_id?: string;
  [field: string]: unknown;
}
export interface Layout {
  type: string;
  block_id?: string;
  [field: string]: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isElement = (value: unknown): value is Element => isObject(value) && typeof value.type === 'string';
const isLayout = (value: unknown): value is Layout => isElement(value);

/** Elements of these types do nothing, so Slack gives them no `action_id`. */
const inert = new Set(['image', 'plain_text', 'mrkdwn']);

/** The blocks and, after each `container`, the blocks in it. */
export function allBlocks(blocks: readonly unknown[]): Layout[] {
  return blocks
    .filter(isLayout)
    .flatMap((block) => [block, ...(Array.isArray(block.child_blocks) ? allBlocks(block.child_blocks) : [])]);
}

/** What can be clicked or filled in one block. */
export function elementsOf(block: Layout): Element[] {
  const many = ['actions', 'context_actions'].includes(block.type) ? block.elements : [];
  const candidates = [block.accessory, block.element, ...(Array.isArray(many) ? many : [])];
  return candidates.filter(isElement).filter((element) => !inert.has(element.type));
}

/** The element with these ids, with its block. */
export function findElement(
  blocks: readonly unknown[],
  blockId: string,
  actionId: string,
): { block: Layout; element: Element } | undefined {
  const block = allBlocks(blocks).find((candidate) => candidate.block_id === blockId);
  const element = block && elementsOf(block).find((candidate) => candidate.action_id === actionId);
  return block && element ? { block, element } : undefined;
}
