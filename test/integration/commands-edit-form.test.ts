import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf } from '../support/asking.ts';
import { approved, cardOfForm, closeAll, faultsOfForm } from '../support/forms.ts';
import { fieldsOf, shownIn } from '../support/modals.ts';
import { tracesOf } from '../support/traces.ts';
import { wordsIn } from '../support/words.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

const PROFILES = JSON.stringify({
  warehouse: { server: 'dw.example.com', user: 'dw', password: 's3cr3t-profile' },
});

/** In a form of its own each: tests of one world must not meet on an input. */
let count = 0;
function anInput(world: World, configuration: string): string {
  count += 1;
  const name = `form_${count}`;
  world.alooma.write(
    `{ "id":"id-${name}","name":"${name}","type":"ODBC","category":"INPUT","zebra":1.0,\n "configuration":${configuration}, "paused":false }`,
  );
  return name;
}

const CONFIGURATION = `{"port":5432,"rate":1.50,"big":12345678901234567890,"text":"caf\\u00e9 \\/ tea",
  "auto_map":"True", "ssl":false,"none":null,"password":"s3cr3t-form",
  "url":"postgres://reader:s3cr3t-url@db.example.com/x",
  "ssh":"{ \\"server\\":\\"bastion\\", \\"port\\": 22.0, \\"password\\":\\"s3cr3t-ssh\\" }",
  "tables":"{\\"orders\\":\\"id\\"}"}`;

