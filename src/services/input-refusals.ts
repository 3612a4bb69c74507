import { quote } from '../domain/command-words.ts';
import type { Input, InputFacts } from '../domain/input.ts';
import { MASK } from '../domain/mask.ts';
import { code } from '../domain/mrkdwn.ts';
import { didYouMean, nearest } from '../domain/nearest.ts';
import { holdsSecret } from '../domain/secrets.ts';
import { DATABASE_TYPE } from '../domain/tables.ts';
import { KnownError } from '../errors.ts';

/** Why something cannot be planned for an input, in sentences for whoever asked. */

export function ambiguous(name: string, found: readonly InputFacts[]): KnownError {
  const ids = found.map(({ id }) => code(id)).join(', ');
  return new KnownError(
    'unknown_input',
    `${found.length} inputs are called ${code(name)}. Use an id instead: ${ids}.`,
  );
}

export function unknownInput(typed: string, inputs: readonly Pick<InputFacts, 'name'>[]): KnownError {
  const meant = nearest(
    typed,
    inputs.map(({ name }) => name),
  );
  const hint = didYouMean(meant) ?? 'See them all with `/alooma list`.';
  return new KnownError('unknown_input', `No input is called ${code(typed)}. ${hint}`, {
    meant: { typed, nearest: meant },
  });
}

/** @param typed what was to be put there: a secret, where the field that was probably meant holds one */
export function unknownField(input: Input, field: string, typed: string): KnownError {
  const fields = Object.keys(input.configuration);
  const meant = nearest(field, fields);
  if (meant.some((name) => holdsSecret(name, typed))) return mistypedSecret(input, field, meant);
  const hint = didYouMean(meant) ?? `It has ${listed(fields)}.`;
  return new KnownError('unknown_field', `${code(input.name)} has no field ${code(field)}. ${hint}`, {
    meant: { typed: field, nearest: meant },
  });
}

/** No button repeats what was typed, and it is in Slack all the same. */
function mistypedSecret(input: Input, field: string, meant: readonly string[]): KnownError {
  const sentence = `${code(input.name)} has no field ${code(field)}. ${didYouMean(meant) ?? ''} That is a secret, and a command stays readable in Slack. Nothing was changed and nothing of it was kept: enter it in the form, and replace the secret that you have just typed.`;
  return new KnownError('secret_in_command', sentence, { form: editForm(input.id) });
}

/** @param key the field of the form in which the parameters are chosen */
export function unknownParameters(
  input: InputFacts,
  wanted: readonly string[],
  existing: readonly string[],
  key: string,
): KnownError {
  const which = wanted.length === 1 ? 'parameter' : 'parameters';
  const hint = existing.length === 0 ? 'It has no parameters at all.' : `It has ${listed(existing)}.`;
  const sentence = `${code(input.name)} has no ${which} ${listed(wanted)}. ${hint} Nothing was changed.`;
  const [typed] = wanted;
  const meant = typed === undefined ? [] : nearest(typed, existing);
  return new KnownError('unknown_parameter', sentence, {
    fields: { [key]: sentence },
    ...(typed !== undefined && wanted.length === 1 && { meant: { typed, nearest: meant } }),
  });
}

export function notADatabase(input: InputFacts): KnownError {
  const name = code(input.name);
  const sentence =
    input.type === DATABASE_TYPE
      ? `The tables of ${name} are written in a form that is not known here: they should be JSON, table to update indicator.`
      : `${name} is of type ${code(input.type)}, which is no database: it has no tables.`;
  return new KnownError('not_a_database', sentence);
}

export function noPausedState(input: InputFacts): KnownError {
  return new KnownError(
    'nothing_to_do',
    `${code(input.name)} is of type ${code(input.type)}, which has no paused state: data is pushed to it. Nothing was sent.`,
  );
}

/** @param form the command whose form asks for the secret @param hasProfiles can a profile be chosen in it? */
export function secretInCommand(what: string, form: string, hasProfiles = true): KnownError {
  const orProfile = hasProfiles ? ', or take it there from a credentials profile' : '';
  return new KnownError(
    'secret_in_command',
    `What you typed for ${code(what)} holds a secret, and a command stays readable in Slack. Nothing was changed and nothing of it was kept. Enter it in the form instead${orProfile}; and replace the secret that you have just typed.`,
    { form },
  );
}

/** What was typed has a mask in it, as `show` writes a secret: in a command nobody can say which secret is meant. */
export function typedMask(field: string, form: string): KnownError {
  return new KnownError(
    'masked_secret',
    `What you typed for ${code(field)} has a mask in it (${MASK}), which stands for a secret. Nothing was changed. In the form, a mask that you leave stays the secret that is there.`,
    { form },
  );
}

/** @param form the command whose form asks for them, and whether it opens with what was asked for */
export function maskedSecret(
  inputName: string,
  masked: readonly string[],
  { form, isFilledIn = false }: { readonly form?: string; readonly isFilledIn?: boolean } = {},
): KnownError {
  const paths = listed(masked, 5);
  const again = 'Enter them again in the form, or take them there from a credentials profile,';
  const withChange = isFilledIn
    ? 'together with your change.'
    : 'and enter your change there, too: it is not filled in.';
  const next = form ? `${again} ${withChange}` : 'Take another input, or enter them in Alooma itself.';
  return new KnownError(
    'masked_secret',
    `${code(inputName)} was read with its secrets masked (${paths}), and writing it back would overwrite them with the mask. Nothing was changed. ${next}`,
    form ? { form } : {},
  );
}

/** @param typed what is repeated of it: absent where a secret stands */
export function wrongValue(
  inputName: string,
  field: string,
  expected: string,
  typed: string | undefined,
): KnownError {
  const what = typed === undefined ? 'what you entered' : quoted(typed);
  const sentence = `${code(field)} of ${code(inputName)} ${expected}, and ${what} is not. Nothing was changed.`;
  return new KnownError('bad_value', sentence, { fields: { [field]: sentence, value: sentence } });
}

/** What is said when a value is there already. @param typed as above */
export function alreadyThere(what: string, typed: string | undefined): string {
  return `${what} is ${typed === undefined ? 'what you entered' : code(typed, 60)} already.`;
}

/** The command that opens the form of an input, filled in with one value where that is known. */
export function editForm(inputId: string, field?: string, value?: unknown): string {
  const line = `edit ${quote(inputId)}`;
  if (field === undefined) return line;
  return `${line} ${quote(field)} ${quote(typeof value === 'string' ? value : JSON.stringify(value))}`;
}

export function listed(names: readonly string[], most = 20): string {
  const more = names.length > most ? ` and ${names.length - most} more` : '';
  return `${names
    .slice(0, most)
    .map((name) => code(name))
    .join(', ')}${more}`;
}

/** What looks like JSON is not repeated: where it does not parse, nobody can say whether a secret is in it. */
function quoted(typed: string): string {
  return /^\s*[[{]/.test(typed) ? 'what you typed' : code(typed, 60);
}
