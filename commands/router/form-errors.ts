import { plainText } from '../../src/domain/plain-text.ts';
import { KnownError } from '../../src/errors.ts';
import type { FormHandler } from './define.ts';

const ERROR_LIMIT = 2_000;

/**
 * What is said beneath the fields of a form that stays open. Slack takes plain text there, and only under blocks that
 * have a field: what belongs to none of them is said under the first.
 * @param sentence the error explained, in mrkdwn
 * @param blocks the ids of the form's blocks that have a field, in their order
 * @returns nothing where the form has no field
 */
export function errorsByBlock(
  error: unknown,
  sentence: string,
  form: Pick<FormHandler, 'blockOf'> | undefined,
  blocks: readonly string[],
): Record<string, string> | undefined {
  const [first] = blocks;
  if (first === undefined) return undefined;
  const fields = error instanceof KnownError ? Object.entries(error.fields) : [];
  const said = fields.length > 0 ? fields : [['', sentence] as const];
  const byBlock = new Map<string, string[]>();
  for (const [field, text] of said) {
    const block = form?.blockOf?.(field) ?? field;
    const under = blocks.includes(block) ? block : first;
    byBlock.set(under, [...(byBlock.get(under) ?? []), plainText(text)]);
  }
  return Object.fromEntries(
    [...byBlock].map(([block, texts]) => [block, [...new Set(texts)].join(' ').slice(0, ERROR_LIMIT)]),
  );
}