describe('edit without a field', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { CREDENTIALS_PROFILES: PROFILES } });
  });
  afterEach(() => closeAll(world.oncall, world.guest));
  afterAll(() => world.stop());

  it('opens a form with a control for each field, labelled with its name, and shows no secret', async () => {
    const name = anInput(world, CONFIGURATION);
    const view = await world.oncall.opensModal(`/alooma edit ${name}`);
    expect(view.title).toBe('Edit an input');
    expect(fieldsOf(view)).toEqual([
      'port',
      'rate',
      'text',
      'auto_map',
      'ssl',
      'none',
      'password',
      'url',
      'ssh',
      'tables',
      'Credentials profile',
      'Reason',
    ]);
    expect(shownIn(view)).toMatchObject({
      port: '5432',
      text: 'café / tea',
      auto_map: { value: 'true' },
      password: null,
      url: 'postgres://••••••@db.example.com/x',
    });
    expect(wordsIn(view.blocks)).toContain('`big` (with characters or digits');
    expect(await tracesOf(world, 's3cr3t-form', 's3cr3t-url', 's3cr3t-ssh')).toEqual([]);
  });

  it('has what was changed approved, and changes nothing else to the last byte', async () => {
    const name = anInput(world, CONFIGURATION);
    const before = world.alooma.text(name);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const ssh = '{"server":"other","port":22,"password":"••••••","user":"tunnel"}';
    const card = await cardOfForm(world.oncall, {
      port: '6543',
      auto_map: 'false',
      url: 'postgres://••••••@new.example.com/x',
      ssh,
    });
    expect(wordsOf(card)).not.toContain('s3cr3t');
    expect(await approved(world, name, card)).toBe(
      before
        .replace('"port":5432', '"port":6543')
        .replace('"auto_map":"True"', '"auto_map":"False"')
        .replace('@db.example.com', '@new.example.com')
        .replace('bastion', 'other')
        .replace('\\"s3cr3t-ssh\\"', '\\"s3cr3t-ssh\\", \\"user\\":\\"tunnel\\"'),
    );
  });

  it('takes a secret, which is shown and kept nowhere, and wiped once it is applied', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const typed = 's3cr3t-typed';
    const card = await cardOfForm(world.oncall, { password: typed, text: `see x://u:${typed}2@h` });
    expect(wordsOf(card)).toContain('password');
    expect(await tracesOf(world, typed)).toEqual([]);
    expect(await approved(world, name, card)).toContain(`"password":"${typed}"`);
    expect(world.alooma.text(name)).toContain(`see x://u:${typed}2@h`);
    expect(await tracesOf(world, typed)).toEqual([]);
    const { rows } = await world.pool.query('select secrets from changes where input_name = $1', [name]);
    expect(rows).toEqual([{ secrets: null }]);
  });

  it('takes a secret of several lines, with its line ends, and shows it nowhere', async () => {
    const name = anInput(world, '{"ssh_key":"s3cr3t-one\\r\\ns3cr3t-two\\r\\n","a\\u0000b":1}');
    const before = world.alooma.text(name);
    const view = await world.oncall.opensModal(`/alooma edit ${name}`);
    expect(wordsIn(view.blocks)).toContain(
      '`a\\u0000b` (a name with characters that a form would not give back)',
    );
    const card = await cardOfForm(world.oncall, { ssh_key: 's3cr3t-3\ns3cr3t-4\n' });
    expect(wordsOf(card)).not.toContain('s3cr3t');
    expect(await approved(world, name, card)).toBe(before.replace('one', '3').replace('two', '4'));
    expect(await tracesOf(world, 's3cr3t-3', 's3cr3t-4')).toEqual([]);
  });

  it('takes the credentials of a profile, which are not shown', async () => {
    const name = anInput(world, '{"server":"a","user":"b","password":"s3cr3t-old","port":1}');
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const card = await cardOfForm(world.oncall, { 'Credentials profile': 'warehouse', port: '2' });
    expect(wordsOf(card)).not.toContain('s3cr3t');
    expect(await approved(world, name, card)).toContain(
      '"configuration":{"server":"dw.example.com","user":"dw","password":"s3cr3t-profile","port":2}',
    );
  });

  it('says under the field that the profile has it, where something else is typed there', async () => {
    const name = anInput(world, '{"server":"a","password":"p"}');
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const faults = await faultsOfForm(world.oncall, { profile: 'warehouse', server: 'mine' });
    expect(faults).toEqual({ 'field:server': expect.stringContaining('profile has this') });
    expect(await changesOf(world, name)).toEqual([]);
  });

  it('says under the first field that nothing was changed', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const faults = await faultsOfForm(world.oncall);
    expect(faults).toEqual({ 'field:port': expect.stringContaining('nothing to change') });
  });

  it('says under each field what is wrong with it, and stays open', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const faults = await faultsOfForm(world.oncall, {
      ssh: '["list"]',
      tables: '{"orders":',
      url: 'x://••••••@h?token=••••••',
      text: 'fine',
    });
    expect(faults).toEqual({
      'field:ssh': expect.stringContaining('is an object, written as JSON'),
      'field:tables': expect.stringContaining('is an object, written as JSON'),
      'field:url': expect.stringContaining('Enter the secret itself again'),
    });
    expect(await changesOf(world, name)).toEqual([]);
  });

  it('asks for nothing when the input has changed since the form was opened', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    world.alooma.edit(name, ({ configuration }) => {
      configuration.port = 1;
    });
    const faults = await faultsOfForm(world.oncall, { text: 'another' });
    expect(Object.values(faults)).toEqual([
      expect.stringContaining('has changed since this form was opened'),
    ]);
    expect(await changesOf(world, name)).toEqual([]);
  });

  it('reads the input once: what was compared with the form is what is changed', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const before = world.alooma.requests.length;
    await cardOfForm(world.oncall, { text: 'another' });
    const read = world.alooma.requests.slice(before).filter(({ path }) => path.endsWith(`/id-${name}`));
    expect(read.map(({ method }) => method)).toEqual(['GET']);
  });

  it('adds to a list and takes out of one, and leaves the numbers in them as they are written', async () => {
    const name = anInput(world, '{"rates":[ 1.50,2e3, 0.1234567890123456789 ],"old":[1.0, 2.0,3.0]}');
    const before = world.alooma.text(name);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    expect(await faultsOfForm(world.oncall, { rates: '[2000,1.5,0.12345678901234568]' })).toEqual({
      'field:rates': expect.stringContaining('written in a form that moving them would change'),
    });
    const card = await cardOfForm(world.oncall, {
      rates: '[1.5,2000,0.12345678901234568,7]',
      old: '[1,3]',
    });
    expect(await approved(world, name, card)).toBe(
      before.replace('6789 ]', '6789,7 ]').replace('[1.0, 2.0,3.0]', '[1.0,3.0]'),
    );
  });

  it('says under the profile why its credentials cannot be taken', async () => {
    const name = anInput(world, '{"user":"b","password":"p"}');
    await world.oncall.opensModal(`/alooma edit ${name}`);
    expect(await faultsOfForm(world.oncall, { profile: 'warehouse' })).toEqual({
      profile: expect.stringContaining('has no field “server”'),
    });
  });

  it('does not mind what moves by itself, such as its state', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    world.alooma.edit(name, (input) => {
      input.state = 'PAUSED';
      input.stats = { count: 5 };
    });
    await cardOfForm(world.oncall, { text: 'another' });
  });

  it('says so when the input was deleted since', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    world.alooma.remove(name);
    const faults = await faultsOfForm(world.oncall, { text: 'another' });
    expect(Object.values(faults)).toEqual([expect.stringContaining('No input is called')]);
  });

  it('says in the window that there is no such input', async () => {
    const view = await world.oncall.opensModal('/alooma edit nowhere_db');
    expect(wordsIn(view.blocks)).toContain('No input is called `nowhere_db`');
    expect(view.submit).toBeUndefined();
  });

  it('offers the form when only the field is typed: a secret is entered there', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit orders_db password');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('`&lt;value&gt;` is missing');
    expect(world.oncall.modal()).toBeUndefined();
    await world.oncall.clicks('Open the form', answer);
    await world.oncall.waitsForModal('orders_db');
  });

  it('offers the form where a mask was typed, which stays the secret there', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit customers_db ssh {"password":"••••••"}');
    expect(wordsOf(answer)).toContain('has a mask in it');
    expect(wordsOf(answer)).not.toContain('replace the secret');
    await world.oncall.clicks('Open the form', answer);
    await world.oncall.waitsForModal('customers_db');
  });

  it('opens for nobody who may not ask', async () => {
    const answer = await answerTo(world.guest, '/alooma edit orders_db');
    expect(answer.isEphemeral).toBe(true);
    expect(world.guest.modal()).toBeUndefined();
  });

  it('opens in no direct messages: nobody else would see the card', async () => {
    const { directChannel } = world.slack.people.oncall;
    const answer = await answerTo(world.oncall, '/alooma edit orders_db', directChannel);
    expect(wordsOf(answer)).toContain('nobody else could approve it');
    expect(world.oncall.modal()).toBeUndefined();
  });

  it('tells in the form that another edit waits', async () => {
    const name = anInput(world, CONFIGURATION);
    await world.oncall.opensModal(`/alooma edit ${name}`);
    await cardOfForm(world.oncall, { text: 'first' });
    await world.oncall.opensModal(`/alooma edit ${name}`);
    const faults = await faultsOfForm(world.oncall, { text: 'second' });
    expect(Object.values(faults)).toEqual([expect.stringContaining('another edit waiting')]);
  });

  it('shows hostile names as they are, and edits what they stand for', async () => {
    const names = [
      '<!channel>',
      '*bold*',
      '`code`',
      'R&D',
      '<@U0GUEST001>',
      '__proto__',
      'a.b',
      '👩‍👩‍👧‍👦',
      'הזמנות',
      '"q"',
      ' ',
    ];
    const name = anInput(
      world,
      `{${names.map((field, at) => `${JSON.stringify(field)}:"v${at}"`).join()},"${'n'.repeat(300)}":"long"}`,
    );
    const before = world.alooma.text(name);
    const view = await world.oncall.opensModal(`/alooma edit ${name}`);
    expect(fieldsOf(view).slice(0, -2)).toEqual([...names.slice(0, -1), '␣']);
    expect(wordsIn(view.blocks)).toContain('a name too long for a form');
    const card = await cardOfForm(world.oncall, { 'field:__proto__': 'new', 'field:<!channel>': 'newer' });
    expect(await approved(world, name, card)).toBe(
      before.replace('"v5"', '"new"').replace('"v0"', '"newer"'),
    );
  });
});

