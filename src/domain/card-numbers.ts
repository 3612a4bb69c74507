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

/** What is between the groups of digits: spaces of several kinds, or dashes. */
const GAP = '[ \\u00a0\\u2007\\u2009\\u202f-]';
/** Where one may begin: not within a longer number, but straight behind a word: `VISA4111…`. */
const START = /(?<![\d-]|\d\.)\d{4}/g;
/** Without anything between the digits, or in the groups that are printed on cards. A fraction of zeros is none. */
const NUMBER = new RegExp(
  `(?:\\d{14,19}|\\d{4}(?:(${GAP})\\d{4}\\1\\d{4}\\1\\d{4}(?:\\1\\d{1,3})?|(${GAP})\\d{6}\\2\\d{4,5}))(?![\\w-]|\\.(?!0+(?![\\w.]))\\d)`,
  'y',
);
/** Of a number in groups of four, the last group where it is a fifth one. */
const FIFTH = new RegExp(`(?<=^(?:\\d{4}${GAP}){3}\\d{4})${GAP}\\d{1,3}$`);
const DIGITS_AND_GAPS = new RegExp(`^\\s*\\d(?:${GAP}?\\d){13,18}\\s*$`);
const ZEROS = /\.0+$/;
/** So many places are looked at at a time. */
const LOOKS_A_STEP = 500;

/** Is the text a card number, and nothing else? */
export function isCardNumber(text: string): boolean {
  return DIGITS_AND_GAPS.test(text) && isOfCard(digitsOf(text));
}

/** @param written as JSON has it: `4111111111111111.0` and `4.111111111111111e15` are what exporters make of one */
export function isCardNumberWritten(written: string): boolean {
  return isCardNumber(/e/i.test(written) ? String(Number(written)) : written.replace(ZEROS, ''));
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
    const card = cardIn(NUMBER.exec(text)?.[0] ?? '');
    if (card !== undefined) {
      parts.push(text.slice(from, begin), mask);
      from = begin + card.length;
    }
    // Where there is none, one may begin at the very next group.
    at = card === undefined ? begin + 1 : from;
    if (looks % LOOKS_A_STEP === 0) yield;
  }
  return from === 0 ? text : parts.join('') + text.slice(from);
}

/** A fifth group may be a part of it, or the month that it expires in, or its code. */
function cardIn(written: string): string | undefined {
  return [written, written.replace(FIFTH, '')].find((one) => isOfCard(digitsOf(one)));
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
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
