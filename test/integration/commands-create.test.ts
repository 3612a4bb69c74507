import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, writesTo } from '../support/asking.ts';
import { changeOf, ended } from '../support/changes.ts';
import { cardOfForm, closeAll, faultsOfForm } from '../support/forms.ts';
import { tracesOf } from '../support/traces.ts';
import { startWorld, type World, wordsOf } from '../support/world.ts';

const PROFILES = JSON.stringify({
  warehouse: { server: 'dw.example.com', port: 5439, database: 'dw', user: 'dw', password: 's3cr3t-profile' },
  partly: { server: 'dw.example.com', user: 'dw', password: 's3cr3t-profile' },
});

const CREDENTIALS = {
  Server: 'new.example.com',
  Port: '5433',
  Database: 'new',
  User: 'reader',
  Password: 's3cr3t-typed',
};

describe('create', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      environment: { CREDENTIALS_PROFILES: PROFILES },
      alooma: { createDelay: 50 },
    });
  });
  afterEach(() => closeAll(world.oncall));
  afterAll(() => world.stop());

  const filled = (name: string, more: Record<string, string | null> = {}) => ({
    Name: name,
    'Copy from': 'customers_db',
    ...CREDENTIALS,
    Tables: 'people\norders=updated_at',
    ...more,
  });

  /** Asks for an input and has it approved. @returns it, as Alooma has it then */
  async function created(name: string, values: Record<string, string | null>) {
    await world.oncall.opensModal('/alooma create');
    const card = await cardOfForm(world.oncall, values);
    expect(wordsOf(card)).not.toContain('s3cr3t');
    await world.approver.clicks('Approve', card);
    const { state, outcome } = await ended(world, name);
    const input = world.alooma.inputs().find((one) => one.name === name);
    expect([state, outcome]).toEqual(['applied', expect.stringContaining(input?.id ?? 'its id')]);
    return { input, card };
  }

  it('makes a copy of a database input with what was typed over it, and tells its id', async () => {
    const { input } = await created('copy_one', filled('copy_one'));
    expect(input).toMatchObject({
      type: 'ODBC',
      configuration: {
        server: 'new.example.com',
        // A number, as it is in the input that was copied.
        port: 5433,
        database: 'new',
        user: 'reader',
        password: 's3cr3t-typed',
        db_type: 'psql',
        schema: 'public',
        auto_map: 'true',
        batch_size: 10_000,
        tables: '{"people":"xmin::text::bigint","orders":"updated_at"}',
      },
    });
  });

  it('takes everything that may be given beside', async () => {
    const { input } = await created(
      'copy_all',
      filled('copy_all', {
        Tables: 'people=id\n"odd=name"=id',
        Type: 'mysql',
        Schema: 'sales',
        'Replication type': 'full_dump',
        'Batch size': '500',
        'Auto-map': 'Off',
        'Default schema': 'SALES',
      }),
    );
    expect(input?.configuration).toMatchObject({
      tables: '{"people":"id","odd=name":"id"}',
      db_type: 'mysql',
      schema: 'sales',
      replication_type: 'full_dump',
      batch_size: 500,
      auto_map: 'false',
      input_default_schema: 'SALES',
    });
  });

  it('keeps a typed password out of the log, of Slack and of the database, and wipes it in the end', async () => {
    const typed = 's3cr3t-nowhere';
    const { input } = await created('copy_secret', filled('copy_secret', { Password: typed }));
    expect(input?.configuration.password).toBe(typed);
    expect(await tracesOf(world, typed)).toEqual([]);
    const { rows } = await world.pool.query('select secrets from changes where input_name = $1', [
      'copy_secret',
    ]);
    expect(rows).toEqual([{ secrets: null }]);
  });

  it('takes the credentials of a profile, without a word of them', async () => {
    const { input } = await created('copy_profile', {
      Name: 'copy_profile',
      'Copy from': 'orders_db',
      'Credentials profile': 'warehouse',
      Tables: 'people',
    });
    expect(input?.configuration).toMatchObject({
      server: 'dw.example.com',
      // Text, as it is in the input that was copied.
      port: '5439',
      password: 's3cr3t-profile',
    });
    expect(await tracesOf(world, 's3cr3t-profile')).toEqual([]);
  });

  it('offers only database inputs to copy from', async () => {
    await world.oncall.opensModal('/alooma create');
    expect(await world.oncall.finds('Copy from', '_db')).toContain('orders_db');
    expect(await world.oncall.finds('Copy from', 'web')).toEqual([]);
  });

  it.each([
    ['a name that is taken', { Name: 'orders_db' }, { name: 'exists already' }],
    [
      'what neither was typed nor is in the profile',
      {
        'Credentials profile': 'partly',
        User: null,
        Password: null,
        Server: null,
        Port: null,
        Database: null,
      },
      { port: 'Enter it', database: 'Enter it' },
    ],
    [
      'what was typed beside a profile that has it',
      { 'Credentials profile': 'partly', User: null },
      { server: 'The credentials profile has this', password: 'The credentials profile has this' },
    ],
    [
      'no credentials at all',
      { Server: null, Port: null, Database: null, User: null, Password: null },
      { server: 'Enter it', port: 'Enter it', database: 'Enter it', user: 'Enter it', password: 'Enter it' },
    ],
    ['a port that is no number', { Port: 'many' }, { port: 'is a number' }],
    [
      'tables without an indicator, which only psql has',
      { Type: 'mysql' },
      { tables: '“people=updated_at”' },
    ],
    ['a table named twice', { Tables: 'a\nb\na=id' }, { tables: 'Named twice: “a”' }],
    ['tables that cannot be read', { Tables: 'a\n=id' }, { tables: 'I cannot read “=id”' }],
  ])('says under its field what is wrong: %s', async (_, values, faults) => {
    const writes = writesTo(world);
    await world.oncall.opensModal('/alooma create');
    const said = await faultsOfForm(world.oncall, { ...filled('copy_never'), ...values });
    expect(said).toEqual(
      Object.fromEntries(
        Object.entries(faults).map(([field, text]) => [field, expect.stringContaining(text)]),
      ),
    );
    await expect(changeOf(world, 'copy_never')).rejects.toThrow('no change');
    expect(writesTo(world)).toEqual(writes);
    expect(await tracesOf(world, CREDENTIALS.Password)).toEqual([]);
  });

  it('does not copy what the pipeline gave only as a mask', async () => {
    world.alooma.write(
      world.alooma
        .text('customers_db')
        .replaceAll('customers_db', 'masked_db')
        .replace(/"id":"[^"]*"/, '"id":"masked-1"')
        .replace('s3cr3t-bastion', '****'),
    );
    // The list of inputs that a form offers is kept for a while.
    await world.restart();
    await world.oncall.opensModal('/alooma create');
    const said = await faultsOfForm(world.oncall, { ...filled('copy_masked'), 'Copy from': 'masked_db' });
    expect(Object.values(said)).toEqual([expect.stringContaining('masked')]);
  });

  it('says that the input to copy from was deleted since', async () => {
    await world.oncall.opensModal('/alooma create');
    await world.oncall.finds('Copy from', 'billing');
    world.alooma.remove('billing_mysql');
    const said = await faultsOfForm(world.oncall, { ...filled('copy_gone'), 'Copy from': 'billing_mysql' });
    expect(Object.values(said)).toEqual([expect.stringContaining('No input is called')]);
  });

  it('asks for one input of a name at a time', async () => {
    await world.oncall.opensModal('/alooma create');
    await cardOfForm(world.oncall, filled('copy_twice'));
    await world.oncall.opensModal('/alooma create');
    const said = await faultsOfForm(world.oncall, filled('copy_twice'));
    expect(Object.values(said)).toEqual([expect.stringContaining('waiting')]);
  });

  it('opens for nobody who may not ask, and in no direct messages', async () => {
    expect((await answerTo(world.guest, '/alooma create')).isEphemeral).toBe(true);
    expect(world.guest.modal()).toBeUndefined();
    const answer = await answerTo(world.oncall, '/alooma create', world.slack.people.oncall.directChannel);
    expect(wordsOf(answer)).toContain('nobody else could approve it');
    expect(world.oncall.modal()).toBeUndefined();
  });
});
