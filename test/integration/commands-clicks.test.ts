import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { answerToClick, changesOf, editCard, leftBehind, letLapse, writesTo } from '../support/asking.ts';
import { type ChangeRow, placed } from '../support/changes.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('clicks that come twice or too late', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const change = async (name: string): Promise<ChangeRow> => {
    const row = (await changesOf(world, name)).at(-1);
    if (!row) throw new Error(`No change of ${name}`);
    return row;
  };
  /** Whoever clicks on a card before its place is known hears in private that it is being posted. */
  const placedCard = async (name: string, fieldAndValue: string): Promise<Message> => {
    const card = await editCard(world.oncall, `/alooma edit ${name} ${fieldAndValue}`);
    await placed(world, name);
    return card;
  };
  /** The newest change, once nothing is written to its row by itself: the link of its card is, after its place. */
  const atRest = (name: string) =>
    until(
      async () => {
        const row = await change(name);
        return row.card_link !== null && row;
      },
      () => `the link of the card of ${name}`,
    );
  const privates = (actor: World['oncall']) => actor.sees().filter(({ isEphemeral }) => isEphemeral);
  const isApplied = (name: string) =>
    until(
      async () => (await change(name)).state === 'applied',
      () => `${name} applied`,
    );
  const redrawn = (card: Message, says: string) =>
    until(
      () => world.oncall.sees().find(({ ts, text }) => ts === card.ts && text.includes(says)),
      () => `a card that says ${says}`,
    );

  it('the same person twice: applied once, and told that it was them', async () => {
    const card = await placedCard('orders_db', 'batch_size 1');
    const answer = await answerToClick({ ...world.approver, clicks: twice(world.approver) }, 'Approve', card);
    expect(answer.isEphemeral).toBe(true);
    expect(answer.text).toMatch(/^You approved it \d+ s ago\.$/);
    await isApplied('orders_db');
    expect(writesTo(world)).toHaveLength(1);
    expect(await change('orders_db')).toMatchObject({ approved_by: world.approver.id, writes: 1 });
  });

  it('two people at once: one decides, the other hears who did', async () => {
    const before = writesTo(world).length;
    const card = await placedCard('customers_db', 'batch_size 1');
    const heard = [privates(world.oncall).length, privates(world.approver).length];
    await Promise.all([world.approver.clicks('Approve', card), world.oncall.clicks('Cancel', card)]);
    const loser = await until(
      () =>
        [world.oncall, world.approver].find((actor, index) => privates(actor).length > (heard[index] ?? 0)),
      () => 'an answer to the one who was late',
    );
    await until(
      async () => ['applied', 'cancelled'].includes((await change('customers_db')).state),
      () => 'an ending',
    );
    const { state } = await change('customers_db');
    const [winner, did] = state === 'applied' ? [world.approver, 'approved'] : [world.oncall, 'cancelled'];
    expect(loser.id).not.toBe(winner.id);
    expect(privates(loser).at(-1)?.text).toMatch(new RegExp(`^<@${winner.id}> ${did} it \\d+ s ago\\.$`));
    expect(writesTo(world).length - before).toBe(state === 'applied' ? 1 : 0);
  });

  it('two approvers at once: one decides, the other reads who it was', async () => {
    const before = writesTo(world).length;
    const card = await placedCard('product_mixpanel', 'fromDate 2019-01-01');
    const heard = [privates(world.approver).length, privates(world.backup).length];
    await Promise.all([world.approver.clicks('Approve', card), world.backup.clicks('Approve', card)]);
    const loser = await until(
      () =>
        [world.approver, world.backup].find((actor, index) => privates(actor).length > (heard[index] ?? 0)),
      () => 'an answer to the one who was late',
    );
    const winner = loser.id === world.approver.id ? world.backup : world.approver;
    expect(privates(loser).at(-1)?.text).toMatch(new RegExp(`^<@${winner.id}> approved it \\d+ s ago\\.$`));
    await isApplied('product_mixpanel');
    expect(await change('product_mixpanel')).toMatchObject({ approved_by: winner.id, writes: 1 });
    expect(writesTo(world)).toHaveLength(before + 1);
  });

  it.each(['approve', 'cancel'])('%s on what somebody has approved already', async (button) => {
    const row = await atRest('orders_db');
    const answer = await answerToClick(world.oncall, 'Press me', await leftBehind(world, button, row.id));
    expect(answer.isEphemeral).toBe(true);
    expect(answer.text).toMatch(new RegExp(`^<@${world.approver.id}> approved it \\d+ s ago\\.$`));
    expect(await change('orders_db')).toEqual(row);
  });

  it.each(['approve', 'cancel'])('%s on what was cancelled', async (button) => {
    const card = await placedCard('billing_mysql', 'batch_size 1');
    await world.oncall.clicks('Cancel', card);
    await redrawn(card, 'Cancelled by');
    // A worker takes its documents away, in its own time.
    await until(async () => (await change('billing_mysql')).forgotten);
    const row = await atRest('billing_mysql');
    const answer = await answerToClick(world.approver, 'Press me', await leftBehind(world, button, row.id));
    expect(answer.isEphemeral).toBe(true);
    expect(answer.text).toMatch(new RegExp(`^<@${world.oncall.id}> cancelled it \\d+ s ago\\.$`));
    expect(await change('billing_mysql')).toEqual(row);
    expect(world.alooma.text('billing_mysql')).toContain('"batch_size":10000');
  });

  it.each([
    ['Approve', 'crm_salesforce', 'daily_queries'],
    ['Cancel', 'support_tickets', 'frequency'],
  ])(
    '%s too late: private, the row lapses, the card can only be looked at, the asker is told',
    async (label, name, field) => {
      const before = writesTo(world);
      const card = await placedCard(name, `${field} 1`);
      await letLapse(world, (await change(name)).id);
      const answer = await answerToClick(world.approver, label, card);
      expect(answer.isEphemeral).toBe(true);
      expect(answer.text).toContain('Too late: it lapsed <!date^');
      const drawn = await redrawn(card, 'It lapsed');
      expect(buttonsOf(drawn)).toEqual(['View all']);
      expect(await change(name)).toMatchObject({ state: 'expired', approved_by: null, closed_by: null });
      const told = await world.oncall.waitsFor(new RegExp(`lapsed without an approval: [^\\n]*${name}`));
      expect(told.threadTs).toBe(card.ts);
      expect(wordsOf(told)).toContain(`<@${world.oncall.id}>`);
      expect(writesTo(world)).toEqual(before);
      const again = await answerToClick(
        world.approver,
        'Press me',
        await leftBehind(world, 'approve', (await change(name)).id),
      );
      expect(again.text).toContain('Too late');
    },
  );

  it('a decided card can be looked at and taken back, and no more', async () => {
    const card = await editCard(world.oncall, '/alooma edit event_archive filePrefix x/');
    await world.approver.clicks('Approve', card);
    const drawn = await redrawn(card, 'and applied');
    expect(buttonsOf(drawn)).toEqual(['View all', 'Undo']);
    expect(drawn.text).toContain(`Approved by <@${world.approver.id}>`);
  });
});

/** Both clicks leave before the first is answered, as with an impatient finger. */
function twice(actor: World['oncall']): World['oncall']['clicks'] {
  return async (label, message) => {
    await Promise.all([actor.clicks(label, message), actor.clicks(label, message)]);
  };
}
