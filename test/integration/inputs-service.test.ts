import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AloomaStandIn, startAlooma } from '../../sandbox/alooma/index.ts';
import { createAlooma } from '../../src/alooma/index.ts';
import { KnownError } from '../../src/errors.ts';
import { Inputs, type Plan } from '../../src/services/inputs.ts';
import { type Pipeline, PipelineError } from '../../src/services/pipeline.ts';

/** The documented service, without Slack and without a database: a plan is made, looked at, and applied. */
describe('the Inputs service by itself', () => {
  let alooma: AloomaStandIn;
  let pipeline: Pipeline;
  let inputs: Inputs;
  const profiles = new Map([
    ['warehouse', { server: 'dw.example.com', user: 'dw', password: 'hunter2-profile', port: '99' }],
  ]);

  beforeAll(async () => {
    alooma = await startAlooma({ createDelay: 150 });
    pipeline = createAlooma({
      baseUrl: alooma.url,
      credentials: { apiKey: alooma.apiKey },
      createWait: { looks: 20, pause: 50 },
      retry: { attempts: 1 },
    });
    inputs = new Inputs(pipeline, profiles);
  });
  afterAll(() => alooma.close());

  const refusal = async (work: Promise<unknown>): Promise<KnownError> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof KnownError)) throw new Error(`Not refused: ${String(error)}`);
    return error;
  };
  const documentOf = async (name: string) => (await inputs.getInput(name)).document;
  const writes = () => alooma.requests.filter(({ method }) => method !== 'GET').length;
  const aCopy = (name: string, more: object = {}) =>
    inputs.createInputDatabase({
      newInputName: name,
      existingInput: 'customers_db',
      tables: [{ table: 'people' }, { table: 'orders', indicator: 'updated_at' }],
      profile: 'warehouse',
      credentials: { database: 'dw' },
      ...more,
    });

  it('lists names, quoted for a query where that is asked for', async () => {
    alooma.add({ name: "o'clock", type: 'ODBC', configuration: {} });
    const names = await inputs.listInputs();
    expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
    expect(await inputs.listInputs({ addQuotesCommas: true })).toContain("'o''clock',");
  });

  it('lists the tables of a database, and says of what type another input is', async () => {
    expect((await inputs.listTables('orders_db')).tables).toContainEqual(['refunds', 'updated_at']);
    const { code, message } = await refusal(inputs.listTables('web_events'));
    expect([code, message]).toEqual(['not_a_database', expect.stringContaining('`RESTAPI`')]);
  });

  it('adds tables, and keeps every other byte of the input', async () => {
    const before = await documentOf('orders_db');
    await inputs.applyInputChanges(await inputs.addTableToInput('orders_db', [{ table: 'invoices' }]));
    const added = ',\\"invoices\\":\\"xmin::text::bigint\\"';
    const after = await documentOf('orders_db');
    expect(after).toContain(added);
    expect(after.replace(added, '')).toBe(before);
  });

  it.each<[string, string, { table: string; indicator?: string }[], string]>([
    [
      'that are there already, by name',
      'orders_db',
      [{ table: 'refunds' }, { table: 'x' }],
      'has `refunds` already',
    ],
    ['without an indicator where there is no usual one', 'billing_mysql', [{ table: 'x' }], '`x=updated_at`'],
    ['that are named twice', 'orders_db', [{ table: 'x' }, { table: 'x' }], 'Named twice: `x`'],
    ['of which there is none', 'orders_db', [], 'Name at least one table'],
  ])('refuses tables %s', async (_, name, tables, sentence) => {
    const { message, fields } = await refusal(inputs.addTableToInput(name, tables));
    expect(message).toContain(sentence);
    expect(fields).toEqual({ tables: message });
  });

  it('turns auto-mapping on and off in the form that the field has', async () => {
    await inputs.applyInputChanges(await inputs.changeAutoMappingMode('orders_db', false));
    expect(await documentOf('orders_db')).toContain('"auto_map":"false"');
    const { code } = await refusal(inputs.changeAutoMappingMode('orders_db', false));
    expect(code).toBe('nothing_to_do');
  });

  it('gives parameters a template, and refuses unknown ones with those that exist', async () => {
    const plan = await inputs.addTemplateToParameterConfiguration(
      'support_tickets',
      ['where', 'limit'],
      '%Y',
    );
    await inputs.applyInputChanges(plan);
    const { configuration } = await inputs.getInput('support_tickets');
    const parameters = configuration.parameters as { parameter: string; template?: string }[];
    expect(parameters.map(({ template }) => template)).toEqual(['%Y', undefined, '%Y']);
    const { code, message } = await refusal(
      inputs.addTemplateToParameterConfiguration('support_tickets', 'wehre', '%Y'),
    );
    expect(code).toBe('unknown_parameter');
    expect(message).toContain('`where`, `session_id`, `limit`');
  });

  it('edits a parameter in the form that it has, and refuses fields that none has', async () => {
    await inputs.applyInputChanges(
      await inputs.editParameterConfiguration('support_tickets', 'where', 'value', '10'),
    );
    expect(await documentOf('support_tickets')).toContain('"type":"Days Past","value":10,');
    const edit = (field: string, value: string) =>
      refusal(inputs.editParameterConfiguration('support_tickets', 'where', field, value));
    expect((await edit('vlaue', '1')).fields.field).toContain('has no field `vlaue`');
    expect((await edit('value', 'ten')).fields.value).toContain('is a number');
  });

  it('takes no secret in what may be read by others, and keeps one that is private apart', async () => {
    const parameter = ['support_tickets', 'session_id', 'value', 'hunter2-typed'] as const;
    const { code, form } = await refusal(inputs.editParameterConfiguration(...parameter));
    expect([code, form]).toEqual(['secret_in_command', 'parameter support_tickets session_id']);
    const plan = await inputs.editParameterConfiguration(...parameter, { mayHoldSecret: true });
    expect(plan.secrets).toEqual({ s0: 'hunter2-typed' });
    expect(JSON.stringify([plan.operation, plan.proposed])).not.toContain('hunter2');
    await inputs.applyInputChanges(plan);
    expect(await documentOf('support_tickets')).toContain('"value":"hunter2-typed"');
  });

  it('repeats nothing of what stands in a secret’s place, wherever it comes from', async () => {
    alooma.add({
      name: 'numeric_secrets',
      type: 'REST_INPUT',
      configuration: {
        server: 's',
        password: 12345678,
        name: 'api_key',
        value: 'old-one',
        parameters: [
          { parameter: 'where', value: 'x' },
          { parameter: 'session_id', value: 5 },
          { parameter: 'h1', name: 'X-Api-Token', value: 'there' },
        ],
      },
    });
    const profile = new Inputs(pipeline, new Map([['p', { server: 'x', password: 'hunter2-not-a-number' }]]));
    const refusals = [
      await refusal(profile.editFields('numeric_secrets', [], { profile: 'p' })),
      await refusal(inputs.editInputConfiguration('numeric_secrets', 'value', 'hunter2-typed')),
      await refusal(inputs.editParameterConfiguration('numeric_secrets', 'h1', 'value', 'hunter2-typed')),
      await refusal(
        inputs.editParameterConfiguration('numeric_secrets', 'session_id', 'value', 'hunter2', {
          mayHoldSecret: true,
        }),
      ),
      await refusal(
        inputs.editParameterConfiguration('numeric_secrets', 'session_id', 'value', '5', {
          mayHoldSecret: true,
        }),
      ),
      await refusal(
        inputs.addTableToInput('orders_db', [{ table: 't', indicator: 'postgres://u:hunter2@h/d' }]),
      ),
    ];
    expect(refusals.map(({ code }) => code)).toEqual([
      'bad_value',
      'secret_in_command',
      'secret_in_command',
      'bad_value',
      'nothing_to_do',
      'bad_value',
    ]);
    const said = JSON.stringify(refusals.map(({ message, fields }) => [message, fields]));
    expect(said).not.toContain('hunter2');
    expect(said).not.toMatch(/`5` already/);
  });

  it.each([
    ['where', 'session_id'],
    ['session_id', 'where'],
  ])('keeps a template apart that is a secret for one of its parameters: %s, %s', async (...parameters) => {
    const plan = await inputs.addTemplateToParameterConfiguration(
      'support_tickets',
      parameters,
      'hunter2-template',
      {
        mayHoldSecret: true,
      },
    );
    expect(plan.secrets).toEqual({ [Object.keys(plan.secrets ?? {})[0] ?? '']: 'hunter2-template' });
    expect(JSON.stringify([plan.operation, plan.proposed])).not.toContain('hunter2-template');
  });

  it('removes and sets in one list only one after the other: a secret that moves up would be taken for none', async () => {
    const edits = [
      { path: ['parameters', '0'], value: undefined },
      { path: ['parameters', '1', 'value'], value: 'hunter2-behind' },
    ];
    const { message } = await refusal(inputs.editFields('support_tickets', edits));
    expect(message).toContain('one after the other');
    const [removal] = edits;
    const plan = await inputs.editFields('support_tickets', removal ? [removal] : []);
    expect(plan.proposed).not.toContain('"where"');
  });

  it('puts the password of a profile into no input that has another server, or none', async () => {
    alooma.add({ name: 'by_host', type: 'ODBC', configuration: { host: 'h', password: 'old', user: 'u' } });
    const { fields } = await refusal(inputs.editFields('by_host', [], { profile: 'warehouse' }));
    expect(fields.profile).toContain('no field `server`');
    const { fields: both } = await refusal(
      inputs.editFields('customers_db', [{ path: ['server'], value: 'evil.example.com' }], {
        profile: 'warehouse',
      }),
    );
    expect(both.server).toContain('The credentials profile has this');
  });

  it('takes the id of an input before the name of another', async () => {
    const id = alooma.add({ name: 'with_an_id', type: 'ODBC', configuration: {} });
    alooma.add({ name: id, type: 'ODBC', configuration: {} });
    expect((await inputs.find(id)).name).toBe('with_an_id');
  });

  describe('creating a database input', () => {
    it('copies the chosen one, sets what is given over it, waits until it shows and gives its id', async () => {
      const plan = await aCopy('copied_db', { batchSize: '7', autoMap: false });
      expect(JSON.stringify([plan.operation, plan.proposed])).not.toContain('hunter2-profile');
      const id = await inputs.applyInputChanges(plan);
      const created = await inputs.getInput('copied_db');
      expect(created.id).toBe(id);
      const { configuration: source } = await inputs.getInput('customers_db');
      expect(created.configuration).toEqual({
        ...source,
        server: 'dw.example.com',
        database: 'dw',
        user: 'dw',
        password: 'hunter2-profile',
        port: 99,
        batch_size: 7,
        auto_map: 'false',
        tables: '{"people":"xmin::text::bigint","orders":"updated_at"}',
      });
    });

    it.each<[string, object, string, string]>([
      ['a name of two lines', { newInputName: 'a\nb' }, 'name', 'on one line'],
      ['a name that is too long', { newInputName: 'n'.repeat(201) }, 'name', '1 to 200 characters'],
      ['a name that exists', { newInputName: 'orders_db' }, 'name', 'exists already'],
      ['no input to copy', { existingInput: '' }, 'copy_from', 'Choose the input'],
      ['an input that is not there', { existingInput: 'orders' }, 'copy_from', 'Did you mean'],
      ['an input that is no database', { existingInput: 'web_events' }, 'copy_from', '`RESTAPI`'],
      ['a profile that is not there', { profile: 'nope' }, 'profile', 'no credentials profile `nope`'],
      ['what is missing', { profile: undefined }, 'password', 'choose a credentials profile'],
      ['no tables', { tables: [] }, 'tables', 'at least one table'],
      ['a port that is too high', { profile: undefined, credentials: { port: '70000' } }, 'port', '65535'],
      ['a port that is none', { profile: undefined, credentials: { port: 'x' } }, 'port', 'is a number'],
      [
        'a field that the profile has',
        { credentials: { database: 'd', user: 'me' } },
        'user',
        'The credentials profile has this',
      ],
    ])('refuses %s, before anything is sent', async (_, more, field, sentence) => {
      const sent = writes();
      const { fields } = await refusal(aCopy('another_db', more));
      expect(fields[field]).toContain(sentence);
      expect(writes()).toBe(sent);
    });

    it('refuses to copy a secret that can only be read as a mask', async () => {
      alooma.add({
        name: 'masked_source',
        type: 'ODBC',
        configuration: {
          db_type: 'psql',
          tables: '{}',
          password: '********',
          ssh: '{"password":"********"}',
        },
      });
      const { code, message } = await refusal(aCopy('from_masked', { existingInput: 'masked_source' }));
      expect(code).toBe('masked_secret');
      expect(message).toContain('ssh.password');
      expect(message).not.toContain('`password`');
    });

    it('sends nothing when the name is taken in the very last moment', async () => {
      const sent = writes();
      const creating = pipeline.createInput('{"name":"orders_db","type":"ODBC","configuration":{}}');
      await expect(creating).rejects.toMatchObject({ fault: 'refused', outcome: 'not_done' });
      expect(writes()).toBe(sent);
    });

    it('says that it was taken and does not show', async () => {
      const slow = await startAlooma({ createDelay: 3_600_000 });
      const impatient = createAlooma({
        baseUrl: slow.url,
        credentials: { apiKey: slow.apiKey },
        createWait: { looks: 1, pause: 1 },
      });
      const error = await new Inputs(impatient, profiles)
        .applyInputChanges(await aCopy('slow_db'))
        .catch((thrown: unknown) => thrown);
      await slow.close();
      expect(error).toBeInstanceOf(PipelineError);
      expect(error).toMatchObject({ fault: 'not_shown', outcome: 'unknown' });
    });
  });

  it('previews what a plan changes, in the groups that are asked for, secrets masked', async () => {
    const plan = await inputs.editFields('customers_db', [
      { path: ['batch_size'], value: 3 },
      { path: ['password'], value: 'hunter2-typed' },
      { path: ['tables', 'invoices'], value: 'updated_at' },
    ]);
    const { matching, ...rest } = await inputs.previewInputChanges(plan);
    expect(rest).toEqual({
      changed: [
        { path: 'configuration.batch_size', before: '10000', after: '3' },
        { path: 'configuration.password', before: '"••••••"', after: '"•••••• (changed)"' },
      ],
      removed: [],
      added: [{ path: 'configuration.tables.invoices', after: '"updated_at"' }],
    });
    expect(matching?.map(({ path }) => path)).toContain('configuration.tables.customers');
    expect(JSON.stringify(matching)).not.toContain('s3cr3t');
    expect(Object.keys(await inputs.previewInputChanges(plan, ['added']))).toEqual(['added']);
  });

  it('deletes an input, and plans to tell which event types are lost', async () => {
    const plan: Plan = await inputs.deleteInput('web_events');
    expect(plan.operation).toMatchObject({
      kind: 'delete',
      events: expect.arrayContaining([expect.any(String)]),
    });
    await inputs.applyInputChanges(plan);
    expect((await refusal(inputs.getInput('web_events'))).code).toBe('unknown_input');
    expect((await refusal(inputs.applyInputChanges(plan))).code).toBe('out_of_date');
  });

  it('applies nothing to an input that is no more as it was planned on', async () => {
    const plan = await inputs.changeAutoMappingMode('billing_mysql', true);
    alooma.edit('billing_mysql', (input) => Object.assign(input.configuration, { server: 'elsewhere' }));
    const sent = writes();
    expect((await refusal(inputs.applyInputChanges(plan))).code).toBe('out_of_date');
    expect(writes()).toBe(sent);
  });

  it('writes no mask over a secret, says which, and offers the form with what was asked for', async () => {
    const id = alooma.add({
      name: 'masked_db',
      type: 'ODBC',
      configuration: { batch_size: 5, password: '********', tables: '{}' },
    });
    const { code, form, message } = await refusal(
      inputs.editInputConfiguration('masked_db', 'batch_size', '7'),
    );
    expect([code, form]).toEqual(['masked_secret', `edit ${id} batch_size 7`]);
    expect(message).toContain('`password`');
    const plan = await inputs.editFields('masked_db', [
      { path: ['batch_size'], value: 7 },
      { path: ['password'], value: 'entered-again' },
    ]);
    await inputs.applyInputChanges(plan);
    expect((await inputs.getInput('masked_db')).configuration).toMatchObject({
      batch_size: 7,
      password: 'entered-again',
    });
  });

  it('gives a database its first tables, and says of tables in another form that they are', async () => {
    alooma.add({ name: 'no_tables_yet', type: 'ODBC', configuration: { db_type: 'psql' } });
    alooma.add({ name: 'odd_tables', type: 'ODBC', configuration: { tables: ['a'] } });
    expect((await inputs.listTables('no_tables_yet')).tables).toEqual([]);
    await inputs.applyInputChanges(await inputs.addTableToInput('no_tables_yet', [{ table: 'first' }]));
    expect((await inputs.listTables('no_tables_yet')).tables).toEqual([['first', 'xmin::text::bigint']]);
    expect((await refusal(inputs.listTables('odd_tables'))).message).toContain(
      'in a form that is not known here',
    );
  });

  it('leaves one of two parameters of a name as it is written where it has the value already', async () => {
    const id = alooma.add({
      name: 'two_of_a_name',
      type: 'REST_INPUT',
      configuration: {
        parameters: [
          { parameter: 'p', value: 1.5 },
          { parameter: 'p', value: 2 },
        ],
      },
    });
    const text = (await documentOf('two_of_a_name')).replace('1.5', '1.50');
    await pipeline.replaceInput(id, text);
    await inputs.applyInputChanges(
      await inputs.editParameterConfiguration('two_of_a_name', 'p', 'value', '1.5'),
    );
    expect(await documentOf('two_of_a_name')).toBe(text.replace('"value":2', '"value":1.5'));
  });

  it('says of a mistyped field that may be a secret’s what stands in Slack now', async () => {
    const { code, message, form } = await refusal(
      inputs.editInputConfiguration('orders_db', 'pasword', 'hunter2'),
    );
    expect([code, form]).toEqual(['secret_in_command', expect.stringContaining('edit ')]);
    expect(message).toContain('Did you mean `password`?');
    expect(message).toContain('replace the secret that you have just typed');
    expect(message).not.toContain('hunter2');
  });

  describe('where secrets can be read when it is planned, and only as a mask when it is applied', () => {
    const planned = async (name: string, edit: Record<string, string | number>) => {
      alooma.add({
        name,
        type: 'ODBC',
        configuration: { batch_size: 5, password: 'readable', tables: '{}' },
      });
      const plan = await inputs.editFields(
        name,
        Object.entries(edit).map(([field, value]) => ({ path: [field], value })),
      );
      alooma.edit(name, (input) => Object.assign(input.configuration, { password: '********' }));
      return plan;
    };

    it('writes no mask', async () => {
      const plan = await planned('masked_since', { batch_size: 7 });
      const sent = writes();
      expect((await refusal(inputs.applyInputChanges(plan))).code).toBe('masked_secret');
      expect(writes()).toBe(sent);
    });

    it('takes a secret that is to change for not changed yet', async () => {
      await inputs.applyInputChanges(await planned('secret_since', { password: 'another' }));
      expect((await inputs.getInput('secret_since')).configuration.password).toBe('another');
    });
  });

  it('says what a pipeline cannot do', async () => {
    const poor = new Inputs({ ...pipeline, capabilities: new Set(['pause'] as const) });
    expect((await refusal(poor.deleteInput('orders_db'))).code).toBe('not_available');
    expect(
      (
        await refusal(
          poor.createInputDatabase({ newInputName: 'x', existingInput: 'y', tables: [], credentials: {} }),
        )
      ).code,
    ).toBe('not_available');
  });
});
