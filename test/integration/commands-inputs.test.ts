import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seedState } from '../../sandbox/alooma/index.ts';
import { answerTo, answerToClick, writesTo } from '../support/asking.ts';
import { fileShared, HOSTILE_NAMES, replaced, rowsOf } from '../support/shown.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

const SEEDED = [
  'billing_mysql',
  'crm_salesforce',
  'customers_db',
  'event_archive',
  'marketing_budget',
  'orders_db',
  'orders_db_legacy',
  'product_mixpanel',
  'support_tickets',
  'web_events',
];
const names = (rows: string[][]) => rows.slice(1).map(([, name]) => name);

describe('/alooma inputs', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => world.slack.faults.clear());
  afterAll(() => world.stop());

  it('shows all as a table in the channel, sorted by name', async () => {
    const answer = await answerTo(world.oncall, '/alooma inputs');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain('*10 inputs*');
    const rows = rowsOf(answer);
    expect(rows[0]).toEqual(['Category', 'Name', 'Type', 'State', 'Paused', 'Stats', 'Id']);
    expect(names(rows)).toEqual(SEEDED);
    expect(rows[6]).toEqual([
      'INPUT',
      'orders_db',
      'ODBC',
      'RUNNING',
      'no',
      '70,358 events',
      '0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01',
    ]);
    expect(rows[7]?.slice(3, 6)).toEqual(['PAUSED', 'yes', '0 events']);
    expect(rows[10]?.[4]).toBe('–');
    expect(buttonsOf(answer)).toEqual([]);
  });

  it('shows one, by its name or its id', async () => {
    const byName = await answerTo(world.oncall, '/alooma inputs orders_db');
    expect(names(rowsOf(byName))).toEqual(['orders_db']);
    const byId = await answerTo(world.oncall, '/alooma inputs 0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01');
    expect(names(rowsOf(byId))).toEqual(['orders_db']);
    expect(wordsOf(byId)).toContain('*Input `orders_db`*');
  });

  it.each([
    ['--type odbc', '4 inputs of type `ODBC`', SEEDED.filter((name) => /_db|mysql/.test(name))],
    ['--type=ODBC --paused', '1 input of type `ODBC` that is paused', ['orders_db_legacy']],
    ['--paused', '1 input that is paused', ['orders_db_legacy']],
    ['--running', '9 inputs that are running', SEEDED.filter((name) => name !== 'orders_db_legacy')],
    ['--running --type RESTAPI', '1 input of type `RESTAPI` that is running', ['web_events']],
  ])('%s: narrows them', async (flags, counted, expected) => {
    const answer = await answerTo(world.oncall, `/alooma inputs ${flags}`);
    expect(wordsOf(answer)).toContain(`*${counted}*`);
    expect(names(rowsOf(answer))).toEqual(expected);
  });

  it('says that none is left by what they were narrowed by', async () => {
    const answer = await answerTo(world.oncall, '/alooma inputs --type S3 --paused');
    expect(wordsOf(answer)).toContain('0 inputs of type `S3` that are paused');
    expect(rowsOf(answer)).toEqual([]);
  });

  it('gives all as a JSON file, sorted, every secret in it masked', async () => {
    const text = await fileShared(world, 'inputs.json', () => world.oncall.types('/alooma inputs --json'));
    const list = JSON.parse(text);
    expect(list.map(({ name }: { name: string }) => name)).toEqual(SEEDED);
    expect(text).not.toContain('s3cr3t');
    expect(list[5]).toMatchObject({
      id: '0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01',
      type: 'ODBC',
      category: 'INPUT',
      paused: false,
      stats: { count: 70_358 },
      created_at: '2018-05-02T09:12:44.000Z',
      configuration: { password: '••••••', batch_size: 10_000, tables: { refunds: 'updated_at' } },
    });
    await world.approver.waitsFor('10 inputs. Secrets are masked.');
  });

  it('gives those that are left, or one, as a file', async () => {
    const paused = await fileShared(world, 'inputs.json', () =>
      world.oncall.types('/alooma inputs --json --paused'),
    );
    expect(JSON.parse(paused)).toMatchObject([{ name: 'orders_db_legacy' }]);
    const one = await fileShared(world, 'inputs.json', () =>
      world.oncall.types('/alooma inputs web_events --json'),
    );
    expect(JSON.parse(one)).toMatchObject([{ name: 'web_events' }]);
  });

  it('says in private where it cannot put the file', async () => {
    const { random } = world.slack.channels;
    const answer = await answerTo(world.oncall, '/alooma inputs --json', random.id);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('/invite @alooma');
  });

  it('is sent again as text where the workspace has no table blocks', async () => {
    world.slack.faults.fail('response_url', 'invalid_blocks');
    const answer = await answerTo(world.oncall, '/alooma inputs --type ODBC');
    expect(rowsOf(answer)).toEqual([]);
    expect(wordsOf(answer)).toMatch(/Category {2}Name .*\nINPUT {5}billing_mysql .* 312 events/);
  });

  it.each([
    ['inputs order_db', 'No input is called `order_db`. Did you mean `orders_db`'],
    [
      'inputs --type ODBX',
      'No input is of type `ODBX`. Did you mean `ODBC`? There are inputs of type `GOOGLE',
    ],
    ['inputs --type Oracle', '`ODBC`, `REST_INPUT`, `RESTAPI`, `S3`, `SALESFORCE`.'],
    ['inputs --type', 'After `--type` something is missing'],
    ['inputs --pausd', '`--pausd` is not known here. Did you mean `--paused`?'],
    ['inputs --paused=yes', '`--paused` takes no value'],
    ['inputs --paused --running', 'leave one of the two out'],
    ['inputs orders_db --paused', 'Leave the name out, or the rest'],
    ['inputs orders_db more', 'I do not know what `more` means here'],
    ['inputs --page two', '`two` is no page: pages are counted from 0'],
  ])('%s: is refused in private, with what to do', async (line, says) => {
    const answer = await answerTo(world.oncall, `/alooma ${line}`);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(wordsOf(answer)).not.toContain('--page &lt;n&gt;');
  });

  it('offers the name and the type that were probably meant', async () => {
    for (const [line, label] of [
      ['inputs order_db', 'Run /alooma inputs orders_db'],
      ['inputs --type ODBX --running', 'Run /alooma inputs --type ODBC --running'],
    ] as const) {
      const refusal = await answerTo(world.oncall, `/alooma ${line}`);
      expect(buttonsOf(refusal)[0]).toBe(label);
      const answer = await answerToClick(world.oncall, label, refusal);
      expect(names(rowsOf(answer))).toContain('orders_db');
    }
  });

  it('has told nothing to Alooma but what it asked', () => {
    expect(writesTo(world)).toEqual([]);
  });
});

