import type { Edit } from './document.ts';
import type { InputFacts } from './input.ts';
import { heldJson, isObject } from './json.ts';

/** A database input's tables: each with the update indicator by which its new rows are told. */

/** The type that all databases have. */
export const DATABASE_TYPE = 'ODBC';

export type TableEntry = readonly [table: string, indicator: string];

/** PostgreSQL's own row version: every table has it, so it is what a table gets when none is named. */
export const POSTGRES_INDICATOR = 'xmin::text::bigint';

/** @returns the tables in the order in which they stand; `undefined` where the input is no database */
export function tablesOf(configuration: Readonly<Record<string, unknown>>): TableEntry[] | undefined {
  if (!Object.hasOwn(configuration, 'tables')) return undefined;
  const { tables } = configuration;
  const held = heldJson(tables) ?? tables;
  if (isObject(held)) return Object.entries(held).map(([table, indicator]) => [table, textOf(indicator)]);
  return isEmpty(tables) ? [] : undefined;
}

/** @returns as above; none for a database that has no field of that name yet */
export function tablesOfInput({
  type,
  configuration,
}: Pick<InputFacts, 'type' | 'configuration'>): TableEntry[] | undefined {
  if (!Object.hasOwn(configuration, 'tables')) return type === DATABASE_TYPE ? [] : undefined;
  return tablesOf(configuration);
}

/** The update indicator for tables that none was named for; `undefined` where there is none for that database. */
export function defaultIndicator(configuration: Readonly<Record<string, unknown>>): string | undefined {
  return configuration.db_type === 'psql' ? POSTGRES_INDICATOR : undefined;
}

/** The edits that add tables, in the form that `tables` has: as the API gives it, JSON in a string. */
export function tableEdits(
  configuration: Readonly<Record<string, unknown>>,
  added: readonly TableEntry[],
): Edit[] {
  if (isEmpty(configuration.tables)) {
    return [{ path: ['tables'], value: JSON.stringify(Object.fromEntries(added)) }];
  }
  return added.map(([table, indicator]) => ({ path: ['tables', table], value: indicator }));
}

function isEmpty(tables: unknown): boolean {
  return tables === undefined || tables === null || (typeof tables === 'string' && tables.trim() === '');
}

function textOf(indicator: unknown): string {
  return typeof indicator === 'string' ? indicator : JSON.stringify(indicator);
}
