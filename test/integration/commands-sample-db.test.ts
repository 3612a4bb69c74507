import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { makeDemoDatabase, READER } from '../../sandbox/demo-database.ts';
import { answerTo } from '../support/asking.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { faultsOfForm } from '../support/forms.ts';
import { codeIn, contentOf, fileInThread } from '../support/sample-answers.ts';
import { HOSTILE_NAMES } from '../support/shown.ts';
import { tracesOf } from '../support/traces.ts';
import { type Actor, buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

const CARD = '4111 1111 1111 1111';
const OTHER_CARD = '5555 5555 5555 4444';

let database: TestDatabase;
let client: pg.Client;
let connections: Record<string, object>;

beforeAll(async () => {
  database = await createTestDatabase();
  connections = await makeDemoDatabase({ databaseUrl: async () => database.url });
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.query(`drop owned by ${READER}; drop role ${READER}`);
  await client.end();
  await database.drop();
});

describe('/alooma sample db', () => {
  let world: World;
  let password: string;

  beforeAll(async () => {
    const refused = { ...connections.shop, database: 'not-there' };
    world = await startWorld({
      environment: { SAMPLE_CONNECTIONS: JSON.stringify({ ...connections, refused }) },
    });
    password = String(Object.entries(connections.shop ?? {}).find(([key]) => key === 'password')?.[1]);
  });
  afterAll(() => world.stop());
  afterEach(() => world.slack.faults.clear());

  const ask = (line: string, actor: Actor = world.oncall) => answerTo(actor, `/alooma ${line}`);

  it('shows a row in the channel and has it as a file in the thread', async () => {
    const answer = await ask('sample db shop orders id 1000');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain('A row of `orders` in the database `shop`');
    const file = await fileInThread(world, answer);
    expect(file.name).toBe('sample_orders.json');
    const content = await contentOf(world, file);
    expect(codeIn(answer)[0]).toBe(content);
    expect(JSON.parse(content)).toEqual({
      id: 1000,
      customer_id: '1',
      status: 'shipped',
      total: '129.90',
      items: [
        { sku: 'A-1', price: 99.9, count: 1 },
        { sku: 'B-7', price: 15, count: 2 },
      ],
      shipping: { lower: '2018-08-26', upper: '2018-08-29', bounds: '[)' },
      note: null,
      created_at: '2018-08-25 10:11:12.131415',
      _metadata: {
        input_label: 'shop_orders',
        table: 'orders',
        event_type: 'orders',
        input_type: 'odbc_psql_incremental_load',
      },
    });
    expect(content).toContain('"price": 99.90');
  });

  it('takes the label and the table as they are typed', async () => {
    const answer = await ask('sample db shop public.orders id 1001 --label "Orders of the shop"');
    const file = await fileInThread(world, answer);
    expect(file.name).toBe('sample_public_orders.json');
    expect(JSON.parse(await contentOf(world, file))._metadata).toEqual({
      input_label: 'Orders of the shop',
      table: 'public.orders',
      event_type: 'public.orders',
      input_type: 'odbc_psql_incremental_load',
    });
  });

  it('masks secrets and personal data, and says so', async () => {
    const answer = await ask('sample db shop customers id 1');
    expect(wordsOf(answer)).toContain('Masked: `card_number`, `date_of_birth`.');
    const customer = JSON.parse(await contentOf(world, await fileInThread(world, answer)));
    expect(customer).toMatchObject({
      card_number: '••••••',
      date_of_birth: '••••••',
      tags: ['newsletter', 'vip'],
      created_at: '2018-01-02 03:04:05.000000',
    });
    const note = await ask('sample db shop orders id 1001');
    expect(wordsOf(note)).toContain('Masked: `note`.');
    expect(await tracesOf(world, CARD, OTHER_CARD, '1985-12-10', password)).toEqual([]);
  });

  it('goes to direct messages with --private, the file too', async () => {
    const direct = world.slack.people.oncall.directChannel;
    const told = await ask('sample db shop orders id 1002 --private');
    expect(told).toMatchObject({ isEphemeral: true, text: expect.stringContaining('direct messages') });
    const answer = await world.oncall.waitsFor('A row of `orders`', direct);
    expect((await fileInThread(world, answer)).name).toBe('sample_orders.json');
    expect(wordsOf(answer)).toContain('"id": 1002');
    expect(world.approver.sees().some((message) => wordsOf(message).includes('"id": 1002'))).toBe(false);
  });

  it('says that several rows have the value, and what was cut', async () => {
    await client.query(`
      create table visits as select 7 as page, repeat('x', 70000) as agent, 1 as "_metadata" from generate_series(1, 2);
      grant select on visits to ${READER};
    `);
    const answer = await ask('sample db shop visits page 7');
    expect(wordsOf(answer)).toContain(
      'Several rows have that value in `page`: this is the first that was found.',
    );
    expect(wordsOf(answer)).toContain('Cut, in the file too, since it is long: `agent`.');
    expect(wordsOf(answer)).toContain('Its own `_metadata` was replaced.');
    const content = await contentOf(world, await fileInThread(world, answer));
    expect(JSON.parse(content).agent).toBe(`${'x'.repeat(65_536)}…`);
  });

  it.each([
    ['sample db shop order id 1', 'Did you mean `orders`?'],
    ['sample db shop orders ids 1', 'Did you mean `id`?'],
    ['sample db shop orders id S3CR3T', 'That is no value of `id`, which is of type `integer`'],
    ['sample db shop orders id 5', 'No row of `orders` has that value in `id`'],
    ['sample db shop orders id', 'row_id'],
    ['sample db refused orders id 1000', 'The server of `refused` has no database of the name that is set'],
    [
      'sample db nothing orders id 1000',
      'No database is called `nothing` here. There are `refused`, `shop`.',
    ],
    ['sample db shop customers card_number S3CR3T', 'What is in `card_number` is masked'],
    ['sample db shop customers \'"Password"\' S3CR3T', 'choose another field, such as the primary key'],
    ['sample db shop orders id 1000 --private --public', 'leave one of the two out'],
  ])('%s: is refused in private, with what to do', async (line, says) => {
    const answer = await ask(line);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(wordsOf(answer)).not.toContain('S3CR3T');
    expect(await tracesOf(world, password)).toEqual([]);
  });

  it('offers the database that was probably meant', async () => {
    const answer = await ask('sample db shopp orders id 1000');
    expect(buttonsOf(answer)[0]).toBe('Run /alooma sample db shop orders id 1000');
  });

  it.each(HOSTILE_NAMES)('takes %j for a name and no more', async (name) => {
    const quoted = `"${name.replaceAll('"', '')}"`;
    for (const line of [
      `sample db shop ${quoted} id 1`,
      `sample db shop orders ${quoted} 1`,
      `sample db ${quoted} orders id 1`,
    ]) {
      const answer = await ask(line);
      expect(answer.isEphemeral).toBe(true);
      expect(wordsOf(answer)).not.toMatch(/<!(channel|here|everyone)>|refused to read/);
    }
  });

  describe('without arguments', () => {
    it('opens a form, which gives the same', async () => {
      const { oncall } = world;
      await oncall.opensModal('/alooma sample db');
      const result = await oncall.submits({
        Database: 'shop',
        'Table or view': ' customers ',
        'Id field': 'id',
        'Row id': '2',
        'Where the sample goes': 'channel',
      });
      expect(result).toMatchObject({ ok: true });
      const answer = await oncall.waitsFor('"id": "2"');
      expect(wordsOf(answer)).toContain('A row of `customers` in the database `shop`');
      const content = await contentOf(world, await fileInThread(world, answer));
      expect(JSON.parse(content)).toMatchObject({
        id: '2',
        card_number: null,
        _metadata: { input_label: 'shop_orders', table: 'customers' },
      });
    });

    it.each([
      [{ 'Row id': '5' }, 'row_id', 'No row of “orders” has that value'],
      [{ 'Row id': 'x' }, 'row_id', 'That is no value of “id”'],
      [{ 'Id field': 'ids' }, 'id_field', 'Did you mean “id”?'],
      [{ 'Table or view': 'order' }, 'table', 'Did you mean “orders”?'],
      [{ Database: 'refused' }, 'connection', 'has no database of the name that is set'],
    ])('says what is wrong under its field: %j', async (wrong, field, says) => {
      const { oncall } = world;
      await oncall.opensModal('/alooma sample db');
      const right = { Database: 'shop', 'Table or view': 'orders', 'Id field': 'id', 'Row id': '1000' };
      const faults = await faultsOfForm(oncall, { ...right, ...wrong });
      expect(faults).toEqual({ [field]: expect.stringContaining(says) });
      await oncall.closesModal();
    });
  });
});

describe('/alooma sample db where samples are private and redacted otherwise', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      environment: {
        SAMPLE_CONNECTIONS: JSON.stringify(connections),
        SAMPLES_VISIBILITY: 'private',
        SAMPLE_REDACT: 'default,address.street,email',
      },
    });
  });
  afterAll(() => world.stop());

  it('sends the sample to the asker alone, and to the channel with --public', async () => {
    const { oncall } = world;
    await oncall.types('/alooma sample db shop customers id 1');
    const answer = await oncall.waitsFor('A row of', world.slack.people.oncall.directChannel);
    expect(wordsOf(answer)).toContain('Masked: `card_number`, `date_of_birth`, `email`, `street`.');
    const customer = JSON.parse(await contentOf(world, await fileInThread(world, answer)));
    expect(customer.address).toEqual({ street: '••••••', city: 'Testville', zip: '00001' });

    await oncall.types('/alooma sample db shop orders id 1000 --public');
    expect((await oncall.waitsFor('A row of `orders`')).isEphemeral).toBe(false);
  });

  it('has the only database chosen already', async () => {
    const { oncall } = world;
    await oncall.opensModal('/alooma sample db');
    await oncall.submits({
      'Table or view': 'orders',
      'Id field': 'id',
      'Row id': '1002',
      'Where the sample goes': 'channel',
    });
    await oncall.waitsFor('"id": 1002');
  });
});

describe('/alooma sample db without any database', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  it.each(['sample db', 'sample db shop orders id 1000'])('%s: says how one is added', async (line) => {
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(
      'No database is set up to take samples from: whoever runs this bot adds one to SAMPLE_CONNECTIONS.',
    );
  });
});

describe('the demo database', () => {
  it('is the same after every start, and its reader only reads', async () => {
    await client.query('delete from orders');
    const again = await makeDemoDatabase({ databaseUrl: async () => database.url });
    const { server, port, user, password, database: name } = Object(again.shop);
    const reader = new pg.Client({ host: server, port, user, password, database: name });
    await reader.connect();
    try {
      expect((await reader.query('select id from orders order by id')).rows).toEqual([
        { id: 1000 },
        { id: 1001 },
        { id: 1002 },
      ]);
      await reader.query('set default_transaction_read_only = off');
      await expect(reader.query('delete from orders')).rejects.toThrow('permission denied');
      await expect(reader.query('create table mine (id int)')).rejects.toThrow('permission denied');
    } finally {
      await reader.end();
    }
  });
});
