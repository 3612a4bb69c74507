import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Connection } from '../../src/domain/connection.ts';
import { exactTextSteps } from '../../src/domain/exact-json.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { KnownError } from '../../src/errors.ts';
import type { Row } from '../../src/services/sample-sources.ts';
import { createRowSource, type RowSourceOptions } from '../../src/sources/postgres/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { withEnvironment } from '../support/environment.ts';
import { timeAwake } from '../support/live-clock.ts';
import { startTlsPostgres, type TlsPostgres } from '../support/tls-postgres.ts';
import { until } from '../support/words.ts';

const SECRET = 'S3CR3T-VALUE';

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

function connectionTo(url: string, more: Partial<Connection> = {}): Connection {
  const { hostname, port, pathname, username, password } = new URL(url);
  return Connection.parse({
    ...{ server: hostname, port, user: decodeURIComponent(username), tls: 'off' },
    database: pathname.slice(1),
    ...(password !== '' && { password: decodeURIComponent(password) }),
    ...more,
  });
}

interface Wanted extends RowSourceOptions {
  table: string;
  idField?: string;
  rowId?: string;
  connection?: Partial<Connection>;
  url?: string;
}

function read({ table, idField = 'id', rowId = '1', connection, url, ...options }: Wanted): Promise<Row> {
  return createRowSource(options).readRow({
    connectionName: 'shop',
    connection: connectionTo(url ?? database.url, connection),
    ...{ table, idField, rowId },
  });
}

/** The text in which the sentence stands under its field. */
async function refusal(wanted: Wanted): Promise<{ field: string | undefined; sentence: string }> {
  const error: unknown = await read(wanted).catch((thrown: unknown) => thrown);
  if (!(error instanceof KnownError)) throw error;
  expect(error.message).not.toContain(SECRET);
  expect(error.cause).toBeUndefined();
  const [[field, sentence] = [undefined, '']] = Object.entries(error.fields);
  expect(sentence).toBe(error.message);
  return { field, sentence };
}

/** A column of that type in a table of its own, and what is made of the value. */
async function cellOf(type: string, value: string): Promise<string> {
  await client.query('drop table if exists one cascade');
  await client.query(`create table one (id int primary key, cell ${type})`);
  await client.query(`insert into one values (1, ${value})`);
  const { cells, cut } = await read({ table: 'one' });
  expect(cut).toEqual([]);
  return atOnce(exactTextSteps(cells.cell, false));
}

