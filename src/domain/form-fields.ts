import { createHash } from 'node:crypto';
import { type FormField, type FormValue, fieldOf, LONGEST_NAME, type Obstacle, takes } from './form-field.ts';
import { isOnlyMask } from './kept-text.ts';
import { MASK } from './mask.ts';
import { redactSteps, redactText } from './secrets.ts';
import { atOnce, type Steps } from './steps.ts';

/**
 * An input's configuration as the fields of a form: one control for each field, of the kind that its value has. What
 * is shown is redacted; what comes back is read by `form-edits.ts`.
 */

export interface FormFields {
  readonly fields: readonly FormField[];
  readonly leftOut: readonly { readonly name: string; readonly obstacle: Obstacle }[];
}

/** The fields with what they stand for, which is not for showing. */
export interface Form extends FormFields {
  readonly values: ReadonlyMap<string, FormValue>;
}

/** Of a modal's 100 blocks some stand around the fields. */
const MOST_FIELDS = 90;
/** A view may have 250 kB, in which the blocks around the texts need room too. */
const MOST_BYTES = 150_000;
/** Beyond this a value is not even redacted, so that a form of a megabyte takes no longer than another. */
const LONGEST_RAW = 20_000;

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
