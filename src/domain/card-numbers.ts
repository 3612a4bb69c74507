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

/** Dashes and spaces of every kind, also those that have no width; the end of a line is none. */
const SPACES = '(?:[^\\S\\r\\n]|[\\p{Pd}\\u00ad\\u200b\\u2060\\u2212]){1,3}';
/** What is between the groups of digits, and what spaces become in an address. */
const GAP = `(?:${SPACES}|\\.|\\+|%20)`;
/** Where one may begin: not within a longer number, but straight behind a word, a dash or an escape: `VISA4111…`. */
const START = /(?:(?<!\d|\d\.)|(?<=%[\dA-Fa-f]{2}))\d{4}/g;
/** A fraction of zeros is none. */
const NOT_IN_A_NUMBER = '(?!\\d|\\.(?!0+(?![\\w.]))\\d)';
/**
 * A letter straight behind it makes it an id, in hexadecimal digits for example; another letter does so only where a word
 * or a dash stands before it, too.
 */
const NOT_IN_AN_ID = '(?![A-Fa-f_])(?!(?<=[\\w-]\\k<number>)[G-Zg-z])';
/** The first groups of one may end as a card's number does: what follows is its last. */
const NOT_IN_A_UUID = '(?!-[\\dA-Fa-f]{12}(?!\\w))';
/** Without anything between the digits, or in the groups that are printed on cards. */
const NUMBER = new RegExp(
  `(?<number>\\d{14,19}|\\d{4}(?:(?<four>${GAP})\\d{4}\\k<four>\\d{4}\\k<four>\\d{4}(?:\\k<four>\\d{1,3})?|(?<six>${GAP})\\d{6}\\k<six>\\d{4,5}))${NOT_IN_A_NUMBER}${NOT_IN_AN_ID}${NOT_IN_A_UUID}`,
  'uy',
);
/** Of a number in groups of four, the last group where it is a fifth one. */
const FIFTH = new RegExp(`(?<=^(?:\\d{4}${GAP}){3}\\d{4})${GAP}\\d{1,3}$`, 'u');
const DIGITS_AND_SPACES = new RegExp(`^\\s*\\d(?:(?:${SPACES})?\\d){13,18}\\s*$`, 'u');
const ESCAPED_SPACE = /%20/g;
const ZEROS = /\.0+$/;
/** So many places are looked at at a time. */
const LOOKS_A_STEP = 500;

/** Is the text a card number, and nothing else? */
export function isCardNumber(text: string): boolean {
  return DIGITS_AND_SPACES.test(text) && isOfCard(digitsOf(text));
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
  return text.replace(ESCAPED_SPACE, '').replace(/\D/g, '');
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