describe('a cell', () => {
  beforeAll(async () => {
    await client.query(`
      create type mood as enum ('fine', 'so so');
      create type place as (street text, number int);
      create domain positive as int check (value > 0);
      create domain amount as numeric(20, 2);
      create domain names as text[];
    `);
  });

  it.each([
    ['smallint', '-32768', '-32768'],
    ['int', '2147483647', '2147483647'],
    ['bigint', '9223372036854775807', '"9223372036854775807"'],
    ['numeric', '12345678901234567890.123456789000', '"12345678901234567890.123456789000"'],
    ['numeric', "'NaN'", '"NaN"'],
    ['real', '1.1', '1.1'],
    ['double precision', '0.1', '0.1'],
    ['double precision', '1e300', '1e+300'],
    ['double precision', "'NaN'", '"NaN"'],
    ['double precision', "'-Infinity'", '"-Infinity"'],
    ['double precision', "'-0'", '-0'],
    ['money', "'1234.5'", '"$1,234.50"'],
    ['boolean', 'true', 'true'],
    ['boolean', 'false', 'false'],
    ['boolean', 'null', 'null'],
    ['text', "''", '""'],
    ['text', "'ä\"\\ 😀'", '"ä\\"\\\\ 😀"'],
    ['varchar(3)', "'abc'", '"abc"'],
    ['char(5)', "'ab'", '"ab   "'],
    ['char(5)[]', "array['ab', null, 'c\"}']", '["ab   ",null,"c\\"}  "]'],
    ['char(2)[][]', "array[array['a', 'b']]", '[["a ","b "]]'],
    ['timestamp', "'2018-08-25 01:02:03'", '"2018-08-25 01:02:03.000000"'],
    ['timestamp', "'2018-08-25 01:02:03.45'", '"2018-08-25 01:02:03.450000"'],
    ['timestamp', "'0044-03-15 00:00:00 BC'", '"0044-03-15 00:00:00.000000 BC"'],
    ['timestamp', "'12018-08-25 00:00'", '"12018-08-25 00:00:00.000000"'],
    ['timestamp', "'infinity'", '"infinity"'],
    ['timestamptz', "'2018-08-25 01:02:03.000001+02'", '"2018-08-24 23:02:03.000001"'],
    ['timestamptz', "'-infinity'", '"-infinity"'],
    ['date', "'2018-08-25'", '"2018-08-25"'],
    ['date', "'infinity'", '"infinity"'],
    ['time', "'01:02:03.5'", '"01:02:03.5"'],
    ['timetz', "'01:02:03+02'", '"01:02:03+02"'],
    ['interval', "'1 year 2 days 03:04:05.6'", '"1 year 2 days 03:04:05.6"'],
    ['uuid', "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", '"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"'],
    ['bytea', "'\\x00ff10'", '"AP8Q"'],
    ['bytea', "''", '""'],
    [
      'json',
      `'{"b": 1.50, "a": [12345678901234567890], "2": {}, "1": null}'`,
      '{"b":1.50,"a":[12345678901234567890],"2":{},"1":null}',
    ],
    [
      'jsonb',
      `'{"n": 1.50, "deep": [[{"x": 1e2}]], "t": "null"}'`,
      '{"n":1.50,"t":"null","deep":[[{"x":100}]]}',
    ],
    ['jsonb', "'null'", 'null'],
    ['jsonb', `('{"many": ' || repeat('9', 1001) || '}')::jsonb`, `"{\\"many\\": ${'9'.repeat(1_001)}}"`],
    ['json', `'"text"'`, '"text"'],
    ['xml', "'<a>b</a>'", '"<a>b</a>"'],
    ['inet', "'192.0.2.1'", '"192.0.2.1"'],
    ['cidr', "'192.0.2.0/24'", '"192.0.2.0/24"'],
    ['macaddr', "'08:00:2b:01:02:03'", '"08:00:2b:01:02:03"'],
    ['point', "'(1,2)'", '"(1,2)"'],
    ['polygon', "'((0,0),(1,1))'", '"((0,0),(1,1))"'],
    ['bit(3)', "B'101'", '"101"'],
    ['tsvector', "'a:1 b:2'", `"'a':1 'b':2"`],
    ['"char"', "'x'", '"x"'],
    ['int2vector', "'1 2'", '"1 2"'],
    ['regclass', "'pg_class'", '"pg_class"'],
    ['mood', "'so so'", '"so so"'],
    ['place', "('Main St', 1)", '"(\\"Main St\\",1)"'],
    ['place', '(null, null)', '"(,)"'],
    ['place', 'null', 'null'],
    ['positive', '5', '5'],
    ['amount', '1.5', '"1.50"'],
    ['int[]', "'{1,NULL,3}'", '[1,null,3]'],
    ['int[]', "'{}'", '[]'],
    ['int[][]', "'{{1,2},{3,4}}'", '[[1,2],[3,4]]'],
    ['int[]', "'[0:1]={7,8}'", '[7,8]'],
    ['bigint[]', "'{9223372036854775807}'", '["9223372036854775807"]'],
    ['text[]', `'{"a,b","c\\"d",NULL,"NULL","{x}"}'`, '["a,b","c\\"d",null,"NULL","{x}"]'],
    ['boolean[]', "'{t,f}'", '[true,false]'],
    ['float8[]', "'{1.5,NaN}'", '[1.5,"NaN"]'],
    ['timestamp[]', "'{2018-08-25}'", '["2018-08-25 00:00:00.000000"]'],
    ['timestamptz[]', "'{2018-08-25 00:00+00}'", '["2018-08-25 00:00:00.000000"]'],
    ['bytea[]', `'{"\\\\x00ff"}'`, '["AP8="]'],
    ['jsonb[]', `array['{"a": 1.50}'::jsonb, 'null']`, '[{"a":1.50},null]'],
    ['box[]', "'{(1,1),(0,0)}'", '["(1,1),(0,0)"]'],
    ['mood[]', "'{fine,so so}'", '["fine","so so"]'],
    ['positive[]', "'{1}'", '[1]'],
    ['names', "'{a,b}'", '["a","b"]'],
    ['int4range', "'[1,10)'", '{"lower":1,"upper":10,"bounds":"[)"}'],
    ['int8range', "'(,5)'", '{"lower":null,"upper":"5","bounds":"()"}'],
    ['numrange', "'empty'", '{"lower":null,"upper":null,"bounds":"empty"}'],
    ['numrange', "'[1.50,2]'", '{"lower":"1.50","upper":"2","bounds":"[]"}'],
    [
      'tsrange',
      "'[2018-08-25,2018-08-26)'",
      '{"lower":"2018-08-25 00:00:00.000000","upper":"2018-08-26 00:00:00.000000","bounds":"[)"}',
    ],
    ['int4range[]', `'{"[1,2)"}'`, '["[1,2)"]'],
    [
      'int4multirange',
      "'{[1,3),[5,7)}'",
      '[{"lower":1,"upper":3,"bounds":"[)"},{"lower":5,"upper":7,"bounds":"[)"}]',
    ],
    ['int4multirange', "'{}'", '[]'],
  ])('of %s holding %s', async (type, value, expected) => {
    expect(await cellOf(type, value)).toBe(expected);
  });

  it('is the same whatever the database and its user prefer', async () => {
    await client.query(`do $$ begin
      execute format('alter database %I set datestyle = ''German''', current_database());
      execute format('alter database %I set timezone = ''Asia/Tokyo''', current_database());
      execute format('alter database %I set bytea_output = ''escape''', current_database());
      execute format('alter database %I set intervalstyle = ''iso_8601''', current_database());
      execute format('alter database %I set extra_float_digits = -10', current_database());
    end $$`);
    await client.query(`create table preferred as select 1 as id, timestamptz '2018-08-25 00:00+00' as at,
      date '2018-08-25' as day, bytea '\\x00ff' as bytes, interval '1 day' as long, 0.1234567890123456::float8 as float`);
    expect({ ...(await read({ table: 'preferred' })).cells }).toEqual({
      id: 1,
      at: '2018-08-25 00:00:00.000000',
      day: '2018-08-25',
      bytes: 'AP8=',
      long: '1 day',
      float: 0.1234567890123456,
    });
    await client.query(
      `do $$ begin execute format('alter database %I reset all', current_database()); end $$`,
    );
  });

  it('that is too long is cut and marked, before it leaves the server', async () => {
    await client.query(`create table large as select 1 as id, repeat('ä', 600) as text, repeat('x', 1000) as fits,
      ('"' || repeat('y', 2000) || '"')::json as json, array_fill(7, array[2000]) as list,
      decode(repeat('00ff10', 1000), 'hex') as bytes, repeat('z', 50000000) as huge`);
    const { hostname, port } = new URL(database.url);
    let received = 0;
    const between = await listening((socket) => {
      const server = connect(Number(port), hostname).on('error', () => undefined);
      server.on('data', ({ length }) => {
        received += length;
      });
      socket.pipe(server).pipe(socket);
    });
    const { cells, cut } = await read({
      table: 'large',
      largestCell: 1_000,
      connection: { port: portOf(between) },
    });
    await closed(between);
    expect(received).toBeLessThan(30_000);
    expect(cut).toEqual(['text', 'json', 'list', 'bytes', 'huge']);
    expect(cells.text).toBe(`${'ä'.repeat(500)}…`);
    expect(cells.fits).toBe('x'.repeat(1000));
    expect(cells.json).toBe('… (more than 1000 bytes)');
    expect(cells.list).toBe('… (more than 1000 bytes)');
    expect(cells.bytes).toBe(`${'AP8Q'.repeat(333)}…`);
    expect(cells.huge).toBe(`${'z'.repeat(1000)}…`);
  });

  it('that holds parts is not shown in part, since what is to be masked would not be found', async () => {
    const doc = JSON.stringify({ cvv: SECRET, ssn: SECRET, long: 'x'.repeat(2_000) });
    const cells = {
      ...{
        json: `$$${doc}$$::json`,
        jsonb: `$$${doc}$$::jsonb`,
        list: `array_fill($$${SECRET}$$::text, array[99])`,
      },
      ...{
        jsons: `array[$$${doc}$$::jsonb]`,
        text: `$$ ${doc}$$`,
        quoted: `$$${JSON.stringify(doc)}$$::text`,
      },
      range: `textrange('${SECRET}', repeat('z', 2000))`,
    };
    await client.query(`create type textrange as range (subtype = text)`);
    await client.query(
      `create table parts_cut as select 1 as id, ${Object.entries(cells).map(([name, cell]) => `${cell} as ${name}`)}`,
    );
    const row = await read({ table: 'parts_cut', largestCell: 1_000 });
    expect(row.cut).toEqual(Object.keys(cells));
    expect(JSON.stringify(row.cells)).not.toContain(SECRET);
    expect(row.cells.jsonb).toBe('… (more than 1000 bytes)');
  });

  it('that is cut within a long number does not end with a part of it', async () => {
    await client.query(
      `create table noted as select 1 as id, repeat('x', 984) || '4111 1111 1111 1111 and more' as note, repeat('7', 2000) as long`,
    );
    const { cells } = await read({ table: 'noted', largestCell: 1_000 });
    expect(cells.note).toBe(`${'x'.repeat(984)}…`);
    expect(String(cells.long)).toHaveLength(982);
  });

  it('is cut sooner in a table of many columns', async () => {
    const columns = Array.from({ length: 1_000 }, (_, index) => `repeat('x', 10000) as c${index}`);
    await client.query(`create table wide as select 1 as id, ${columns.slice(0, 900).join(', ')} limit 0`);
    await client.query(`insert into wide (id, c0, c1) values (1, repeat('x', 10000), repeat('x', 4000))`);
    const { cells, cut } = await read({ table: 'wide' });
    expect(cut).toEqual(['c0']);
    expect(String(cells.c0).length).toBeLessThan(4_500);
  });

  it('of a column called __proto__ or _metadata is one like any other', async () => {
    await client.query(
      `create table odd as select 1 as id, 2 as "__proto__", 3 as "_metadata", 4 as sampled`,
    );
    expect(Object.entries((await read({ table: 'odd' })).cells)).toEqual([
      ['id', 1],
      ['__proto__', 2],
      ['_metadata', 3],
      ['sampled', 4],
    ]);
  });
});

