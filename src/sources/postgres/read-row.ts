import { DatabaseError, escapeIdentifier } from 'pg';
import type { Json } from '../../domain/json.ts';
import { code } from '../../domain/mrkdwn.ts';
import { didYouMean, nearestSteps } from '../../domain/nearest.ts';
import type { Steps } from '../../domain/steps.ts';
import type { KnownError } from '../../errors.ts';
import { inSlices } from '../../services/in-slices.ts';
import type { Row, RowRequest } from '../../services/sample-sources.ts';
import { type Column, columnsOf, findTable, readableTables, type Table } from './catalog.ts';
import { cellExpression, readCell } from './cells.ts';
import { badRow } from './failures.ts';
import { type Name, named, namesIn, typedName } from './names.ts';
import type { Session } from './session.ts';

/** A whole row goes through memory several times on its way: of tables with many columns less of each cell is read. */
const LARGEST_ROW = 4_000_000;
const SEVERAL = 2;

/** @throws KnownError, and whatever the session throws */
export async function readFirstRow(session: Session, request: RowRequest, largestCell: number): Promise<Row> {
  const table = await tableOf(session, request);
  const columns = await columnsOf(session, table);
  const column = await columnOf(columns, request);
  await checkValue(session, table, column, request);
  return readCells(session, table, columns, column, request, largestCell);
}

async function tableOf(
  session: Session,
  { table: typed, connection, connectionName }: RowRequest,
): Promise<Table> {
  const names = namesIn(typed) ?? [];
  const name = names.at(-1);
  if (!name || names.length > 2) {
    throw badRow(
      'bad_value',
      'table',
      `${code(typed)} is not the name of a table: write \`table\` or \`schema.table\`, and a name with a dot in it in double quotes.`,
    );
  }
  const given: Name | undefined =
    connection.schema === undefined ? undefined : { text: connection.schema, isQuoted: true };
  const schema = names.length === 2 ? names[0] : given;
  const table = await findTable(session, schema, name);
  if (table) return table;
  const near = didYouMean(await inSlices(nearestSteps(typed, await readableTables(session))));
  throw badRow(
    'bad_value',
    'table',
    `${code(connectionName)} has no table or view ${code(typed)} that it finds. ${near ?? 'Outside the search path a table is named with its schema: `schema.table`.'}`,
  );
}

async function columnOf(columns: readonly Column[], { table, idField }: RowRequest): Promise<Column> {
  const [name, ...others] = namesIn(idField) ?? [];
  const meant = name && others.length === 0 ? named(name, columns) : undefined;
  // A field is never that of another table, so a dot in it is a part of its name.
  const column = meant ?? columns.find((one) => one.name === idField);
  if (!column) {
    const names = columns.map((one) => typedName(one.name));
    const known = names.length === 0 ? 'It has none.' : `It has ${list(names)}.`;
    const meantNames = await inSlices(nearestSteps(idField, names));
    const sentence = `${code(table)} has no field ${code(idField)}. ${didYouMean(meantNames) ?? known}`;
    throw badRow('bad_value', 'id_field', sentence);
  }
  if (column.isGeometric) throw notComparable(column, table);
  return column;
}

const MOST_LISTED = 20;

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map((name) => code(name));
  return names.length > MOST_LISTED ? `${shown.join(', ')} and others` : shown.join(', ');
}

function notComparable({ name, typeName }: Column, table: string): KnownError {
  return badRow(
    'bad_value',
    'id_field',
    `${code(name)} of ${code(table)} is of type ${code(typeName)}, which cannot be looked for by its value: choose another field, such as the primary key.`,
  );
}

/** The value is read by the type of the column, and `=` looked for, before anything else can fail. */
const NO_EQUALITY = new Set(['42883', '42725', '0A000']);
const NO_VALUE = /^22/;

/** Asks for no row at all: what fails then is the value, or the comparing. */
async function checkValue(
  session: Session,
  table: Table,
  column: Column,
  { table: typed, rowId }: RowRequest,
): Promise<void> {
  try {
    await session.query(`select from ${table.identifier} as sampled where ${ofRow(column)} limit 0`, [rowId]);
  } catch (error) {
    const sqlState = error instanceof DatabaseError ? (error.code ?? '') : '';
    if (NO_EQUALITY.has(sqlState)) throw notComparable(column, typed);
    if (!NO_VALUE.test(sqlState)) throw error;
    throw badRow(
      'bad_value',
      'row_id',
      `That is no value of ${code(column.name)}, which is of type ${code(column.typeName)}: check the row id.`,
    );
  }
}

function ofRow({ name }: Column): string {
  return `sampled.${escapeIdentifier(name)} = $1`;
}

async function readCells(
  session: Session,
  table: Table,
  columns: readonly Column[],
  column: Column,
  { table: typed, rowId }: RowRequest,
  largestCell: number,
): Promise<Row> {
  const limit = Math.max(1, Math.min(largestCell, Math.floor(LARGEST_ROW / columns.length)));
  const expressions = columns.map(({ name, kind }) =>
    cellExpression(`sampled.${escapeIdentifier(name)}`, kind, limit),
  );
  // The first of two is read; that there is a second is counted without reading it.
  const [row] = await session.query(
    `select pg_catalog.count(*) over (), ${expressions.join(', ')}
       from (select * from ${table.identifier} as sampled where ${ofRow(column)} limit ${SEVERAL}) as sampled
      limit 1`,
    [rowId],
  );
  if (!row) {
    throw badRow(
      'bad_value',
      'row_id',
      `No row of ${code(typed)} has that value in ${code(column.name)}: check the row id.`,
    );
  }
  const [count, ...texts] = row;
  const read = await inSlices(readSteps(columns, texts, limit));
  const names = namesIn(typed)?.length === 2 ? [table.schema, table.name] : [table.name];
  return { ...read, table: names.map(typedName).join('.'), isOneOfSeveral: Number(count) >= SEVERAL };
}

function* readSteps(
  columns: readonly Column[],
  texts: readonly (string | null)[],
  limit: number,
): Steps<Pick<Row, 'cells' | 'cut'>> {
  // A null prototype, so that a column called `__proto__` is a column like any other.
  const cells: Record<string, Json> = Object.create(null);
  const cut: string[] = [];
  for (const [index, { name, kind }] of columns.entries()) {
    const cell = readCell(texts[index] ?? null, kind, limit);
    cells[name] = cell.value;
    if (cell.isCut) cut.push(name);
    yield;
  }
  return { cells, cut };
}
