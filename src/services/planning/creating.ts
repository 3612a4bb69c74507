import { configurationOf } from '../../domain/document.ts';
import type { Input } from '../../domain/input.ts';
import { isObject, type Json } from '../../domain/json.ts';
import { code } from '../../domain/mrkdwn.ts';
import { type KeptEdit, propose } from '../../domain/operation.ts';
import type { Profile } from '../../domain/profile.ts';
import { maskedSecretsSteps } from '../../domain/secrets.ts';
import { defaultIndicator } from '../../domain/tables.ts';
import { typedValue } from '../../domain/typed-value.ts';
import { KnownError } from '../../errors.ts';
import { inSlices } from '../in-slices.ts';
import { listed, maskedSecret } from '../input-refusals.ts';
import { type Plan, withoutSecrets } from './planning.ts';

/** A table and its update indicator, where one was named. */
export interface NewTable {
  readonly table: string;
  readonly indicator?: string | undefined;
}

/** What is asked of a new database input, as it was typed. What is absent is as in the input that is copied. */
export interface NewDatabaseInput {
  readonly newInputName: string;
  /** The name or id of the database input whose configuration is copied. */
  readonly existingInput: string;
  readonly tables: readonly NewTable[];
  /** The name of a credentials profile. What it holds cannot be typed beside it. */
  readonly profile?: string | undefined;
  /** All but `db_type` and `schema` have to be given, here or by the profile: another database's are never copied. */
  readonly credentials: Profile;
  readonly replicationType?: string | undefined;
  readonly batchSize?: string | undefined;
  readonly autoMap?: boolean | undefined;
  readonly inputDefaultSchema?: string | undefined;
}

/** Longer ones, and what cannot be seen, nobody can tell apart or type again. */
const NAME = /^(?=\S)[^\p{Cc}]{1,200}(?<=\S)$/u;
const NAME_FAULT = 'A name has 1 to 200 characters, on one line, with no spaces around it.';

const NEEDED = ['server', 'port', 'database', 'user', 'password'] as const;

/** The fields of the form, by the fields of a configuration that are called otherwise. */
const FORM_FIELDS: Readonly<Record<string, string>> = {
  db_type: 'type',
  input_default_schema: 'default_schema',
};

export const HELD_BY_PROFILE = 'The credentials profile has this: leave it as it is, or choose no profile.';

const formField = (field: string) => FORM_FIELDS[field] ?? field;

/** @throws KnownError `bad_value` with what is wrong in each field; `masked_secret` when what is copied is masked */
export async function planCreate(
  wanted: NewDatabaseInput,
  source: Input,
  profile: Profile | undefined,
): Promise<Plan> {
  const credentials = { ...profile, ...wanted.credentials };
  const faults: Record<string, string> = {};
  if (!NAME.test(wanted.newInputName)) faults.name = NAME_FAULT;
  for (const field of Object.keys(profile ?? {})) {
    if (Object.hasOwn(wanted.credentials, field)) faults[formField(field)] = HELD_BY_PROFILE;
  }
  for (const field of NEEDED) {
    if (!credentials[field]) faults[field] = 'Enter it, or choose a credentials profile that has it.';
  }
  if (credentials.port && !isPort(credentials.port)) faults.port = 'A port is a number from 1 to 65535.';
  const typed: Record<string, string | undefined> = {
    ...credentials,
    replication_type: wanted.replicationType,
    batch_size: wanted.batchSize,
    auto_map: wanted.autoMap === undefined ? undefined : String(wanted.autoMap),
    input_default_schema: wanted.inputDefaultSchema,
  };
  const edits = Object.entries(typed).flatMap(([field, text]): KeptEdit[] => {
    if (text === undefined || text === '') return [];
    const value = asTyped(source, field, text);
    if (value.ok) return [{ path: [field], value: value.value }];
    faults[formField(field)] = `This ${value.expected}.`;
    return [];
  });
  const tables = tablesOrFault(wanted.tables, { ...source.configuration, ...credentials });
  if ('fault' in tables) faults.tables = tables.fault;
  if (Object.keys(faults).length > 0) throw badFields(faults);
  const all = [...edits, ...('value' in tables ? [tableEdit(source, tables.value)] : [])];
  return planned(wanted, source, all);
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

async function planned(wanted: NewDatabaseInput, source: Input, edits: KeptEdit[]): Promise<Plan> {
  const operation = {
    kind: 'create' as const,
    copiedFrom: { id: source.id, name: source.name },
    name: wanted.newInputName,
    edits,
    ...(wanted.profile && { profile: wanted.profile }),
  };
  const proposed = propose(operation, source.document);
  const masked = await inSlices(maskedSecretsSteps(configurationOf(proposed)));
  if (masked.length > 0) throw maskedSecret(source.name, masked);
  return {
    input: { id: `new:${wanted.newInputName}`, name: wanted.newInputName, type: source.type },
    base: source.document,
    ...(await withoutSecrets(operation, source.document, proposed)),
  };
}

/** The value in the form that the copied input has; where it has none, text, but for the number of rows. */
function asTyped(source: Input, field: string, text: string): ReturnType<typeof typedValue> {
  const current = source.configuration[field];
  if (current !== undefined && current !== null) return typedValue(current, text);
  return typedValue(field === 'batch_size' ? 0 : '', text);
}

/** All tables of the new input: those of the copied one are left out. */
function tableEdit(source: Input, tables: Record<string, string>): KeptEdit {
  const value: Json = isObject(source.configuration.tables) ? tables : JSON.stringify(tables);
  return { path: ['tables'], value };
}

/**
 * @param configuration says by which indicator the rows of a table are told when none was named
 * @returns update indicator by table, or what is wrong
 */
export function tablesOrFault(
  tables: readonly NewTable[],
  configuration: Readonly<Record<string, unknown>>,
): { value: Record<string, string> } | { fault: string } {
  if (tables.length === 0) return { fault: 'Name at least one table, one a line.' };
  const usual = defaultIndicator(configuration);
  const bare = tables.filter(({ indicator }) => !indicator && usual === undefined).map(({ table }) => table);
  if (bare.length > 0) {
    return {
      fault: `Say how changed rows are told in ${listed(bare)}: ${code('table=update_indicator')}, for example ${code(`${bare[0]}=updated_at`)}. Only a ${code('psql')} database has a usual one.`,
    };
  }
  const names = tables.map(({ table }) => table);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  if (twice.length > 0) return { fault: `Named twice: ${listed([...new Set(twice)])}.` };
  return {
    value: Object.fromEntries(tables.map(({ table, indicator }) => [table, indicator || (usual ?? '')])),
  };
}

export function badFields(faults: Readonly<Record<string, string>>): KnownError {
  const sentences = Object.entries(faults).map(([field, fault]) => `${code(field)}: ${fault}`);
  return new KnownError('bad_value', `${sentences.join(' ')} Nothing was changed.`, { fields: faults });
}