describe('a table and a field', () => {
  beforeAll(async () => {
    await client.query(`
      create table orders (id int primary key, "Odd.Name" text, "a""b" text, "ünï" text, note text);
      insert into orders values (1, 'o', 'q', 'u', 'first'), (2, 'o', 'q', 'u', 'second');
      create view order_view as select id, note from orders;
      create materialized view order_copy as select * from orders;
      create schema sales;
      create table sales.orders (id int, note text);
      insert into sales.orders values (1, 'of sales');
      create table sales.refunds (id int);
      create table "odd.table" as select 1 as id;
      create table "Camel" as select 1 as "Id";
      create table "orders; drop table orders" as select 1 as id;
      create table "q""uote" as select 1 as id;
      create table "täble 😀" as select 1 as id;
      create table parts (id int) partition by range (id);
      create table parts_low partition of parts for values from (0) to (10);
      insert into parts values (1);
    `);
  });

  it.each([
    ['orders', 'id'],
    [' orders ', ' id '],
    ['ORDERS', 'ID'],
    ['public.orders', 'id'],
    ['"public"."orders"', '"id"'],
    ['orders', 'NOTE'],
    ['order_view', 'id'],
    ['order_copy', 'id'],
    ['sales.orders', 'id'],
    ['"odd.table"', 'id'],
    ['public."odd.table"', 'id'],
    ['Camel', 'Id'],
    ['"Camel"', '"Id"'],
    ['orders; drop table orders', 'id'],
    ['"orders; drop table orders"', 'id'],
    ['"q""uote"', 'id'],
    ['täble 😀', 'id'],
    ['parts', 'id'],
  ])('are found as %s and %s', async (table, idField) => {
    const rowId = idField === 'NOTE' ? 'first' : '1';
    expect(Object.keys((await read({ table, idField, rowId })).cells)).not.toEqual([]);
  });

  it.each([
    ['Odd.Name', 'o'],
    ['"Odd.Name"', 'o'],
    ['"a""b"', 'q'],
    ['ünï', 'u'],
  ])('may have a name such as %s', async (idField, rowId) => {
    expect((await read({ table: 'orders', idField, rowId })).cells).toMatchObject({ id: 1 });
  });

  it('without a schema is that of the connection, or of the search path', async () => {
    const inSales = { table: 'orders', connection: { schema: 'sales' } };
    expect((await read(inSales)).cells).toMatchObject({ note: 'of sales' });
    expect((await read({ ...inSales, table: 'public.orders' })).cells).toMatchObject({ note: 'first' });
    expect((await read({ table: 'orders' })).cells).toMatchObject({ note: 'first' });
  });

  it.each([
    ['order', '`shop` has no table or view `order` that it finds. Did you mean `orders`'],
    ['refunds', 'Did you mean `sales.refunds`'],
    ['public.refunds', 'has no table or view `public.refunds`'],
    ['"ORDERS"', 'has no table or view `"ORDERS"`'],
    ['zzzzzzzzzzzzzzzzz', 'Outside the search path a table is named with its schema'],
    ['orders"; drop table orders; --', 'is not the name of a table'],
    ['a.b.c', 'is not the name of a table'],
    ['orders.', 'is not the name of a table'],
    ['.orders', 'is not the name of a table'],
    ['', 'is not the name of a table'],
    ['"orders', 'is not the name of a table'],
    [`orders${'x'.repeat(70)}`, 'has no table or view'],
    ['orders\0', 'is not the name of a table'],
    // The catalogue: `pg_stats` shows values of every column, under names that nobody masks.
    ['pg_stats', 'has no table or view `pg_stats`'],
    ['pg_catalog.pg_stats', 'has no table or view'],
    ['information_schema.tables', 'has no table or view'],
  ])('that is not there is said: %s', async (table, words) => {
    const { field, sentence } = await refusal({ table });
    expect(field).toBe('table');
    expect(sentence).toContain(words);
  });

  it.each([
    ['ids', 'Did you mean `id`?'],
    ['zzzzzz', 'It has `id`, `"Odd.Name"`, `"a""b"`, `ünï`, `note`.'],
    ['1 = 1 or id', 'has no field'],
    ['id"', 'has no field'],
    ['ctid', 'has no field'],
  ])('that has no such field is said: %s', async (idField, words) => {
    const { field, sentence } = await refusal({ table: 'orders', idField });
    expect(field).toBe('id_field');
    expect(sentence).toContain(words);
  });

  it('of names as long as the server allows is itself, and a longer one is another', async () => {
    const name = 'l'.repeat(63);
    await client.query(`create table ${name} as select 1 as id`);
    expect((await read({ table: name })).cells).toEqual(expect.objectContaining({ id: 1 }));
    expect((await refusal({ table: `${name}l` })).sentence).toContain('has no table or view');
  });
});

