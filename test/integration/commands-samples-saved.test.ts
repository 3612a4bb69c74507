import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fileNamesFor } from '../../src/domain/sample-names.ts';
import { answerTo, answerToClick } from '../support/asking.ts';
import { codeIn, contentOf, fileInThread } from '../support/sample-answers.ts';
import { HOSTILE_NAMES } from '../support/shown.ts';
import { tracesOf } from '../support/traces.ts';
import { type Actor, buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('/alooma samples saved', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await mkdir(world.samplesFolder, { recursive: true });
    const orders = [
      '{"sample":{"id":9223372036854775807,"password":"s3cr3t-saved","ratio":1.50},"status":"PROCESSED","timestamp":1552554000000,"eventType":"public.orders"}',
      '{"sample":{"id":2},"status":"DISCARDED","timestamp":1552554060000,"eventType":"public.orders"}',
    ];
    const lines =
      '{"sample":{"sku":"TEA-250"},"status":"PROCESSED","timestamp":1,"eventType":"public.order_lines"}';
    await put('event_public_orders.json', `[${orders.join(',')}]`);
    await put('input_orders_db.json', `[${[...orders, lines].join(',')}]`);
    await put('event_by_hand.json', '[{"id":1,"status":"mine","_metadata":{}},{"id":2}]');
    await put('event_nothing.json', '[]');
  });
  afterAll(() => world.stop());
  afterEach(() => world.slack.faults.clear());

  const put = (name: string, text: string) => writeFile(join(world.samplesFolder, name), text);
  const ask = (line: string, actor: Actor = world.oncall) => answerTo(actor, `/alooma ${line}`);

  it('shows those of an event, and when they were saved, without asking Alooma', async () => {
    const before = world.alooma.requests.length;
    const answer = await ask('samples saved event public.orders');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toMatch(/\*2 samples of `public\.orders`, saved <!date\^\d+\^/);
    expect(wordsOf(answer)).toMatch(/\*1\* · `DISCARDED` · <!date[^\n]*>\n/);
    expect(wordsOf(answer)).toContain('• `DISCARDED` 1 sample\n• `PROCESSED` 1 sample');
    expect(codeIn(answer)).toEqual([
      '{\n  "id": 9223372036854775807,\n  "password": "••••••",\n  "ratio": 1.50\n}',
      '{\n  "id": 2\n}',
    ]);
    expect(world.alooma.requests.slice(before)).toEqual([]);
  });

  it('has all of them, masked, as a file in the thread, named as the saved one', async () => {
    const answer = await ask('samples saved event public.orders 1');
    expect(wordsOf(answer)).toContain('Sample 1 of `public.orders`');
    expect(codeIn(answer)).toEqual(['{\n  "id": 2\n}']);
    const file = await fileInThread(world, answer);
    expect(file.name).toBe('event_public_orders.json');
    const content = await contentOf(world, file);
    expect(JSON.parse(content)).toHaveLength(2);
    expect(content).toContain('"id": 9223372036854775807,');
    expect(await tracesOf(world, 's3cr3t-saved')).toEqual([]);
  });

  it('shows those of an input, each with its event', async () => {
    const answer = await ask('samples saved INPUT orders_db');
    expect(wordsOf(answer)).toContain('*3 samples of input `orders_db`, saved');
    expect(wordsOf(answer)).toMatch(/\*2\* · `PROCESSED` · .* · `public\.order_lines`/);
    expect((await fileInThread(world, answer)).name).toBe('input_orders_db.json');
  });

  it('takes plain events that somebody has written into a file', async () => {
    const answer = await ask('samples saved event by_hand');
    expect(codeIn(answer).map((text) => JSON.parse(text))).toEqual([
      { id: 1, status: 'mine', _metadata: {} },
      { id: 2 },
    ]);
  });

  it('shows nothing of a status or an event type that the file in the thread has masked', async () => {
    const facts = { status: '4111111111111111', eventType: 'password=s3cr3t-saved' };
    await put('event_odd.json', JSON.stringify([{ sample: { id: 1 }, ...facts }]));
    const answer = await ask('samples saved event odd');
    expect(wordsOf(answer)).toContain('• `••••••` 1 sample');
    expect(wordsOf(answer)).toContain('*0* · `••••••` · `password=••••••`');
    expect(wordsOf(answer)).toContain('Masked: `eventType`, `status`.');
    for (const value of Object.values(facts)) expect(await tracesOf(world, value)).toEqual([]);
  });

  it('says of a file that it holds none', async () => {
    const answer = await ask('samples saved event nothing 0');
    expect(wordsOf(answer)).toContain('*`nothing` has no samples in its file, saved');
  });

  it('finds again what was saved a moment ago, of an event by any name', async () => {
    for (const name of HOSTILE_NAMES) {
      world.alooma.samples.addEvent({ name, samples: [JSON.stringify({ of: HOSTILE_NAMES.indexOf(name) })] });
      const quoted = `"${name.replace(/(["\\])/g, '\\$1')}"`;
      await ask(`samples save event ${quoted}`);
      const answer = await ask(`samples saved event ${quoted}`);
      expect(codeIn(answer)).toEqual([`{\n  "of": ${HOSTILE_NAMES.indexOf(name)}\n}`]);
      const said = answer.blocks?.filter(({ type }) => type === 'section' || type === 'context');
      expect(JSON.stringify(said)).not.toMatch(/<[!@](?!date)/);
      world.alooma.samples.removeEvent(name);
    }
    expect(await readdir(join(world.samplesFolder, '..'))).toEqual(['samples']);
    expect(HOSTILE_NAMES.map((name) => fileNamesFor('event', name)[0]).join()).not.toContain('/');
  });

  it('goes to direct messages with --private', async () => {
    const told = await ask('samples saved event public.orders 0 --private');
    expect(told.isEphemeral).toBe(true);
    const direct = world.slack.people.oncall.directChannel;
    const answer = await world.oncall.waitsFor('Sample 0 of `public.orders`', direct);
    await fileInThread(world, answer);
    expect(world.approver.sees().map(wordsOf).join()).not.toContain('Sample 0 of');
  });

  it('goes to direct messages where the bot is not in the channel', async () => {
    const { random } = world.slack.channels;
    const told = await answerTo(world.oncall, '/alooma samples saved event by_hand 1', random.id);
    expect(told.text).toContain('/invite @alooma');
    const direct = world.slack.people.oncall.directChannel;
    await fileInThread(world, await world.oncall.waitsFor('Sample 1 of `by_hand`', direct));
  });

  it('says that the file is not attached when Slack refuses it', async () => {
    world.slack.faults.fail('files.completeUploadExternal', { error: 'channel_is_archived' });
    const { ts } = await ask('samples saved event public.orders 0');
    const changed = await until(
      () => world.oncall.sees().find((message) => message.ts === ts && message.isEdited),
      () => 'the message to say it',
    );
    expect(wordsOf(changed)).toContain('`event_public_orders.json` is not attached: Slack refused the file');
  });

  it.each([
    ['no JSON', '[{"sample":{"password":"s3cr3t-broken"}'],
    ['no list', '{"sample":{"password":"s3cr3t-broken"}}'],
    ['a list of something else', '["s3cr3t-broken"]'],
    ['half a file', '[{"sample":{"a":1}},{"sample":{"password":"s3cr3t-broken'],
    ['nothing', ''],
  ])('says in private that a file is damaged: %s', async (_, text) => {
    await put('event_broken.json', text);
    const answer = await ask('samples saved event broken');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('`event_broken.json` is damaged');
    expect(await tracesOf(world, 's3cr3t-broken')).toEqual([]);
    await rm(join(world.samplesFolder, 'event_broken.json'));
  });

  it.each([
    ['samples saved', 'It needs `&lt;event|input&gt;`'],
    ['samples saved event', 'It needs `&lt;name&gt;`'],
    ['samples saved orders_db event', '`orders_db` is neither'],
    ['samples saved event public.orders 2', 'none with the index 2. There are 0 to 1.'],
    ['samples saved event public.orders last', '`last` is no index'],
    ['samples saved event public.orders --private --public', 'leave one of the two out'],
    ['samples saved event ../../etc/passwd', 'Nothing is saved for the event `../../etc/passwd`'],
    ['samples saved input public.orders', 'Nothing is saved for the input `public.orders`'],
  ])('%s: is refused in private, with what to do', async (line, says) => {
    const answer = await ask(line);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
  });

  it('offers the name that was probably meant, also of an event that is called event', async () => {
    world.alooma.samples.addEvent({ name: 'events', samples: ['{"is":"it"}'] });
    await ask('samples save event events');
    const refused = await ask('samples saved event event');
    expect(wordsOf(refused)).toContain('`/alooma samples save event event`');
    expect(buttonsOf(refused)[0]).toBe('Run /alooma samples saved event events');
    const answer = await answerToClick(world.oncall, 'Run /alooma samples saved event events', refused);
    expect(codeIn(answer)).toEqual(['{\n  "is": "it"\n}']);
  });

  it.each([['guest'], ['stranger']] as const)('is not for a %s', async (who) => {
    const answer = await ask('samples saved event public.orders', world[who]);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('cannot see samples');
  });
});

describe('/alooma samples saved of a file too large to be shared', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await mkdir(world.samplesFolder, { recursive: true });
    const item = (at: number) =>
      `{"sample":{"at":${at},"blob":"${'x'.repeat(1_000_000)}"},"status":"PROCESSED"}`;
    const items = Array.from({ length: 20 }, (_, at) => item(at));
    await writeFile(join(world.samplesFolder, 'input_large.json'), `[${items.join(',')}]`);
  });
  afterAll(() => world.stop());

  it('shows what there is room for, and says why there is no file', async () => {
    await world.oncall.types('/alooma samples saved input large 17');
    const answer = await world.oncall.waitsFor('Sample 17 of');
    expect(codeIn(answer)[0]).toContain('"at": 17');
    expect(wordsOf(answer)).toContain('All of them together are 19 MB, which is too much to share as a file');
    expect(wordsOf(answer)).not.toContain('file in the thread');
    await world.oncall.types('/alooma samples saved input large');
    const all = await world.oncall.waitsFor('20 samples of');
    expect(codeIn(all).map((text) => text.slice(0, 12))).toContain('{\n  "at": 0,');
    expect(world.slack.calls.filter(({ method }) => method.startsWith('files.'))).toEqual([]);
  });
});