describe('a refusal of edit that offers the form', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ environment: { CREDENTIALS_PROFILES: PROFILES } });
  });
  afterEach(() => closeAll(world.oncall));
  afterAll(() => world.stop());

  it('of a secret: the form has nothing of it, and takes it', async () => {
    const name = anInput(world, '{"server":"a","password":"s3cr3t-old"}');
    const answer = await answerTo(world.oncall, `/alooma edit ${name} password s3cr3t-typed`);
    expect(buttonsOf(answer)).toContain('Open the form');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(view)).toMatchObject({ server: 'a', password: null });
    const card = await cardOfForm(world.oncall, { password: 's3cr3t-new' });
    expect(await approved(world, name, card)).toContain('"password":"s3cr3t-new"');
    expect(await tracesOf(world, 's3cr3t-typed', 's3cr3t-new')).toEqual([]);
  });

  it('of a masked secret: the form keeps what was asked for, and has the secret entered again', async () => {
    const name = anInput(
      world,
      '{"server":"a","password":"****","ssh":"{\\"port\\":22,\\"password\\":\\"****\\"}","batch_size":5}',
    );
    const before = world.alooma.text(name);
    const answer = await answerTo(world.oncall, `/alooma edit ${name} batch_size 7`);
    expect(wordsOf(answer)).toContain('masked');
    const view = await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    expect(shownIn(view)).toMatchObject({ batch_size: '7', server: 'a' });
    expect(await faultsOfForm(world.oncall)).toEqual({
      'field:password': expect.stringContaining('Enter the secret itself again'),
      'field:ssh': expect.stringContaining('Enter the secret itself again'),
    });
    const card = await cardOfForm(world.oncall, {
      password: 's3cr3t-a',
      ssh: '{"port":22,"password":"s3cr3t-b"}',
    });
    expect(await approved(world, name, card)).toBe(
      before
        .replace('"password":"****"', '"password":"s3cr3t-a"')
        .replace('\\"password\\":\\"****\\"', '\\"password\\":\\"s3cr3t-b\\"')
        .replace('"batch_size":5', '"batch_size":7'),
    );
  });

  it('of a masked secret that a profile has: the profile fills it in', async () => {
    const name = anInput(world, '{"server":"a","user":"b","password":"****","batch_size":5}');
    const answer = await answerTo(world.oncall, `/alooma edit ${name} batch_size 7`);
    await world.oncall.opensModal(() => world.oncall.clicks('Open the form', answer));
    const card = await cardOfForm(world.oncall, { 'Credentials profile': 'warehouse' });
    expect(await approved(world, name, card)).toContain(
      '"configuration":{"server":"dw.example.com","user":"dw","password":"s3cr3t-profile","batch_size":7}',
    );
  });
});
