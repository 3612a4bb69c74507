import { parseJson } from './json.ts';
import { MASK } from './mask.ts';
import { isSecretName } from './secret-names.ts';
import { holdsSecret, redactText } from './secrets.ts';

/** One field of a form: of which kind it is, and what it shows. */

export type FieldKind = 'text' | 'long_text' | 'number' | 'yes_no' | 'json' | 'secret' | 'long_secret';

export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  /** What its control shows at first; nothing for a secret. */
  readonly shown: string;
  /** Is there nothing in it yet? */
  readonly isEmpty: boolean;
  /** Did the pipeline give only a mask for a secret in it? It has to be entered again before anything is written. */
  readonly isMasked: boolean;
}

/** Why a field has no control. */
export type Obstacle =
  /** Longer than a text field of Slack. */
  | 'too_long'
  /** Its name is longer than Slack lets a field be called. */
  | 'long_name'
  /** Its name has characters that Slack might not give back as they are. */
  | 'odd_name'
  /** The form is full. */
  | 'too_many'
  /** It holds characters, or digits of a number, that a form would not give back as they are. */
  | 'not_kept'
  /** There is a secret in its name, or in a key in it, which cannot be shown there. */
  | 'secret_name';

export interface FormValue {
  /** As it is. */
  readonly current: unknown;
  /** Opened up, with its secrets masked: what the field shows. */
  readonly redacted: unknown;
}

/** What a text field of Slack takes. */
export const LONGEST_TEXT = 3_000;
const LONGEST_LINE = 150;
/** Of a block's id Slack takes 255 characters, and there is something before the name. */
export const LONGEST_NAME = 240;

/** Everything but tabs and line ends that is not a character of its own: a form would lose it without a word. */
const UNSHOWABLE = /[^\P{Cc}\t\n]|[\p{Cs}\u2028\u2029]/u;
/** In a name line ends and tabs are no better: it becomes the id of a block. */
const ODD_IN_NAME = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** Keys and certificates have several lines, and in a field of one line they would lose their ends. */
const CERTIFICATE = /(?:pem|cert(?:ificate)?s?)$/i;
const KEY = /key$/i;

/** @returns the field, or why there can be none */
export function fieldOf(
  name: string,
  { current, redacted: value }: FormValue,
  isMasked: boolean,
): FormField | Obstacle {
  if (name.length > LONGEST_NAME) return 'long_name';
  if (visibleName(name) !== name) return 'odd_name';
  if (value === undefined) return redactText(name) === name ? 'too_long' : 'secret_name';
  const isEmpty = current === null || current === '';
  const field = (kind: FieldKind, shown: string) => ({ name, kind, shown, isEmpty, isMasked });
  if (value === MASK || (isEmpty && isSecretName(name))) {
    const mayHaveLines = (isEmpty || isMasked) && (CERTIFICATE.test(name) || KEY.test(name));
    return field(mayHaveLines || /[\r\n]/.test(String(current)) ? 'long_secret' : 'secret', '');
  }
  if (typeof value === 'object' && value !== null) return jsonField(value, field);
  if (isYesOrNo(value)) return field('yes_no', String(value).toLowerCase());
  if (typeof value === 'number') return numberField(value, field);
  const shown = unixLineEnds(value === null ? '' : String(value));
  if (UNSHOWABLE.test(shown)) return 'not_kept';
  if (shown.length > LONGEST_TEXT) return 'too_long';
  const isLong = shown.length > LONGEST_LINE || shown.includes('\n') || (isEmpty && CERTIFICATE.test(name));
  return field(isLong ? 'long_text' : 'text', shown);
}

/** The name, with escapes for the characters in it that cannot be seen and that a form might not give back. */
export function visibleName(name: string): string {
  return name.replace(ODD_IN_NAME, escaped);
}

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

type MakeField = (kind: FieldKind, shown: string) => FormField;

function jsonField(value: object, field: MakeField): FormField | Obstacle {
  if (holdsInexact(value)) return 'not_kept';
  if (holdsKeyWithMask(value)) return 'secret_name';
  const shown = [printed(value, 2), printed(value, 0)].find((text) => text.length <= LONGEST_TEXT);
  return shown === undefined ? 'too_long' : field('json', shown);
}

/** In the order in which the keys stand. What would turn the direction of the text is written as an escape. */
function printed(value: object, indent: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    escaped,
  );
}

function numberField(value: number, field: MakeField): FormField | Obstacle {
  if (holdsInexact(value)) return 'not_kept';
  const shown = String(value);
  // Slack's numbers have no exponent.
  return field(shown.includes('e') ? 'text' : 'number', shown);
}

function isYesOrNo(value: unknown): boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && /^(true|false)$/i.test(value));
}

/** A whole number with more digits than JavaScript keeps: what would be shown is not what is there. */
function holdsInexact(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsInexact);
}

/** Who changes what stands beneath such a key could not say which key that is. */
function holdsKeyWithMask(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key.includes(MASK) || holdsKeyWithMask(inner));
}

/** Would this field show that, and could it not be a secret? */
export function takes({ name, kind }: FormField, typed: string): boolean {
  if (typed.length > LONGEST_TEXT || holdsSecret(name, typed)) return false;
  switch (kind) {
    case 'secret':
    case 'long_secret':
      return false;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(typed);
    case 'yes_no':
      return /^(true|false)$/.test(typed);
    default:
      // Of JSON that does not parse, nobody can say whether a secret is in it.
      return !/^\s*[[{]/.test(typed) || parseJson(typed) !== undefined;
  }
}

/** Slack gives line ends back as `\n`, whatever they were. */
export function unixLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