describe('/alooma inputs with hostile names', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ alooma: { seed: { ...seedState(), inputs: [] } } });
    for (const name of HOSTILE_NAMES) {
      world.alooma.add({
        name,
        type: name,
        state: name,
        stats: { [name]: 1 },
        configuration: { [name]: name },
      });
    }
  });
  afterAll(() => world.stop());

  it('shows each as text in a cell of its own', async () => {
    const answer = await answerTo(world.oncall, '/alooma inputs');
    const shown = names(rowsOf(answer));
    expect(shown).toHaveLength(HOSTILE_NAMES.length);
    for (const name of HOSTILE_NAMES.filter((one) => one.length < 100 && !one.includes('\u202e'))) {
      expect(shown).toContain(name);
    }
    expect(shown).toContain('feed txt.exe');
    const table = answer.blocks?.find(({ type }) => type === 'table');
    expect(JSON.stringify(table).match(/"type":"(?!raw_text|table)/)).toBeNull();
    expect(JSON.stringify(answer.blocks?.filter((block) => block !== table))).not.toMatch(/<[!@]/);
  });

  it('narrows them by such a type, named as text', async () => {
    const answer = await answerTo(world.oncall, '/alooma inputs --type "<!channel>"');
    expect(wordsOf(answer)).toContain('1 input of type `&lt;!channel&gt;`');
    expect(names(rowsOf(answer))).toEqual(['<!channel>']);
  });

  it('puts them into the file as they are', async () => {
    const text = await fileShared(world, 'inputs.json', () => world.oncall.types('/alooma inputs --json'));
    const list = JSON.parse(text) as { name: string; configuration: Record<string, unknown> }[];
    expect(new Set(list.map(({ name }) => name))).toEqual(new Set(HOSTILE_NAMES));
    const proto = list.find(({ name }) => name === '__proto__')?.configuration ?? {};
    expect(Object.hasOwn(proto, '__proto__')).toBe(true);
  });
});

