import { createHmac, randomBytes } from 'node:crypto';

/** How a secret is shown, here and where somebody else has hidden it before. */

export const MASK = '••••••';
export const MASK_CHANGED = '•••••• (changed)';

/** What services put where a secret was: sent back, it would overwrite the secret. */
const MASKED_VALUE =
  /^(?:[*•●]{3,}|[#.…_-]{3,}|[<[({_*]{0,3}(?:masked|redacted|hidden|encrypted|obfuscated)[>\])}_*]{0,3})$/i;

export function looksMasked(value: unknown): boolean {
  return typeof value === 'string' && MASKED_VALUE.test(value.trim());
}

/** A text that nobody means: it is a mask whatever it stands under, `ssh.key` for example. A note may well be `***`. */
const ONLY_DOTS = /^[*•●]{6,}$/;
/** Some leave the scheme, a name or the last characters to be seen; some write x in the place of each character. */
const PARTLY_MASKED = /(?:^|[\s:=])[*•●]{3,}|[*•●]{3,}(?:$|[\s;@])|^x{4,}$/i;

export function isOnlyDots(text: string): boolean {
  return ONLY_DOTS.test(text.trim());
}

/** Was a part of a secret hidden, or all of it? Only for what stands where secrets stand. */
export function looksPartlyMasked(secret: unknown): boolean {
  return looksMasked(secret) || (typeof secret === 'string' && PARTLY_MASKED.test(secret.trim()));
}

/** Of this process alone, and never out of it: a mark says nothing to anybody else. */
const KEY = randomBytes(32);
const MARKS = /•{6}‹[0-9a-f]{32}›/g;
const ONE_MARK = /^•{6}(?:‹[0-9a-f]{32}›)?$/;

/** A secret's place in a text that is compared and never shown: equal for equal secrets. */
export function markOf(secret: unknown): string {
  const kept = `${typeof secret}:${typeof secret === 'string' ? secret : JSON.stringify(secret)}`;
  return `${MASK}‹${createHmac('sha256', KEY).update(kept).digest('hex').slice(0, 32)}›`;
}

export function isMark(text: string): boolean {
  return ONE_MARK.test(text);
}

/** @returns the marks of a text, in their order */
export function marksIn(marked: string): string[] {
  return marked.match(MARKS) ?? [];
}

/** @param show what to put for each mark, by its place among them */
export function withoutMarks(marked: string, show: (mark: string, index: number) => string): string {
  let index = 0;
  return marked.replace(MARKS, (mark) => {
    index += 1;
    return show(mark, index - 1);
  });
}
