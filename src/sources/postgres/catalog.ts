import { escapeIdentifier } from 'pg';
import { meantBy, type Name, typedName } from './names.ts';
import type { Session } from './session.ts';
import { type Kind, kindOf, type Type } from './types.ts';

/** What the database has: asked of its catalogue, by values and not by pasted names. */

export interface Table {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** Quoted, with its schema. */
  readonly identifier: string;
}

export interface Column {
  readonly name: string;
  readonly kind: Kind;
  /** How PostgreSQL calls what it holds, for people. */
  readonly typeName: string;
  /** A shape: two of those are equal when they are as large. */
  readonly isGeometric: boolean;
}

/** Tables, views, materialized views, partitioned and foreign tables. */
const READABLE = `('r', 'v', 'm', 'p', 'f')`;
/** The catalogue is nobody's data, but `pg_stats` holds values of everybody's columns under names of its own. */
const OF_PEOPLE = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** @param schema the search path where absent; the catalogue is not looked in */
export async function findTable(
  session: Session,
  schema: Name | undefined,
  table: Name,
): Promise<Table | undefined> {
  const schemas = schema && meantBy(schema);
  const names = meantBy(table);
  // What is written exactly so comes first, of the schemas before that of the tables.
  const [found] = await session.query(
    `select c.oid, n.nspname, c.relname
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relname::pg_catalog.text = any ($1::pg_catalog.text[]) and c.relkind in ${READABLE}
        and ${OF_PEOPLE}
        and case when $2::pg_catalog.text[] is null then pg_catalog.pg_table_is_visible(c.oid)
                 else n.nspname::pg_catalog.text = any ($2::pg_catalog.text[]) end
      order by pg_catalog.array_position($2::pg_catalog.text[], n.nspname::pg_catalog.text),
               pg_catalog.array_position($1::pg_catalog.text[], c.relname::pg_catalog.text)
      limit 1`,
    [names, schemas ?? null],
  );
  const [oid, inSchema, name] = found ?? [];
  if (!oid || !inSchema || !name) return undefined;
  return {
    oid,
    schema: inSchema,
    name,
    identifier: `${escapeIdentifier(inSchema)}.${escapeIdentifier(name)}`,
  };
}

const MOST_TABLES = 5_000;

/** The tables that this user may read, as they are typed: without the schema where they are found without it. */
export async function readableTables(session: Session): Promise<string[]> {
  const rows = await session.query(
    `select case when pg_catalog.pg_table_is_visible(c.oid) then null else n.nspname end, c.relname
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ${READABLE} and ${OF_PEOPLE}
        and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        and pg_catalog.has_table_privilege(c.oid, 'SELECT')
      order by 1 nulls first, 2
      limit ${MOST_TABLES}`,
  );
  return rows.map((names) =>
    names
      .filter((name) => name !== null)
      .map(typedName)
      .join('.'),
  );
}

export async function columnsOf(session: Session, table: Table): Promise<Column[]> {
  const types = await typesOf(session, table);
  const rows = await session.query(
    `select a.attname, a.atttypid, pg_catalog.format_type(a.atttypid, a.atttypmod), t.typcategory = 'G'
       from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
      where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
      order by a.attnum`,
    [table.oid],
  );
  return rows.map(([name, oid, typeName, isGeometric]) => ({
    name: name ?? '',
    kind: kindOf(oid ?? '', types),
    typeName: typeName ?? '',
    isGeometric: isGeometric === 't',
  }));
}

/** The types of the columns, and those that they are made of. */
async function typesOf(session: Session, table: Table): Promise<ReadonlyMap<string, Type>> {
  const rows = await session.query(
    `with recursive
       made as (
         select t.oid, nullif(t.typbasetype, 0) as base,
                case when t.typoutput = 'pg_catalog.array_out'::pg_catalog.regproc then t.typelem end as element,
                (select r.rngsubtype from pg_catalog.pg_range r where r.rngtypid = t.oid) as subtype,
                -- Multiranges, and the column that tells of them, are there from PostgreSQL 14 on.
                (select r.rngtypid from pg_catalog.pg_range r
                  where t.typtype = 'm' and (pg_catalog.to_jsonb(r) ->> 'rngmultitypid')::pg_catalog.oid = t.oid) as range
           from pg_catalog.pg_type t
       ),
       reached (oid) as (
         select a.atttypid from pg_catalog.pg_attribute a where a.attrelid = $1 and a.attnum > 0
         union
         select part from reached
           join made on made.oid = reached.oid
           cross join lateral pg_catalog.unnest(array[made.base, made.element, made.subtype, made.range]) as part
          where part is not null
       )
     select made.oid, made.base, made.element, made.subtype, made.range from made join reached on reached.oid = made.oid`,
    [table.oid],
  );
  return new Map(
    rows.map(([oid = null, base = null, element = null, subtype = null, range = null]) => [
      oid ?? '',
      { oid: oid ?? '', base, element, subtype, range },
    ]),
  );
}