describe('/alooma inputs with 5,000 of them', () => {
  let world: World;
  beforeAll(async () => {
    const inputs = Array.from({ length: 5_000 }, (_, index) => ({
      id: `in-${index}`,
      showsAt: 0,
      text: JSON.stringify({
        id: `in-${index}`,
        name: `feed_${String((index * 7_919) % 5_000).padStart(4, '0')}`,
        type: index % 2 ? 'ODBC' : 'S3 "cold"',
        category: 'INPUT',
        paused: false,
        configuration: { password: `s3cr3t-${index}`, tables: '{"a":"b"}' },
      }),
    }));
    world = await startWorld({ alooma: { seed: { ...seedState(), inputs } } });
  });
  afterAll(() => world.stop());

  const feeds = (from: number, step = 1) =>
    Array.from({ length: 25 }, (_, index) => `feed_${String(from + index * step).padStart(4, '0')}`);

  it('turns pages in the place of the message, for everybody', async () => {
    const answer = await answerTo(world.oncall, '/alooma inputs');
    expect(names(rowsOf(answer))).toEqual(feeds(0));
    expect(wordsOf(answer)).toContain('Rows 0 to 24 of');
    expect(buttonsOf(answer)).toEqual(['Next']);
    await world.approver.clicks('Next', answer);
    const second = await replaced(world, answer, (now) => rowsOf(now)[1]?.[1] === 'feed_0025');
    expect(buttonsOf(second)).toEqual(['Previous', 'Next']);
    await world.oncall.clicks('Previous', second);
    await replaced(world, answer, (now) => rowsOf(now)[1]?.[1] === 'feed_0000');
    expect(world.oncall.sees().filter((message) => rowsOf(message).length > 0)).toHaveLength(1);
  });

  it('keeps what they are narrowed by from page to page', async () => {
    const answer = await answerTo(world.oncall, `/alooma inputs --type 's3 "cold"' --running --page 99`);
    expect(names(rowsOf(answer)).length).toBe(25);
    expect(buttonsOf(answer)).toEqual(['Previous']);
    await world.oncall.clicks('Previous', answer);
    const before = await replaced(world, answer, (now) => wordsOf(now).includes('Rows 2,450 to'));
    expect(wordsOf(before)).toContain('2,500 inputs of type `S3 "cold"` that are running');
    expect(
      new Set(
        rowsOf(before)
          .slice(1)
          .map((cells) => cells[2]),
      ),
    ).toEqual(new Set(['S3 "cold"']));
  });

  it('gives the last page for a number behind it: a list may have become shorter', async () => {
    const answer = await answerTo(world.oncall, '/alooma inputs --page 1000');
    expect(names(rowsOf(answer)).at(-1)).toBe('feed_4999');
  });

  it('gives them all in the file', async () => {
    const text = await fileShared(world, 'inputs.json', () => world.oncall.types('/alooma inputs --json'));
    expect(JSON.parse(text)).toHaveLength(5_000);
    expect(text).not.toContain('s3cr3t');
  });
});
