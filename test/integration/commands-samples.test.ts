import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { answerTo, answerToClick } from '../support/asking.ts';
import { codeIn, contentOf, fileInThread } from '../support/sample-answers.ts';
import { HOSTILE_NAMES } from '../support/shown.ts';
import { tracesOf } from '../support/traces.ts';
import { type Actor, buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** In the seeded samples: none of it may leave Alooma unmasked. */
const NEVER_SHOWN = ['s3cr3t-session-token', 's3cr3t-hash', '4111 1111 1111 1111', '4111111111111111'];

describe('/alooma samples', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  afterEach(() => {
    world.alooma.faults.clear();
    world.slack.faults.clear();
  });

  const ask = (line: string, actor: Actor = world.oncall) => answerTo(actor, `/alooma ${line}`);

  it('shows them in the channel, with how many there are by status and what that means', async () => {
    const answer = await ask('samples public.orders');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain('*10 samples of `public.orders`*');
    expect(wordsOf(answer)).toContain(
      '• `PROCESSED` 10 samples of 18,240 events: The event was loaded\n• `MAPPING_ERROR` none of these samples, of 12 events: A field does not fit its column',
    );
    expect(wordsOf(answer)).toMatch(/\*0\* · `PROCESSED` · <!date\^1552554000\^/);
    const first = codeIn(answer)[0] ?? '';
    expect(first.split('\n').slice(0, 2)).toEqual(['{', '  "ledger_id": 9223372036854775807,']);
    expect(JSON.parse(first)).toMatchObject({ id: 1000, customer: { address: { city: 'Amsterdam' } } });
  });

  it('has all of them as a file in the thread, numbers to the last digit', async () => {
    const answer = await ask('samples public.orders');
    const file = await fileInThread(world, answer);
    expect(file.name).toBe('event_public_orders.json');
    const content = await contentOf(world, file);
    expect(JSON.parse(content)).toHaveLength(10);
    expect(JSON.parse(content)[9]).toMatchObject({ sample: { id: 1009 }, eventType: 'public.orders' });
    expect(content.match(/"ledger_id": 9223372036854775807,/g)).toHaveLength(10);
    expect(content.match(/"exchange_rate": 1\.10000000000000000001,/g)).toHaveLength(10);
    expect(content).toContain('"timestamp": 1552554000000');
  });

  it('masks secrets and card numbers in the message and in the file, and says so', async () => {
    const answer = await ask('samples public.orders');
    const words = wordsOf(answer);
    expect(words).toMatch(/Masked: .*`card_number`.*`session_token`/);
    expect(words).toContain('"card_number": "••••••"');
    const content = await contentOf(world, await fileInThread(world, answer));
    expect(content).toContain('"session_token": "••••••"');
    for (const secret of NEVER_SHOWN) expect(content).not.toContain(secret);
    expect(await tracesOf(world, ...NEVER_SHOWN)).toEqual([]);
  });

  it('shows one by its index, and has all of them in the file', async () => {
    const answer = await ask('samples public.orders 3');
    expect(wordsOf(answer)).toContain('*Sample 3 of `public.orders`, of 10 counted from 0*');
    expect(codeIn(answer).map((text) => JSON.parse(text).id)).toEqual([1003]);
    const content = await contentOf(world, await fileInThread(world, answer));
    expect(JSON.parse(content)).toHaveLength(10);
  });

  it('narrows them by status, in capitals or not, and by several', async () => {
    const answer = await ask('samples public.orders --status mapping_error');
    expect(wordsOf(answer)).toContain('*10 samples of `public.orders` with status `mapping_error`*');
    expect(wordsOf(answer)).toContain('• `MAPPING_ERROR` 10 samples of 12 events');
    expect(wordsOf(answer)).not.toContain('PROCESSED');
    // Saving knows of no status: it would save other samples than these.
    expect(buttonsOf(answer)).toEqual([]);
    const file = await fileInThread(world, answer);
    expect(file.name).toBe('event_public_orders-mapping_error.json');
    const several = await ask('samples "web/page view" all --status DISCARDED,UNMAPPED');
    expect(wordsOf(several)).toContain('with status `DISCARDED` or `UNMAPPED`');
  });

  it('offers those with a status that none of them has, though there are such events', async () => {
    const answer = await ask('samples public.orders');
    expect(buttonsOf(answer)).toEqual(['Save', 'Show MAPPING_ERROR']);
    await world.oncall.clicks('Show MAPPING_ERROR', answer);
    await world.oncall.waitsFor('*10 samples of `public.orders` with status `MAPPING_ERROR`*');
  });

  it('says of an event that it has none, with what is counted of it, and shares no file', async () => {
    const none = await ask('samples Account');
    expect(none.isEphemeral).toBe(false);
    expect(wordsOf(none)).toContain('*`Account` has no samples*');
    expect(buttonsOf(none)).toEqual([]);
    const counted = await ask('samples campaign.paused 0');
    expect(wordsOf(counted)).toContain(
      '• `DISCARDED` no sample, of 4 events: The mapping discards the event',
    );
    const narrowed = await ask('samples public.customers --status DISCARDED');
    expect(wordsOf(narrowed)).toContain('`public.customers` has no samples with status `DISCARDED`');
    // One that has a file is answered after them: theirs would have come by then.
    await fileInThread(world, await ask('samples public.customers'));
    const threads = world.oncall.sees().flatMap(({ threadTs = [] }) => threadTs);
    for (const { ts } of [none, counted, narrowed]) expect(threads).not.toContain(ts);
  });

  it('shows them also where nothing is counted, and says that', async () => {
    world.alooma.faults.status(404, { path: /^samples\/stats$/ });
    const answer = await ask('samples public.orders 0');
    expect(wordsOf(answer)).toContain('• `PROCESSED` 10 samples\n');
    expect(wordsOf(answer)).toContain('could not be read');
    await fileInThread(world, answer);
  });

  it('saves them at the click of a button', async () => {
    const answer = await ask('samples "web/page view" 0');
    await fileInThread(world, answer);
    expect(buttonsOf(answer)[0]).toBe('Save');
    const saved = await answerToClick(world.oncall, 'Save', answer);
    expect(wordsOf(saved)).toContain('event_web_page_view.json');
  });

  it('goes to direct messages with --private, and tells in the channel that it did', async () => {
    const direct = world.slack.people.oncall.directChannel;
    const told = await ask('samples public.orders 7 --private');
    expect(told).toMatchObject({ isEphemeral: true, text: expect.stringContaining('direct messages') });
    const answer = await world.oncall.waitsFor('Sample 7 of', direct);
    expect((await fileInThread(world, answer)).name).toBe('event_public_orders.json');
    expect(world.approver.sees().map(wordsOf).join()).not.toContain('Sample 7 of');
  });

  it('goes to direct messages where the bot is not in the channel', async () => {
    const { random } = world.slack.channels;
    const told = await answerTo(world.oncall, '/alooma samples public.orders 8', random.id);
    expect(told.isEphemeral).toBe(true);
    expect(told.text).toContain('/invite @alooma');
    const answer = await world.oncall.waitsFor('Sample 8 of', world.slack.people.oncall.directChannel);
    expect((await fileInThread(world, answer)).name).toBe('event_public_orders.json');
  });

  it.each([
    [
      'refuses',
      { error: 'file_uploads_disabled' },
      '`event_public_orders.json` is not attached: Slack refused the file',
    ],
    ['does not answer', { status: 500 }, 'Slack did not say whether it took `event_public_orders.json`'],
  ])('says that the file is not attached when Slack %s', async (_, fault, why) => {
    world.slack.faults.fail('files.getUploadURLExternal', fault);
    const { ts } = await ask('samples public.orders 0');
    const changed = await until(
      () => world.oncall.sees().find((message) => message.ts === ts && message.isEdited),
      () => 'the message to say it',
    );
    expect(wordsOf(changed)).toContain(why);
    expect(codeIn(changed)).toHaveLength(1);
  });

  it.each([
    ['samples', 'It needs `&lt;event&gt;`'],
    ['samples seve all', 'For the command, type `/alooma samples save …` or `/alooma samples saved …`.'],
    ['samples svae event public.orders', 'For the command, type `/alooma samples save …`'],
    ['samples svaed', 'For the command, type `/alooma samples saved …`'],
    ['samples publik.orders', 'There is no event `publik.orders`. Did you mean `public.orders`'],
    ['samples web/page view', '`view` is no index'],
    ['samples public.orders -1', '`-1` is no index: samples are counted from 0'],
    ['samples public.orders 1.5', 'is no index'],
    ['samples public.orders 10', 'none with the index 10. There are 0 to 9.'],
    ['samples public.orders 99999999999', 'is no index'],
    [
      'samples public.orders --status NOPE',
      'There is no status `NOPE`. There are:\n• `PROCESSED`: The event was',
    ],
    ['samples public.orders --status ,', 'Behind `--status` goes a status'],
    ['samples public.orders --status', 'After `--status` something is missing'],
    ['samples public.orders --private --public', 'leave one of the two out'],
    ['sample public.orders', 'There is no command `sample`. Did you mean `samples`?'],
  ])('%s: is refused in private, with what to do', async (line, says) => {
    const answer = await ask(line);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
  });

  it('offers the event and the status that were probably meant', async () => {
    const event = await ask('samples publik.orders 2 --private');
    expect(buttonsOf(event)[0]).toBe('Run /alooma samples public.orders 2 --private');
    const status = await ask('samples public.orders --status PROCESED');
    expect(buttonsOf(status)).toEqual(['Run /alooma samples public.orders --status PROCESSED']);
    const answer = await answerToClick(
      world.oncall,
      'Run /alooma samples public.orders --status PROCESSED',
      status,
    );
    expect(wordsOf(answer)).toContain('with status `PROCESSED`');
  });

  it.each([['guest'], ['stranger']] as const)('is not for a %s', async (who) => {
    const before = world.alooma.requests.length;
    const answer = await ask('samples public.orders', world[who]);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('cannot see samples');
    expect(world.alooma.requests.slice(before)).toEqual([]);
  });

  it.each([['save'], ['saved'], ['Save']])(
    'shows an event that is called %s where it is quoted',
    async (name) => {
      world.alooma.samples.addEvent({ name, samples: ['{"is":"an event"}'] });
      const answer = await ask(`samples "${name}"`);
      expect(wordsOf(answer)).toContain(`1 sample of \`${name}\``);
      const refused = await ask(`samples ${name}x`);
      expect(buttonsOf(refused)).toContain(`Run /alooma samples "${name}"`);
      const meant = await answerToClick(world.oncall, `Run /alooma samples "${name}"`, refused);
      expect(wordsOf(meant)).toContain(`1 sample of \`${name}\``);
      expect(wordsOf(await answerToClick(world.oncall, 'Save', meant))).toContain(
        `event_${name.toLowerCase()}`,
      );
      world.alooma.samples.removeEvent(name);
    },
  );

  it('says that Alooma is away', async () => {
    world.alooma.faults.status(500, { path: /^samples\?/ });
    expect(wordsOf(await ask('samples public.orders'))).toContain('Alooma failed (500) to give the samples');
  });

  it('refuses an answer that is not as documented, without a word of it', async () => {
    const body = '[{"sample":{"pan":"4111111111111111"}]';
    world.alooma.faults.status(200, { path: /^samples\?/, body });
    const answer = await ask('samples public.orders');
    expect(wordsOf(answer)).toContain('does not look as documented');
    expect(await tracesOf(world, '4111111111111111')).toEqual([]);
  });
});