describe('a row id', () => {
  beforeAll(async () => {
    await client.query(`
      create table ids (id int, big bigint, code varchar(10), fixed char(5), at timestamptz, flag boolean,
        uid uuid, price numeric, doc json, docb jsonb, spot point, around box, whole place, feeling mood,
        tags text[], x xml, raw bytea);
      insert into ids values (1, 9007199254740993, '007', 'ab', '2018-08-25 00:00+00', true,
        'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 1.50, '{}', '{"a":1}', '(1,2)', '(1,1),(0,0)', ('s', 1), 'fine',
        '{a,b}', '<a/>', '\\x00ff');
    `);
  });

  it.each([
    ['id', ' 1 '],
    ['big', '9007199254740993'],
    ['code', '007'],
    ['fixed', 'ab'],
    ['at', '2018-08-25T02:00:00+02:00'],
    ['flag', 'yes'],
    ['uid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'],
    ['price', '1.5'],
    ['docb', '{"a": 1}'],
    ['feeling', 'fine'],
    ['tags', '{a,b}'],
    ['raw', '\\x00ff'],
  ])('is compared by the type of its column: %s', async (idField, rowId) => {
    expect((await read({ table: 'ids', idField, rowId })).cells).toMatchObject({ id: 1 });
  });

  it.each([
    ['id', SECRET],
    ['id', '1.0'],
    ['id', '99999999999'],
    ['id', '1; drop table ids'],
    ['id', "1' or '1'='1"],
    ['id', ''],
    ['at', SECRET],
    ['at', '2018-99-99'],
    ['uid', SECRET],
    ['feeling', SECRET],
    ['docb', `{${SECRET}`],
    ['code', `${SECRET}\0`],
  ])('that is none of its column is said: %s', async (idField, rowId) => {
    const { field, sentence } = await refusal({ table: 'ids', idField, rowId });
    expect(field).toBe('row_id');
    expect(sentence).toContain(`That is no value of \`${idField}\`, which is of type `);
  });

  it.each(['doc', 'spot', 'around', 'whole', 'x'])(
    'cannot be that of a column without equality: %s',
    async (idField) => {
      const { field, sentence } = await refusal({ table: 'ids', idField, rowId: '(1,2)' });
      expect(field).toBe('id_field');
      expect(sentence).toContain('which cannot be looked for by its value');
    },
  );

  it.each([
    ['id', '2'],
    ['code', "007' or 'a'='a"],
    ['code', SECRET],
  ])('that no row has is said: %s', async (idField, rowId) => {
    const { field, sentence } = await refusal({ table: 'ids', idField, rowId });
    expect(field).toBe('row_id');
    expect(sentence).toBe(`No row of \`ids\` has that value in \`${idField}\`: check the row id.`);
  });

  it('that several rows have gives one, and says so', async () => {
    await client.query('create table twins as select 1 as id, n from generate_series(1, 3) as n');
    expect(await read({ table: 'twins' })).toMatchObject({ cells: { id: 1 }, isOneOfSeveral: true });
    expect(await read({ table: 'twins', idField: 'n' })).toMatchObject({ isOneOfSeveral: false });
  });
});

