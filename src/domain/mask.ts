/** How a secret is shown, here and where somebody else has hidden it before. */

export const MASK = '••••••';
export const MASK_CHANGED = '•••••• (changed)';

/** What services put where a secret was: sent back, it would overwrite the secret. */
const MASKED_VALUE = /^(?:[*•●]{3,}|[<[(]?(?:masked|redacted|hidden|encrypted)[>\])]?)$/i;

export function looksMasked(value: unknown): boolean {
  return typeof value === 'string' && MASKED_VALUE.test(value.trim());
}
