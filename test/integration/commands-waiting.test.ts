import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard, letLapse, writesTo } from '../support/asking.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('a change that waits', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const statesOf = async (name: string) => (await changesOf(world, name)).map(({ state }) => state);

  it('holds up another edit of that input, privately and with a link to its card', async () => {
    const card = await editCard(world.oncall, '/alooma edit orders_db batch_size 1');
    const answer = await answerTo(world.approver, '/alooma edit orders_db port 6543');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain(`/archives/${card.channel}/p${card.ts.replace('.', '')}|another edit>`);
    expect(wordsOf(answer)).toContain(`<@${world.oncall.id}>`);
    expect(await statesOf('orders_db')).toEqual(['pending']);
  });

  it('holds up no edit of another input', async () => {
    const other = await editCard(world.approver, '/alooma edit billing_mysql port 3307');
    expect(other.isEphemeral).toBe(false);
  });

  it('holds up no pause and no resume, whose cards say that it waits and link it', async () => {
    await world.approver.types('/alooma pause orders_db');
    const paused = wordsOf(await world.oncall.waitsFor('paused `orders_db`'));
    expect(paused).toMatch(/\/archives\/\S+\|An edit> of `orders_db`, which <@\w+> asked for, was waiting/);
    await world.approver.types('/alooma resume orders_db');
    await world.oncall.waitsFor('resumed `orders_db`');
    expect(await statesOf('orders_db')).toEqual(['pending', 'applied', 'applied']);
  });

  it('is applied after a pause in between, since pausing rewrites nothing', async () => {
    const card = await editCard(world.oncall, '/alooma edit product_mixpanel fromDate 2019-01-01');
    await world.approver.types('/alooma pause product_mixpanel');
    await world.oncall.waitsFor('paused `product_mixpanel`');
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor(/product_mixpanel[\s\S]*and applied/);
    const { paused, configuration } = JSON.parse(world.alooma.text('product_mixpanel'));
    expect([paused, configuration.fromDate]).toEqual([true, '2019-01-01']);
  });

  it('no longer holds up anything once it is cancelled', async () => {
    const card = await editCard(world.oncall, '/alooma edit customers_db batch_size 1');
    await world.oncall.clicks('Cancel', card);
    await until(
      async () => (await statesOf('customers_db'))[0] === 'cancelled',
      () => 'the cancelling',
    );
    await editCard(world.approver, '/alooma edit customers_db batch_size 2');
    expect(await statesOf('customers_db')).toEqual(['cancelled', 'pending']);
  });

  it('no longer holds up anything once it has lapsed, though nobody has closed it', async () => {
    const card = await editCard(world.oncall, '/alooma edit support_tickets frequency 20');
    await letLapse(world, (await changesOf(world, 'support_tickets'))[0]?.id ?? '');
    await editCard(world.approver, '/alooma edit support_tickets frequency 30');
    expect(await statesOf('support_tickets')).toEqual(['expired', 'pending']);
    const told = await world.oncall.waitsFor(/lapsed without an approval: [^\n]*support_tickets/);
    expect(told.threadTs).toBe(card.ts);
  });

  it('has one winner when two people ask at once', async () => {
    await Promise.all([
      world.oncall.types('/alooma edit event_archive filePrefix a/'),
      world.approver.types('/alooma edit event_archive filePrefix b/'),
    ]);
    const heard = () =>
      [...world.oncall.sees(), ...world.approver.sees()].filter(({ text }) =>
        /^`event_archive` has .*waiting/.test(text),
      );
    await world.oncall.waitsFor(/`event_archive`[\s\S]*Waits for an approval/);
    await until(
      () => heard().length > 0,
      () => 'an answer to the second',
    );
    expect(heard()).toHaveLength(1);
    expect(await statesOf('event_archive')).toEqual(['pending']);
  });

  it.each([
    ['Approve', 'crm_salesforce daily_queries 1', 'applied, approved by'],
    ['Reject', 'marketing_budget header_row 2', 'rejected by'],
  ])('%s by somebody else: the asker is told in the thread of the card', async (label, typed, says) => {
    const card = await editCard(world.oncall, `/alooma edit ${typed}`);
    if (label === 'Reject') {
      await world.approver.opensModal(() => world.approver.clicks(label, card));
      expect(await world.approver.submits({ reason: 'Not today' })).toEqual({ ok: true });
    } else {
      await world.approver.clicks(label, card);
    }
    const told = await world.oncall.waitsFor(
      new RegExp(`${says} <@${world.approver.id}>: [^\\n]*\`${typed.split(' ', 1)[0]}\``),
    );
    expect(told.threadTs).toBe(card.ts);
    expect(told.isEphemeral).toBe(false);
    expect(wordsOf(told)).toContain(`<@${world.oncall.id}>`);
  });

  it('cancelled by the asker: nobody is told what they have just done', async () => {
    const card = await editCard(world.oncall, '/alooma edit web_events auto_map false');
    await world.oncall.clicks('Cancel', card);
    await until(
      async () => (await statesOf('web_events'))[0] === 'cancelled',
      () => 'the cancelling',
    );
    await until(
      async () =>
        (await world.pool.query(`select 1 from graphile_worker.jobs where key like 'tell:%'`)).rowCount === 0,
      () => 'an empty queue',
    );
    expect(world.oncall.sees().filter(({ threadTs }) => threadTs === card.ts)).toEqual([]);
  });

  it('has written nothing that nobody approved', () => {
    const replaced = writesTo(world).filter((write) => !write.includes('/pause?'));
    expect(replaced).toHaveLength(2);
  });
});