describe('the reading', () => {
  it('only reads: what writes when it is read is refused', async () => {
    await client.query(`
      create table trace (at timestamptz);
      create sequence counter;
      create function note_it() returns int language plpgsql as
        $$ begin perform set_config('transaction_read_only', 'off', true); insert into trace values (now()); return 1; end $$;
      create view writing as select 1 as id, note_it() as noted;
      create function plain_note() returns int language sql as
        $$ insert into trace values (now()); select 1 $$;
      create view writing_too as select 1 as id, plain_note() as noted;
      create view counting as select 1 as id, nextval('counter') as n;
    `);
    for (const table of ['writing_too', 'counting']) {
      const { field, sentence } = await refusal({ table });
      expect(field).toBe('table');
      expect(sentence).toContain('writes something whenever it is read');
    }
    // Turning it off is refused under a code of its own.
    await expect(read({ table: 'writing' })).rejects.toThrow(KnownError);
    expect((await client.query('select * from trace')).rowCount).toBe(0);
    expect((await client.query('select is_called from counter')).rows).toEqual([{ is_called: false }]);
  });

  it('says what its table is called, with the schema where that was written', async () => {
    await client.query('create schema "Odd.One"; create table "Odd.One".plain as select 1 as id');
    await client.query('create table upper as select 1 as id');
    const tables = ['UPPER', ' Public.UPPER ', '"upper"', '"Odd.One".Plain'];
    const called = await Promise.all(tables.map(async (table) => (await read({ table })).table));
    expect(called).toEqual(['upper', 'public.upper', 'upper', '"Odd.One".plain']);
  });

  it('is told nothing of the environment, which is for the database of the bot', async () => {
    await client.query('create table plain as select 1 as id');
    const variables = {
      PGOPTIONS: '-c search_path=elsewhere',
      PGREPLICATION: 'database',
      PGSSLNEGOTIATION: 'direct',
      PGSSLMODE: 'require',
    };
    const { cells } = await withEnvironment(variables, () => read({ table: 'plain' }));
    expect(cells).toMatchObject({ id: 1 });
  });

  it('is read beside three others, and not while somebody else waits for ever', async () => {
    await client.query('create view unhurried as select 1 as id, pg_sleep(60)::text as slept');
    const source = createRowSource({
      ...{ statementTimeout: 50_000, wholeTimeout: 50_000, longestWait: 100 },
    });
    const request = {
      connectionName: 'shop',
      connection: connectionTo(database.url),
      idField: 'id',
      rowId: '1',
    };
    const sessions = async () => {
      const { rows } = await client.query<{ count: number }>(
        "select count(*)::int from pg_stat_activity where application_name = 'alooma-chatops samples' and datname = current_database()",
      );
      return rows[0]?.count;
    };
    const asked = Array.from({ length: 5 }, () =>
      source.readRow({ ...request, table: 'unhurried' }).catch((error: unknown) => String(error)),
    );
    expect(await asked.at(-1)).toContain('it was not the turn of this one');
    await until(async () => (await sessions()) === 4);
    // As their time does it, which is long, so that they are there to be counted.
    await until(async () => {
      await client.query(
        'select pg_cancel_backend(pid) from pg_stat_activity where query like \'%"unhurried"%\' and pid <> pg_backend_pid() and datname = current_database()',
      );
      return (await sessions()) === 0;
    });
    for (const answer of await Promise.all(asked.slice(0, 4))) expect(answer).toContain('in time');
    await source.readRow({ ...request, table: 'plain' });
  });

  it('ends in time', async () => {
    await client.query('create view slow as select 1 as id, pg_sleep(60)::text as slept');
    const { result, awake } = await timeAwake(() => refusal({ table: 'slow', statementTimeout: 1_000 }));
    expect(awake).toBeLessThan(5_000);
    expect(result.field).toBe('id_field');
    expect(result.sentence).toContain('did not give a row of `slow` in time');
    const isNobodyThere = async () => {
      const { rowCount } = await client.query(
        "select 1 from pg_stat_activity where application_name = 'alooma-chatops samples' and datname = current_database()",
      );
      return rowCount === 0;
    };
    // A session is listed for a moment after it was left, and far longer where it sleeps on.
    await until(isNobodyThere, () => 'the session to end', 20_000);
  });

  it('ends in time as a whole, also where each statement does', async () => {
    await client.query('create view slowly as select 1 as id, pg_sleep(4)::text as slept');
    const { result, awake } = await timeAwake(() => refusal({ table: 'slowly', wholeTimeout: 300 }));
    expect(awake).toBeLessThan(3_500);
    expect(result.field).toBe('id_field');
    expect(result.sentence).toContain('did not give a row of `slowly` in time');
  });

  it('does not wait for what somebody has locked', async () => {
    await client.query('create table locked as select 1 as id');
    await client.query('begin; lock table locked in access exclusive mode');
    const { field, sentence } = await refusal({ table: 'locked' });
    await client.query('rollback');
    expect(field).toBe('table');
    expect(sentence).toBe('`locked` is locked by somebody else. Try again in a moment.');
  });

  it('says what a view fails with by its code, without the values of its rows', async () => {
    await client.query(
      `create view failing as select 1 as id, ('${SECRET}' || n)::int as bad from generate_series(1, 1) as n`,
    );
    const { field, sentence } = await refusal({ table: 'failing' });
    expect(field).toBe('table');
    expect(sentence).toContain('refused to read `failing` (SQLSTATE 22P02)');
  });

  it('goes under a name of its own', async () => {
    await client.query(
      "create view me as select 1 as id, current_setting('application_name') as app, current_setting('transaction_read_only') as ro",
    );
    expect((await read({ table: 'me' })).cells).toMatchObject({ app: 'alooma-chatops samples', ro: 'on' });
  });
});

