import type { Steps } from './steps.ts';

/**
 * Numbers of payment cards, told by their form: the first digits of a network that there is, as many digits as its cards
 * have, and the last one right. Source: ISO/IEC 7812.
 */

/**
 * Of thirteen digits there were cards once. Today those are barcodes and milliseconds.
 * A timestamp begins with 1, in milliseconds as in nanoseconds, and so do the ids that are made of one: no card does.
 */
const NETWORKS: readonly RegExp[] = [
  /^4(?:\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3(?:0[0-59]|[689]\d)\d{11}$/, // Diners Club
  /^(?:6011\d\d|64[4-9]\d{3}|65\d{4})\d{10,13}$/, // Discover
  /^35(?:2[89]|[3-8]\d)\d{12,15}$/, // JCB
  /^62\d{14,17}$/, // UnionPay
  /^(?:50|5[6-8]|6[37])\d{14,17}$/, // Maestro
];

/** Where one may begin: not within a longer number or word. */
const START = /(?<![\w.-])\d{4}/g;
/** Without anything between the digits, or in the groups that are printed on cards. */
const NUMBER =
  /(?:\d{14,19}|\d{4}(?:([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|([ -])\d{6}\2\d{4,5}))(?![\w-]|\.\d)/y;
const DIGITS_AND_GAPS = /^\s*\d(?:[ -]?\d){13,18}\s*$/;
/** So many places are looked at at a time. */
const LOOKS_A_STEP = 500;

/** @param text a text or the digits of a number: is it a card number, and nothing else? */
export function isCardNumber(text: string): boolean {
  return DIGITS_AND_GAPS.test(text) && isOfCard(text.replace(/\D/g, ''));
}

/** @returns the text with the card numbers in it replaced */
export function* withoutCardNumbersSteps(text: string, mask: string): Steps<string> {
  if (isCardNumber(text)) return mask;
  const parts: string[] = [];
  let [from, at] = [0, 0];
  for (let looks = 1; ; looks += 1) {
    // The patterns are everybody's: what they remember may be of another text.
    START.lastIndex = at;
    const begin = START.exec(text)?.index;
    if (begin === undefined) break;
    NUMBER.lastIndex = begin;
    const found = NUMBER.exec(text)?.[0];
    at = begin + (found?.length ?? 1);
    if (found !== undefined && isOfCard(found.replace(/\D/g, ''))) {
      parts.push(text.slice(from, begin), mask);
      from = at;
    }
    if (looks % LOOKS_A_STEP === 0) yield;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}

function isOfCard(digits: string): boolean {
  return NETWORKS.some((network) => network.test(digits)) && isLuhn(digits);
}

/** From the right, every second digit doubled: the sum of all digits is a multiple of ten. */
function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const counted = index % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum % 10 === 0;
}
