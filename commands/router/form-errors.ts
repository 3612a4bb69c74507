import { cutUnits } from '../../src/domain/mrkdwn.ts';
import { plainText } from '../../src/domain/plain-text.ts';
import { KnownError } from '../../src/errors.ts';
import type { FormHandler } from './define.ts';

const ERROR_LIMIT = 2_000;

/** Is there a button that helps? A form has none beneath its fields, and a window that only says something has none either. */
export function hasWayOut(error: unknown): boolean {
  return error instanceof KnownError && (error.unseenChange !== undefined || error.form !== undefined);
}

/** Can it be mended in the form itself? */
export function isOfAField(error: unknown): boolean {
  return error instanceof KnownError && Object.keys(error.fields).length > 0;
}

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
    [...byBlock].map(([block, texts]) => [block, cutUnits([...new Set(texts)].join(' '), ERROR_LIMIT)]),
  );
}
