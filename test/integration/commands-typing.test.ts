import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { answerTo, answerToClick, changesOf, editCard, leftBehind, writesTo } from '../support/asking.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('what a person types', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const tsOf = (actor: World['oncall']) => actor.sees().map(({ ts }) => ts);
  /** It is taken away once what was meant is on show. */
  const gone = ({ ts }: Message) =>
    until(
      () => !tsOf(world.oncall).includes(ts),
      () => 'the answer to be taken away',
    );

  it('an unknown input: a private answer, and a button that runs what was meant and takes the answer away', async () => {
    const writes = writesTo(world).length;
    const answer = await answerTo(world.oncall, '/alooma pause order_db because of a typo');
    expect(answer.isEphemeral).toBe(true);
    expect(tsOf(world.approver)).not.toContain(answer.ts);
    expect(wordsOf(answer)).toContain('No input is called `order_db`. Did you mean `orders_db`');
    const [nearest] = buttonsOf(answer);
    expect(nearest).toBe('Run /alooma pause orders_db because of a typo');
    expect(writesTo(world)).toHaveLength(writes);
    await world.oncall.clicks(nearest ?? '', answer);
    expect(wordsOf(await world.approver.waitsFor('paused `orders_db`'))).toContain('of a typo');
    await gone(answer);
  });

  it('an unknown verb likewise', async () => {
    const answer = await answerTo(world.oncall, '/alooma shwo crm_salesforce');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('There is no command `shwo`. Did you mean `show`');
    const shown = await answerToClick(world.oncall, 'Run /alooma show crm_salesforce', answer);
    expect(wordsOf(shown)).toContain('`crm_salesforce`* is running');
    await gone(answer);
  });

  it.each([
    ['/alooma xyzzyplugh', '`xyzzyplugh`', '/alooma help'],
    ['/alooma show quux', '`quux`', '/alooma list'],
  ])('%s: nothing is near, and the answer says where to look', async (line, names, looks) => {
    const answer = await answerTo(world.oncall, line);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(names);
    expect(wordsOf(answer)).toContain(looks);
    expect(buttonsOf(answer)).toEqual([]);
  });

  it.each([
    ['/alooma pause', 'needs `&lt;input&gt;`'],
    ['/alooma edit', 'needs `&lt;input&gt;`'],
    ['/alooma edit orders_db port', '`&lt;value&gt;` is missing'],
    ['/alooma pause my input', '`input` means here'],
    ['/alooma pause orders_db because', 'After `because` something is missing'],
  ])('%s: says what is missing or too much, and the form', async (line, says) => {
    const answer = await answerTo(world.oncall, line);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(says);
    expect(wordsOf(answer)).toContain(`The form is \`${line.split(' ', 2).join(' ')}`);
  });

  it('an input whose name holds spaces, an ampersand and a quote', async () => {
    const name = 'R&D "new" orders';
    world.alooma.rename('billing_mysql', name);
    for (const typed of ['"R&D \\"new\\" orders"', '“R&D \\“new\\” orders”', `'R&D "new" orders'`]) {
      const answer = wordsOf(await answerTo(world.oncall, `/alooma   show ${typed}  `));
      expect(answer).toContain('`R&amp;D "new" orders`* is running');
    }
    await world.oncall.types(`/alooma pause 'R&D "new" orders' because “it’s late” & <noisy>`);
    const result = wordsOf(await world.approver.waitsFor('paused `R&amp;D'));
    expect(result).toContain('Reason: "it\'s late" &amp; &lt;noisy&gt;');
    expect(await changesOf(world, name)).toMatchObject([
      { reason: '"it\'s late" & <noisy>', state: 'applied' },
    ]);
  });

  it('the name of such an input by its beginning: the button quotes it', async () => {
    world.alooma.rename('product_mixpanel', 'Mix & match “panel”');
    const answer = await answerTo(world.oncall, '/alooma show "Mix & match"');
    const [label] = buttonsOf(answer);
    const shown = await answerToClick(world.oncall, label ?? '', answer);
    expect(wordsOf(shown)).toContain('`Mix &amp; match “panel”`* is running');
  });

  it('a name that holds what Slack would escape: the button does not undo it once more', async () => {
    world.alooma.rename('marketing_budget', 'a &lt;b&gt; budget');
    const answer = await answerTo(world.oncall, '/alooma show "a &lt;b&gt; budgets"');
    const [label] = buttonsOf(answer);
    const shown = await answerToClick(world.oncall, label ?? '', answer);
    expect(wordsOf(shown)).toContain('`a &amp;lt;b&amp;gt; budget`* is running');
  });

  it('an address, which Slack makes a link of, arrives as it was typed', async () => {
    const card = await editCard(
      world.oncall,
      '/alooma edit support_tickets base_url https://a.example.com/v3?x=1&y=2',
    );
    expect(wordsOf(card)).toContain('to `https://a.example.com/v3?x=1&amp;y=2`');
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor('and applied');
    expect(world.alooma.text('support_tickets')).toContain('"base_url":"https://a.example.com/v3?x=1&y=2"');
  });

  it('JSON with the quotes of a phone', async () => {
    const card = await editCard(world.oncall, '/alooma edit customers_db tables {“customers”:“id”}');
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor(/customers_db[\s\S]*and applied/);
    expect(world.alooma.text('customers_db')).toContain('"tables":"{\\"customers\\":\\"id\\"}"');
  });

  it('verbs in capitals, and names in theirs', async () => {
    expect(wordsOf(await answerTo(world.oncall, '/alooma SHOW web_events'))).toContain('`web_events`*');
    expect(wordsOf(await answerTo(world.oncall, '/alooma show WEB_EVENTS'))).toContain(
      'Did you mean `web_events`',
    );
  });

  it.each([
    ['a garbage value', 'approve', 'not-an-id'],
    ['an empty list of words for a value', 'cancel', '; drop table changes'],
    ['an unknown name', 'frobnicate', '0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01'],
    ['the name of something that every object has', 'constructor', '0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01'],
  ])('a button with %s does nothing, and says so', async (_, id, value) => {
    const before = await changesOf(world, 'orders_db');
    const answer = await answerToClick(world.approver, 'Press me', await leftBehind(world, id, value));
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('does nothing now');
    expect(await changesOf(world, 'orders_db')).toEqual(before);
  });

  it('a button of a change that is not known any more says so', async () => {
    const unknown = '0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2cff';
    const answer = await answerToClick(
      world.approver,
      'Press me',
      await leftBehind(world, 'approve', unknown),
    );
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('no longer known');
  });
});
