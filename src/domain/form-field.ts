import { parseJson } from './json.ts';
import { MASK } from './mask.ts';
import { isSecretName } from './secret-names.ts';
import { holdsSecret, redactText } from './secrets.ts';

/** One field of a form: of which kind it is, and what it shows. */

export type FieldKind = 'text' | 'long_text' | 'number' | 'yes_no' | 'json' | 'secret';

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

const LONGEST_TEXT = 3_000;
const LONGEST_LINE = 150;
/** Of a block's id Slack takes 255 characters, and there is something before the name. */
export const LONGEST_NAME = 240;

/** Everything but tabs and line ends that is not a character of its own: a form would lose it without a word. */
const UNSHOWABLE = /[^\P{Cc}\t\n]|[\p{Cs}\u2028\u2029]/u;

/** @returns the field, or why there can be none */
export function fieldOf(
  name: string,
  { current, redacted: value }: FormValue,
  isMasked: boolean,
): FormField | Obstacle {
  if (name.length > LONGEST_NAME) return 'long_name';
  if (value === undefined) return redactText(name) === name ? 'too_long' : 'secret_name';
  const isEmpty = current === null || current === '';
  const field = (kind: FieldKind, shown: string) => ({ name, kind, shown, isEmpty, isMasked });
  if (value === MASK || (isEmpty && isSecretName(name))) return field('secret', '');
  if (typeof value === 'object' && value !== null) return jsonField(value, field);
  if (isYesOrNo(value)) return field('yes_no', String(value).toLowerCase());
  if (typeof value === 'number') return numberField(value, field);
  const shown = unixLineEnds(value === null ? '' : String(value));
  if (UNSHOWABLE.test(shown)) return 'not_kept';
  if (shown.length > LONGEST_TEXT) return 'too_long';
  return field(shown.length > LONGEST_LINE || shown.includes('\n') ? 'long_text' : 'text', shown);
}

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
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
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
