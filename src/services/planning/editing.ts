import { quote } from '../../domain/command-words.ts';
import type { Input } from '../../domain/input.ts';
import type { Json } from '../../domain/json.ts';
import { code } from '../../domain/mrkdwn.ts';
import { parametersOf } from '../../domain/parameters.ts';
import type { Profile } from '../../domain/profile.ts';
import { holdsSecret, isSecretPlace } from '../../domain/secrets.ts';
import { defaultIndicator, tablesOfInput } from '../../domain/tables.ts';
import { wordsOf } from '../../domain/typed-tables.ts';
import { typedValue } from '../../domain/typed-value.ts';
import { KnownError } from '../../errors.ts';
import {
  alreadyThere,
  editForm,
  listed,
  notADatabase,
  secretInCommand,
  unknownField,
  unknownParameters,
  wrongValue,
} from '../input-refusals.ts';
import { badFields, HELD_BY_PROFILE, type NewTable, tablesOrFault } from './creating.ts';
import { type Plan, planRewrite } from './planning.ts';

/** The plans that rewrite an input which was read: what is asked, checked against what is there. */

/** What a parameter may have, whether it has it yet or not. */
const PARAMETER_FIELDS = ['parameter', 'type', 'value', 'template'];

/** @throws KnownError `secret_in_command`: it was typed where others can read it */
export async function planField(input: Input, field: string, typed: string): Promise<Plan> {
  if (!Object.hasOwn(input.configuration, field)) throw unknownField(input, field, typed);
  // What stands beside it may say that it is a secret.
  if (isSecretPlace(input.configuration, field)) throw secretInCommand(field, editForm(input.id));
  const value = valueFor(input, field, input.configuration[field], typed, typed);
  const already = alreadyThere(`${code(field)} of ${code(input.name)}`, typed);
  return planRewrite(input, { kind: 'edit', edits: [{ path: [field], value }] }, already);
}

