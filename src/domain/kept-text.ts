import { KnownError } from '../errors.ts';
import { looksPartlyMasked, MASK } from './mask.ts';
import { redact } from './secrets.ts';

/** Secrets that are kept where their mask was left standing in what somebody typed. */

/**
 * @param current the text as it is
 * @param shown the same with its secrets masked; the mask alone where all of it is a secret
 * @param typed what was made of `shown`
 * @returns the typed text with each mask in it replaced by the secret that it stands for
 * @throws KnownError `masked_secret` where that is not known
 */
export function keptText(current: unknown, shown: unknown, typed: string): string {
  if (!typed.includes(MASK)) return shown === MASK && looksPartlyMasked(typed) ? enterAgain() : typed;
  if (typeof current !== 'string' || typeof shown !== 'string' || shown === MASK) return enterAgain();
  const behind = behindMasks(current);
  const [first = '', ...rest] = typed.split(MASK);
  // With one mask more or less nobody can say which is whose.
  if (rest.length !== behind.length || behind.some(isOnlyMask)) return enterAgain();
  return rest.reduce((text, part, index) => `${text}${behind[index]}${part}`, first);
}

/** @throws KnownError `masked_secret` where a mask stands in the value: it is new, so there is nothing behind it */
export function withoutMasks<Value>(value: Value): Value {
  return holdsMask(value) ? enterAgain() : value;
}

export function holdsMask(value: unknown): boolean {
  return JSON.stringify(value)?.includes(MASK) ?? false;
}

/** Did the pipeline give a mask in the place of the secret, or of a part of it? */
export function isOnlyMask(secret: unknown): boolean {
  return looksPartlyMasked(secret);
}

export function enterAgain(): never {
  throw new KnownError(
    'masked_secret',
    `Enter the secret itself again: what ${MASK} stands for there is not known here.`,
  );
}

/** What stands in a text where its masks are shown, from left to right. A mask that was there before is itself. */
function behindMasks(text: string): string[] {
  const secrets: string[] = [];
  // They are found in the order of their kinds and not of their places, so each is marked by its number.
  const marked = redact(text, (_, secret) => `${MASK}\u{e000}${secrets.push(String(secret)) - 1}\u{e001}`);
  const mark = new RegExp(`${MASK}(?:\u{e000}(\\d+)\u{e001})?`, 'gu');
  // A secret that was found may hold another that was found before.
  const secretOf = (mask: string, index: string | undefined): string =>
    index === undefined ? mask : (secrets[Number(index)]?.replace(mark, secretOf) ?? mask);
  return [...String(marked).matchAll(mark)].map(([mask, index]) => secretOf(mask, index));
}