describe('/alooma samples where they are private', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      environment: { SAMPLES_VISIBILITY: 'private', SAMPLE_REDACT: 'customer.email,total' },
    });
  });
  afterAll(() => world.stop());

  it('sends them to direct messages, and to the channel with --public', async () => {
    const told = await answerTo(world.oncall, '/alooma samples public.orders 0');
    expect(told.isEphemeral).toBe(true);
    await world.oncall.waitsFor('Sample 0 of', world.slack.people.oncall.directChannel);
    const shown = await answerTo(world.oncall, '/alooma samples public.orders 0 --public');
    expect(shown.isEphemeral).toBe(false);
    expect(wordsOf(shown)).toContain('Sample 0 of');
  });

  it('masks what SAMPLE_REDACT names', async () => {
    const shown = await answerTo(world.oncall, '/alooma samples public.orders 0 --public');
    expect(wordsOf(shown)).toMatch(/"email": "••••••"/);
    expect(wordsOf(shown)).toMatch(/"total": "••••••"/);
    const content = await contentOf(world, await fileInThread(world, shown));
    expect(content).not.toContain('jo@example.com');
  });
});

describe('/alooma samples that are hostile or large', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const size = ({ text, blocks }: Message) => Math.max(text.length, wordsOf({ blocks } as Message).length);

  it.each(HOSTILE_NAMES)('shows those of %j as text', async (name) => {
    const status = name.slice(0, 40);
    world.alooma.samples.addEvent({
      name,
      counts: { [status]: 1 },
      samples: [JSON.stringify({ [name]: name, password: { of: name } })],
    });
    const answer = await answerTo(world.oncall, `/alooma samples "${name.replace(/(["\\])/g, '\\$1')}"`);
    expect(wordsOf(answer)).toContain('1 sample of');
    const said = answer.blocks?.filter(({ type }) => type === 'section' || type === 'context');
    expect(JSON.stringify(said)).not.toMatch(/<[!@](?!date)/);
    const content = await contentOf(world, await fileInThread(world, answer));
    const [item] = JSON.parse(content);
    expect(Object.keys(item.sample)).toContain(name);
    expect(size(answer)).toBeLessThan(10_000);
    world.alooma.samples.removeEvent(name);
  });

  it('shows as many of ten megabytes as there is room for, and has all in the file', async () => {
    const large = JSON.stringify({
      blob: 'x"y '.repeat(230_000),
      rows: Array.from({ length: 1_000 }, (_, at) => ({
        sku: `SKU-${at}`,
        price: 12.5,
        note: 'some words to fill it',
      })),
    });
    world.alooma.samples.addEvent({ name: 'large', samples: Array.from({ length: 10 }, () => large) });
    await world.oncall.types('/alooma samples large');
    const answer = await world.oncall.waitsFor('10 samples of `large`');
    expect(size(answer)).toBeLessThan(10_000);
    expect(wordsOf(answer)).toMatch(
      /Only sample 0 is shown, of 10\. [\d,]+ more lines are not shown, 1 long line is cut: the file in the thread has everything\./,
    );
    const content = await contentOf(world, await fileInThread(world, answer));
    expect(JSON.parse(content)).toHaveLength(10);
    expect(JSON.parse(content)[9].sample).toEqual(JSON.parse(large));
  });

  it('shows small ones whole, one after another, until there is no room', async () => {
    const middling = JSON.stringify({ rows: Array.from({ length: 90 }, (_, at) => `row number ${at}`) });
    world.alooma.samples.addEvent({ name: 'middling', samples: Array.from({ length: 10 }, () => middling) });
    const answer = await answerTo(world.oncall, '/alooma samples middling');
    const shown = codeIn(answer);
    expect(shown.length).toBeGreaterThan(1);
    for (const text of shown) expect(JSON.parse(text)).toEqual(JSON.parse(middling));
    expect(wordsOf(answer)).toContain(
      `Samples 0 to ${shown.length - 1} are shown, of 10: the file in the thread`,
    );
    expect(size(answer)).toBeLessThan(10_000);
  });
});
