import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, answerToClick } from '../support/asking.ts';
import { HOSTILE_NAMES, replaced, rowsOf } from '../support/shown.ts';
import { buttonsOf, startWorld, type World, wordsOf } from '../support/world.ts';

describe('/alooma events', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  afterEach(() => {
    world.alooma.faults.clear();
    world.slack.faults.clear();
  });

  const ask = (line: string) => answerTo(world.oncall, `/alooma ${line}`);

  it('shows all as a table in the channel, sorted by name, each with how many events there were', async () => {
    const answer = await ask('events');
    expect(answer.isEphemeral).toBe(false);
    expect(wordsOf(answer)).toContain('*The pipeline has 10 event types*');
    const rows = rowsOf(answer);
    expect(rows[0]).toEqual(['Event', 'Input', 'State', 'Events']);
    expect(rows.slice(1).map(([name]) => name)).toEqual([
      'Account',
      'billing.invoices',
      'campaign.paused',
      'Opportunity',
      'public.customers',
      'public.order_lines',
      'public.orders',
      'Signed Up',
      'ticket.updated',
      'web/page view',
    ]);
    expect(rows[7]).toEqual(['public.orders', 'orders_db', 'MAPPED', '18,252']);
    expect(buttonsOf(answer)).toEqual([]);
  });

  it('shows those of one input, by its name or its id', async () => {
    for (const input of ['orders_db', '0d6f8a52-3a41-4c0e-9b53-1d1f0a7b2c01']) {
      const answer = await ask(`events ${input}`);
      expect(
        rowsOf(answer)
          .slice(1)
          .map(([name]) => name),
      ).toEqual(['public.order_lines', 'public.orders']);
    }
    expect(wordsOf(await ask('events orders_db'))).toContain('*`orders_db` has 2 event types*');
  });

  it('says that an input has none', async () => {
    const answer = await ask('events event_archive');
    expect(wordsOf(answer)).toContain('`event_archive` has no event types.');
    expect(rowsOf(answer)).toEqual([]);
  });

  it('names the input that was probably meant, and has a button for it', async () => {
    const refusal = await ask('events order_db');
    expect(refusal.isEphemeral).toBe(true);
    expect(wordsOf(refusal)).toContain('No input is called `order_db`. Did you mean `orders_db`');
    const answer = await answerToClick(world.oncall, 'Run /alooma events orders_db', refusal);
    expect(rowsOf(answer)).toHaveLength(3);
  });

  it('leaves the numbers out where Alooma does not tell them', async () => {
    world.alooma.faults.status(500, { path: /^samples\/stats$/ });
    expect(rowsOf(await ask('events orders_db')).map((row) => row[3])).toEqual(['Events', '–', '–']);
  });

  it('says that Alooma does not list them', async () => {
    world.alooma.faults.status(403, { path: /^event-types$/ });
    const answer = await ask('events');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('Alooma refused (403) to list the event types');
  });

  it('refuses what it cannot read', async () => {
    world.alooma.faults.status(200, { path: /^event-types$/, body: '[{"label":"a"}]' });
    expect(wordsOf(await ask('events'))).toContain(
      'None of the event types that Alooma lists looks as documented',
    );
  });

  it('is sent again as text where the workspace has no table blocks', async () => {
    world.slack.faults.fail('response_url', 'invalid_blocks');
    const answer = await ask('events orders_db');
    expect(rowsOf(answer)).toEqual([]);
    expect(wordsOf(answer)).toMatch(
      /Event {15}Input .*\npublic\.order_lines {2}orders_db {2}MAPPED {2}52,118/,
    );
  });

  it('is for members: who may look at inputs sees the names of events', async () => {
    expect(rowsOf(await answerTo(world.backup, '/alooma events'))).toHaveLength(11);
    const refusal = await answerTo(world.guest, '/alooma events');
    expect(refusal.isEphemeral).toBe(true);
    expect(wordsOf(refusal)).toContain('Guests cannot see');
  });

  it('shows hostile names as text', async () => {
    for (const name of HOSTILE_NAMES) {
      world.alooma.samples.addEvent({ name, input: 'hostile', state: name, counts: { [name]: 1 } });
    }
    const answer = await ask('events hostile');
    expect(rowsOf(answer)).toHaveLength(HOSTILE_NAMES.length + 1);
    const table = answer.blocks?.find(({ type }) => type === 'table');
    expect(JSON.stringify(table).match(/"type":"(?!raw_text|table)/)).toBeNull();
    expect(JSON.stringify(table).length).toBeLessThan(10_000);
    expect(rowsOf(answer).find(([name]) => name === '__proto__')?.[3]).toBe('1');
    for (const name of HOSTILE_NAMES) world.alooma.samples.removeEvent(name);
  });
});

describe('/alooma events with 5,000 of them', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    world.alooma.samples.addEvents(5_000, { input: 'Orders (EU) "new"', prefix: 'feed' });
  });
  afterAll(() => world.stop());

  it('turns pages in the place of the message', async () => {
    const answer = await answerTo(world.oncall, `/alooma events 'Orders (EU) "new"'`);
    expect(wordsOf(answer)).toContain('has 5,000 event types*');
    expect(rowsOf(answer).at(-1)?.[0]).toBe('feed_0029');
    expect(buttonsOf(answer)).toEqual(['Next']);
    await world.approver.clicks('Next', answer);
    const second = await replaced(world, answer, (now) => rowsOf(now)[1]?.[0] === 'feed_0030');
    expect(buttonsOf(second)).toEqual(['Previous', 'Next']);
    const last = await answerTo(world.oncall, `/alooma events 'Orders (EU) "new"' --page 999`);
    expect(rowsOf(last).at(-1)?.[0]).toBe('feed_4999');
  });
});
