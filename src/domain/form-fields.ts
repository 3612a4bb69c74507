import { createHash } from 'node:crypto';
import { parseJson } from './json.ts';
import { isOnlyMask } from './kept-text.ts';
import { MASK } from './mask.ts';
import { isSecretName } from './secret-names.ts';
import { holdsSecret, redactSteps, redactText } from './secrets.ts';
import { atOnce, type Steps } from './steps.ts';

/**
 * An input's configuration as the fields of a form: one control for each field, of the kind that its value has. What
 * is shown is redacted; what comes back is read by `form-edits.ts`.
 */

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

export interface FormFields {
  readonly fields: readonly FormField[];
  readonly leftOut: readonly { readonly name: string; readonly obstacle: Obstacle }[];
}

/** The fields with what they stand for, which is not for showing. */
export interface Form extends FormFields {
  readonly values: ReadonlyMap<string, FormValue>;
}

export interface FormValue {
  /** As it is. */
  readonly current: unknown;
  /** Opened up, with its secrets masked: what the field shows. */
  readonly redacted: unknown;
}

/** Of a modal's 100 blocks some stand around the fields. */
const MOST_FIELDS = 90;
const LONGEST_TEXT = 3_000;
const LONGEST_LINE = 150;
/** Of a block's id Slack takes 255 characters, and there is something before the name. */
const LONGEST_NAME = 240;
/** A view may have 250 kB, in which the blocks around the texts need room too. */
const MOST_BYTES = 150_000;
/** Beyond this a value is not even redacted, so that a form of a megabyte takes no longer than another. */
const LONGEST_RAW = 20_000;

/** Everything but tabs and line ends that is not a character of its own: a form would lose it without a word. */
const UNSHOWABLE = /[^\P{Cc}\t\n]|[\p{Cs}\u2028\u2029]/u;

export function formFields(configuration: Readonly<Record<string, unknown>>): Form {
  return atOnce(formSteps(configuration));
}

/** As `formFields`, for what may be large. */
export function* formSteps(configuration: Readonly<Record<string, unknown>>): Steps<Form> {
  const { redacted, masked } = yield* redactedSteps(configuration);
  const fields: FormField[] = [];
  const leftOut: { name: string; obstacle: Obstacle }[] = [];
  const values = new Map<string, FormValue>();
  let room = MOST_BYTES;
  for (const [name, current] of Object.entries(configuration)) {
    yield;
    const isMasked = masked.has(name);
    const field = fieldOf(name, { current, redacted: redacted.get(name) }, isMasked);
    const size = typeof field === 'string' ? 0 : Buffer.byteLength(JSON.stringify(field));
    if (typeof field === 'string') leftOut.push({ name: redactText(name), obstacle: field });
    else if (fields.length === MOST_FIELDS || size > room) leftOut.push({ name, obstacle: 'too_many' });
    else {
      fields.push(field);
      values.set(name, { current, redacted: redacted.get(name) });
      room -= size;
    }
  }
  return { fields, leftOut, values };
}

/**
 * The SHA-256, in hex, of what a form shows. A form that is submitted after the input has changed would undo that, so
 * it remembers what it was made from; and since Slack keeps what a form remembers, no secret has a part in it.
 */
export function seenIn({ fields }: FormFields): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/**
 * The form with something else in one of its controls: what somebody has asked for already.
 * @returns the form as it is where the control does not take that, or where it could hold a secret
 */
export function filledIn({ fields, leftOut }: FormFields, name: string, typed: string): FormFields {
  const filled = fields.map((field) =>
    field.name === name && takes(field, typed) ? { ...field, shown: typed } : field,
  );
  return { fields: filled, leftOut };
}

function takes({ name, kind }: FormField, typed: string): boolean {
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

/** What may be shown of each field by its name, but for those that are far too long; and which hold a mask already. */
function* redactedSteps(
  configuration: Readonly<Record<string, unknown>>,
): Steps<{ redacted: ReadonlyMap<string, unknown>; masked: ReadonlySet<string | undefined> }> {
  const short: [string, unknown][] = [];
  for (const [name, value] of Object.entries(configuration)) {
    if (name.length <= LONGEST_NAME && lengthOf(value) <= LONGEST_RAW) short.push([name, value]);
    yield;
  }
  const masked = new Set<string | undefined>();
  // Together and not one by one: what is a secret is also told by what stands beside it.
  const redacted = yield* redactSteps(Object.fromEntries(short), ([name], secret) => {
    if (isOnlyMask(secret)) masked.add(name);
    return MASK;
  });
  return { redacted: new Map(Object.entries(redacted as object)), masked };
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : JSON.stringify(value).length;
}

function fieldOf(
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

/** Slack gives line ends back as `\n`, whatever they were. */
export function unixLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
