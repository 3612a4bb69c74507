import { KnownError } from '../errors.ts';
import type { Edit } from './document.ts';
import { type FormField, type FormValue, unixLineEnds } from './form-field.ts';
import type { Form } from './form-fields.ts';
import { deepEqual, type Json } from './json.ts';
import { jsonEdits, keptJson } from './json-edits.ts';
import { textUnder } from './json-spans.ts';
import { enterAgain, isOnlyMask, keptText, withoutMasks } from './kept-text.ts';
import { MASK } from './mask.ts';
import { oddNumbers } from './number-forms.ts';
import { redact } from './secrets.ts';
import { atOnce, type Steps } from './steps.ts';
import { typedValue } from './typed-value.ts';

/** What a submitted form changes: an edit for each value that differs from what was shown, or what is wrong with which field. */
export type FormEdits =
  | { readonly edits: readonly Edit[] }
  | { readonly faults: Readonly<Record<string, string>> };

/**
 * @param form as it was shown: see `seenIn`
 * @param typed what stands in each control, by the field's name; nothing where one is empty
 * @param options.hasProfile were credentials chosen that fill in secrets left empty?
 * @param options.document the input's JSON text: the form in which its numbers are written is to stay
 */
export function editsFrom(
  form: Form,
  typed: ReadonlyMap<string, string>,
  options: FormOptions = {},
): FormEdits {
  return atOnce(editSteps(form, typed, options));
}

export interface FormOptions {
  readonly hasProfile?: boolean;
  readonly document?: string;
}

/** As `editsFrom`, for what may be large. */
export function* editSteps(
  { fields, values }: Form,
  typed: ReadonlyMap<string, string>,
  { hasProfile = false, document = '{}' }: FormOptions = {},
): Steps<FormEdits> {
  const edits: Edit[] = [];
  const faults: [string, string][] = [];
  for (const field of fields) {
    yield;
    const value = values.get(field.name);
    try {
      const values = { ...value, hasProfile, oddNumbers: () => oddNumbersOf(document, field.name) };
      edits.push(...editsOf(field, values, unixLineEnds(typed.get(field.name) ?? '')));
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      faults.push([field.name, error.message]);
    }
  }
  return faults.length > 0 ? { faults: Object.fromEntries(faults) } : { edits };
}

interface Values extends Partial<FormValue> {
  readonly hasProfile: boolean;
  readonly oddNumbers: () => ReadonlySet<number>;
}

/** @throws KnownError with what is wrong */
function editsOf(field: FormField, values: Values, typed: string): Edit[] {
  const path = [field.name];
  const { current, redacted: shown, oddNumbers } = values;
  switch (field.kind) {
    case 'secret':
    case 'long_secret':
      return secretEdits(field, values, typed);
    case 'json': {
      if (typed === field.shown && !field.isMasked) return [];
      const json = inFormOfField(shown, typed);
      if (field.isMasked) refuseMaskLeft(field.name, keptJson(current, shown, json));
      return jsonEdits({ path, current, shown, oddNumbers }, json);
    }
    default: {
      if (isShown(field, typed)) return field.isMasked ? enterAgain() : [];
      const kept = typeof current === 'string' ? keptText(current, shown, typed) : withoutMasks(typed);
      const value = inFormOfField(current, withLineEndsOf(current, kept));
      return deepEqual(value, current) ? [] : [{ path, value }];
    }
  }
}

/** A secret is not shown, so an empty field says nothing of it: it stays. */
function secretEdits({ name, isMasked }: FormField, { current, hasProfile }: Values, typed: string): Edit[] {
  const entered = withEndOf(current, typed);
  if (entered === '') return isMasked && !hasProfile ? enterAgain() : [];
  if (isOnlyMask(entered) || entered.includes(MASK)) return enterAgain();
  const value = typeof current === 'number' ? inFormOfField(current, entered) : entered;
  return value === current ? [] : [{ path: [name], value }];
}

/**
 * What was entered in several lines keeps its line ends, and ends as what it replaces: a control may lose that last one, and
 * some keys are not read without. Behind a single line it was not meant.
 */
function withEndOf(current: unknown, typed: string): string {
  const line = typed.replace(/\n+$/, '');
  if (!line.includes('\n')) return line;
  const hasEnd = typeof current === 'string' && unixLineEnds(current).endsWith('\n');
  return withLineEndsOf(current, hasEnd ? `${line}\n` : typed);
}

function inFormOfField(current: unknown, typed: string): Json {
  const result = typedValue(current, typed);
  if (result.ok) return result.value;
  throw new KnownError('bad_value', `This ${result.expected}, and what stands here is not.`);
}

/** Read from the text, and only where it is needed: what was parsed does not tell how it was written. */
function oddNumbersOf(document: string, field: string): ReadonlySet<number> {
  const written = textUnder(textUnder(document, 'configuration') ?? '', field);
  return oddNumbers(written ?? 'null');
}

/** What the pipeline gave only as a mask would be written over the secret, wherever else in the input something changes. */
function refuseMaskLeft(name: string, value: Json): void {
  redact({ [name]: value }, (_, secret) => (isOnlyMask(secret) ? enterAgain() : MASK));
}

/** Line ends at the end are none that anybody typed: controls of several lines lose them, or add some. */
function isShown({ shown }: FormField, typed: string): boolean {
  return typed === shown || typed.replace(/\n+$/, '') === shown.replace(/\n+$/, '');
}

function withLineEndsOf(current: unknown, typed: string): string {
  const isWindows = typeof current === 'string' && /\r\n/.test(current) && !/(^|[^\r])\n/.test(current);
  return isWindows ? typed.replaceAll('\n', '\r\n') : typed;
}