describe('a database that cannot be read', () => {
  let locked: string;
  const role = `reader_${Math.random().toString(36).slice(2)}`;

  beforeAll(async () => {
    await client.query(`create role ${role} login password '${SECRET}'`);
    await client.query(
      'create table secrets (id int, open text, closed text); insert into secrets values (1)',
    );
    await client.query('create schema hidden; create table hidden.things (id int)');
    locked = database.url.replace(/\/\/[^@]*@/, `//${role}:${SECRET}@`);
  });

  afterAll(async () => {
    await client.query(`drop owned by ${role}; drop role ${role}`);
  });

  it('since the user may not, says so', async () => {
    const words = 'The user of `shop` may not read all of `secrets`';
    expect(await refusal({ table: 'secrets', url: locked })).toMatchObject({
      field: 'table',
      sentence: expect.stringContaining(words),
    });
    await client.query(`grant select (id, open) on secrets to ${role}`);
    expect((await refusal({ table: 'secrets', url: locked })).sentence).toContain(words);
    expect((await refusal({ table: 'hidden.things', url: locked })).sentence).toContain(
      'may not read all of',
    );
    // Nor are others offered that it may not read.
    expect((await refusal({ table: 'secretz', url: locked })).sentence).not.toContain('`secrets`');
    await client.query(`grant select on secrets to ${role}`);
    expect((await read({ table: 'secrets', url: locked })).cells).toMatchObject({ id: 1 });
  });

  it('since there is none of that name, says so', async () => {
    const { field, sentence } = await refusal({ table: 'x', connection: { database: `no-${SECRET}` } });
    expect(field).toBe('connection');
    expect(sentence).toContain('The server of `shop` has no database of the name that is set');
  });

  it('since nobody listens, says so', async () => {
    const server = await listening(() => undefined);
    await closed(server);
    const { field, sentence } = await refusal({ table: 'x', connection: { port: portOf(server) } });
    expect(field).toBe('connection');
    expect(sentence).toContain('`shop` cannot be reached (ECONNREFUSED)');
  });

  it.each([
    ['does not answer', (_: Socket) => undefined, 'does not answer', { connectTimeout: 300 }],
    ['ends the connection', (socket: Socket) => void socket.end(), 'was lost on the way'],
    [
      'is recovering',
      (socket: Socket) => void socket.end(refusing('57P03')),
      'is starting, stopping or recovering',
    ],
    [
      'has no connection left',
      (socket: Socket) => void socket.end(refusing('53300')),
      'has no connection left',
    ],
    ['refuses the user', (socket: Socket) => void socket.end(refusing('28000')), 'does not let its user in'],
    [
      'speaks something else',
      (socket: Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'lost on the way',
    ],
  ])('since it %s, says so', async (_, answer, words, limits: RowSourceOptions = {}) => {
    const server = await listening((socket) => socket.once('data', () => answer(socket)));
    const { result, awake } = await timeAwake(() =>
      refusal({ table: 'x', connection: { port: portOf(server) }, ...limits }),
    );
    await closed(server);
    expect(awake).toBeLessThan(3_000);
    expect(result.field).toBe('connection');
    expect(result.sentence).toContain(words);
  });
});

describe('a connection that is encrypted', () => {
  let server: TlsPostgres;

  beforeAll(async () => {
    server = await startTlsPostgres();
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query(
      'create view how as select 1 as id, ssl from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()',
    );
    await admin.end();
  });

  afterAll(() => server.stop());

  const how = (connection: Partial<Connection>) => ({ table: 'how', url: server.url, connection });

  it('is one where tls says so, and none where it is off', async () => {
    const verified = { tls: 'verify', ca: server.ca, server: 'localhost' } as const;
    expect((await read(how(verified))).cells).toMatchObject({ ssl: true });
    expect((await read(how({ tls: 'require' }))).cells).toMatchObject({ ssl: true });
    expect((await read(how({ tls: 'off' }))).cells).toMatchObject({ ssl: false });
  });

  it('is refused where the certificate is not trusted, or not of this name', async () => {
    expect((await refusal(how({ tls: 'verify', server: 'localhost' }))).sentence).toMatch(
      /^No safe connection to `shop` came about \((UNABLE_TO_\w+|SELF_SIGNED_\w+)\)/,
    );
    const { field, sentence } = await refusal(how({ tls: 'verify', ca: server.ca }));
    expect(field).toBe('connection');
    expect(sentence).toContain('No safe connection to `shop` came about (ERR_TLS_CERT_ALTNAME_INVALID)');
  });

  it('is refused where the server does not encrypt', async () => {
    const shared = await listening((socket) => socket.once('data', () => void socket.write('N')));
    const { field, sentence } = await refusal({
      table: 'x',
      connection: { tls: 'require', port: portOf(shared) },
    });
    await closed(shared);
    expect(field).toBe('connection');
    expect(sentence).toContain('does not encrypt, and its `tls` asks for that');
  });

  it('is set up with certificates that are some: others are said at the start', () => {
    const withCa = (ca: string) =>
      Connection.safeParse({ server: 'localhost', database: 'shop', user: 'me', ca }).success;
    expect(withCa(server.ca)).toBe(true);
    expect(withCa(`${server.ca}\n${server.ca}`)).toBe(true);
    expect(withCa('/etc/ssl/ca.pem')).toBe(false);
    expect(withCa(server.ca.replace('MII', 'XXX'))).toBe(false);
  });

  it('is not opened with a wrong password, or without one', async () => {
    const wrong = await refusal(how({ tls: 'require', password: SECRET }));
    expect(wrong).toEqual({
      field: 'connection',
      sentence: expect.stringContaining('does not let its user in'),
    });
    const url = server.url.replace(/:[^:@]*@/, '@');
    // Not even with the one that the environment of the process has.
    process.env.PGPASSWORD = new URL(server.url).password;
    const none = await refusal({ table: 'how', url });
    delete process.env.PGPASSWORD;
    expect(none).toEqual({ field: 'connection', sentence: expect.stringContaining('asks for a password') });
  });
});

function listening(connected: (socket: Socket) => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    connected(socket);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function portOf(server: Server): number {
  return ports.get(server) ?? remember(server);
}

/** The address of a server is gone once it is closed. */
const ports = new WeakMap<Server, number>();
function remember(server: Server): number {
  const { port } = server.address() as AddressInfo;
  ports.set(server, port);
  return port;
}

function closed(server: Server): Promise<void> {
  remember(server);
  return new Promise((resolve) => server.close(() => resolve()));
}

/** An ErrorResponse. Source: PostgreSQL's "Message Formats". */
function refusing(sqlState: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${sqlState}\0Mrefused ${SECRET}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}
