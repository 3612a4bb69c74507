import { randomBytes } from 'node:crypto';
import type { Block } from '../client-api.ts';
import { allBlocks, elementsOf } from './find.ts';

/** The blocks with a `block_id` on each and an `action_id` on each element: Slack fills in what the app left out. */
export function nameIds(blocks: readonly unknown[]): Block[] {
  const named = structuredClone(blocks) as Block[];
  for (const block of allBlocks(named)) {
    block.block_id ??= shortId();
    for (const element of elementsOf(block)) element.action_id ??= shortId();
  }
  return named;
}

const shortId = (): string => randomBytes(4).toString('base64url').slice(0, 5);