export interface FieldEdit {
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

/** @param chosen a credentials profile, for the fields that the edits leave alone */
export async function planFields(
  input: Input,
  edits: readonly FieldEdit[],
  chosen: { readonly name: string; readonly profile: Profile } | undefined,
): Promise<Plan> {
  if (mixesPlaces(edits)) {
    throw new KnownError(
      'bad_value',
      'Items of a list cannot be removed and set at once: do one after the other. Nothing was changed.',
    );
  }
  const entered = new Set(edits.map(({ path }) => path[0] ?? ''));
  const taken = chosen ? fromProfile(input, chosen.profile, entered) : [];
  const all = [...edits, ...taken].map(({ path, value }) => ({ path: [...path], value }));
  const already = `What you entered is what ${code(input.name)} has already.`;
  if (all.length === 0) throw new KnownError('nothing_to_do', `${already} There is nothing to change.`);
  const profile = chosen && taken.length > 0 ? { profile: chosen.name } : {};
  return planRewrite(input, { kind: 'edit', edits: all, ...profile }, already);
}

export async function planTables(input: Input, newTables: readonly NewTable[]): Promise<Plan> {
  const existing = tablesOfInput(input);
  if (!existing) throw notADatabase(input);
  const secret = newTables.find(({ table, indicator = '' }) => holdsSecret('tables', { [table]: indicator }));
  if (secret)
    throw badTables(
      `The update indicator of ${code(secret.table)} holds a secret. Name a column or an expression. Nothing was changed.`,
    );
  const added = tablesOrFault(newTables, input.configuration);
  if ('fault' in added) {
    const isAsked =
      defaultIndicator(input.configuration) === undefined && newTables.some(({ indicator }) => !indicator);
    const form = isAsked ? `add-table ${quote(input.id)} ${wordsOf(newTables)}` : undefined;
    throw badTables(`${added.fault} Nothing was changed.`, form);
  }
  const names = new Set(existing.map(([table]) => table));
  const there = Object.keys(added.value).filter((table) => names.has(table));
  if (there.length > 0)
    throw badTables(`${code(input.name)} has ${listed(there)} already. Nothing was changed.`);
  return planRewrite(
    input,
    { kind: 'add_tables', tables: Object.entries(added.value) },
    'They are there already.',
  );
}

/** @param form the command whose form asks for what is missing */
function badTables(sentence: string, form?: string): KnownError {
  return new KnownError('bad_value', sentence, { fields: { tables: sentence }, ...(form && { form }) });
}

export async function planAutoMap(input: Input, on: boolean): Promise<Plan> {
  const already = `Auto-mapping of ${code(input.name)} is ${on ? 'on' : 'off'} already.`;
  return planRewrite(input, { kind: 'auto_map', on }, already);
}

export async function planTemplate(
  input: Input,
  parameters: readonly string[],
  template: string,
  mayHoldSecret: boolean,
): Promise<Plan> {
  refuseUnknown(input, parameters, 'parameters');
  const chosen = (parametersOf(input.configuration) ?? []).filter(({ name }) => parameters.includes(name));
  const secret = chosen.find(({ fields }) => isSecretPlace(fields, 'template', ['parameters']));
  if (secret && !mayHoldSecret) throw secretInCommand(secret.name, templateForm(input.id, parameters), false);
  const has = parameters.length === 1 ? 'has' : 'have';
  const already = `${listed(parameters)} of ${code(input.name)} ${has} that template already.`;
  return planRewrite(input, { kind: 'template', parameters: [...parameters], template }, already);
}

/** @param mayHoldSecret was it typed where only the program reads it? */
export async function planParameter(
  input: Input,
  [parameter, field, typed]: TypedParameter,
  mayHoldSecret: boolean,
): Promise<Plan> {
  refuseUnknown(input, [parameter], 'parameter');
  const found = (parametersOf(input.configuration) ?? []).find(({ name }) => name === parameter);
  const fields = found?.fields ?? {};
  const isThere = Object.hasOwn(fields, field);
  if (!isThere && !PARAMETER_FIELDS.includes(field)) {
    const known = listed([...new Set([...Object.keys(fields), ...PARAMETER_FIELDS])]);
    const sentence = `${code(parameter)} of ${code(input.name)} has no field ${code(field)}. It has ${known}. Nothing was changed.`;
    throw new KnownError('unknown_field', sentence, { fields: { field: sentence } });
  }
  const isSecret = isSecretPlace(fields, field, ['parameters']);
  if (isSecret && !mayHoldSecret) {
    throw secretInCommand(parameter, parameterForm(input.id, parameter, field), false);
  }
  const shown = isSecret ? undefined : typed;
  const value = valueFor(input, field, isThere ? fields[field] : '', typed, shown);
  const already = alreadyThere(`${code(field)} of ${code(parameter)}`, shown);
  return planRewrite(input, { kind: 'parameter', parameter, field, value }, already);
}

type TypedParameter = readonly [parameter: string, field: string, typed: string];

/**
 * Is a place of a list removed while another of it is set? Places count as they are before the edits, secrets are looked
 * for as they are afterwards: one that has moved up would not be taken for one.
 */
function mixesPlaces(edits: readonly FieldEdit[]): boolean {
  const lists = edits
    .filter(({ path, value }) => value === undefined && /^\d+$/.test(path.at(-1) ?? ''))
    .map(({ path }) => path.slice(0, -1));
  return edits.some(
    ({ path, value }) =>
      value !== undefined && lists.some((list) => list.every((key, at) => path[at] === key)),
  );
}

/** @throws KnownError `secret_in_command`: what stands beside a parameter's name may be one */
export function refuseSecretParameter(inputName: string, [parameter, field, typed]: TypedParameter): void {
  if (!holdsSecret('parameters', [{ parameter, [field]: typed }])) return;
  throw secretInCommand(parameter, parameterForm(inputName, parameter, field), false);
}

/** @throws KnownError `secret_in_command` as above */
export function refuseSecretTemplate(
  inputName: string,
  parameters: readonly string[],
  template: string,
): void {
  const secret = parameters.find((parameter) => holdsSecret('parameters', [{ parameter, template }]));
  if (secret === undefined) return;
  throw secretInCommand(secret, templateForm(inputName, parameters), false);
}

/** The command that opens the form of `template`, with everything but the template. */
function templateForm(input: string, parameters: readonly string[]): string {
  return `template ${quote(input)} ${quote(parameters.join(','))} ""`;
}

/** The command that opens the form of `parameter`, with everything but the value. Its field is `value` at first. */
function parameterForm(input: string, parameter: string, field: string): string {
  const line = `parameter ${quote(input)} ${quote(parameter)}`;
  return field === 'value' ? line : `${line} ${quote(field)} ""`;
}

/** @param key the field of the form in which they are chosen */
function refuseUnknown(input: Input, wanted: readonly string[], key: string): void {
  const existing = (parametersOf(input.configuration) ?? []).map(({ name }) => name);
  const unknown = wanted.filter((name) => !existing.includes(name));
  if (unknown.length > 0) throw unknownParameters(input, unknown, existing, key);
}

/**
 * @param shown what is repeated of it when it is wrong: absent where a secret stands
 * @throws KnownError `bad_value` when what was typed is not of the form that is there
 */
function valueFor(
  input: Input,
  field: string,
  current: unknown,
  typed: string,
  shown: string | undefined,
): Json {
  const result = typedValue(current, typed);
  if (result.ok) return result.value;
  throw wrongValue(input.name, field, result.expected, shown);
}

/**
 * What a profile holds, in the form that the input's fields have; fields that the input does not have stay away. What
 * the profile holds cannot be entered beside it, and its password goes nowhere but to its server.
 */
function fromProfile(input: Input, profile: Profile, entered: ReadonlySet<string>): FieldEdit[] {
  const held = Object.entries(profile).filter(([field]) => Object.hasOwn(input.configuration, field));
  const refused = (why: string) => {
    const sentence = `${why} Nothing was changed.`;
    return new KnownError('bad_value', sentence, { fields: { profile: sentence } });
  };
  if (held.length === 0) throw refused(`${code(input.name)} has none of the fields that this profile holds.`);
  if (profile.password !== undefined && !Object.hasOwn(input.configuration, 'server')) {
    throw refused(
      `${code(input.name)} has no field ${code('server')}, and the password of a profile goes to its own server only.`,
    );
  }
  const both = held.filter(([field]) => entered.has(field)).map(([field]) => field);
  if (both.length > 0) throw badFields(Object.fromEntries(both.map((field) => [field, HELD_BY_PROFILE])));
  return held.map(([field, text]) => {
    const value = typedValue(input.configuration[field], text);
    if (value.ok) return { path: [field], value: value.value };
    throw refused(
      `${code(field)} of ${code(input.name)} ${value.expected}, and what the profile holds is not.`,
    );
  });
}
