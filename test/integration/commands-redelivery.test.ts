import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, editCard, writesTo } from '../support/asking.ts';
import { type Actor, startWorld, until, type World } from '../support/world.ts';

describe('the same delivery twice', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  /**
   * Sends the last delivery once more, then something else: deliveries are handled as they come, and what is shown
   * after the second has had its whole turn is all that there will be.
   */
  async function again(): Promise<void> {
    expect(await world.slack.redeliver()).toMatchObject({ ok: true });
    await answerTo(world.backup, '/alooma list zebra');
    await answerTo(world.backup, '/alooma list zebra');
  }

  const seen = (actor: Actor) => actor.sees().filter(({ text }) => !text.includes('zebra'));
  const settled = (name: string) =>
    until(
      async () => (await changesOf(world, name)).at(-1)?.state === 'applied',
      () => `${name} applied`,
    );

  it('a command that reads: one answer', async () => {
    await answerTo(world.oncall, '/alooma show orders_db');
    await again();
    expect(seen(world.oncall)).toHaveLength(1);
  });

  it('a command that is refused: one answer', async () => {
    const before = seen(world.oncall).length;
    await answerTo(world.oncall, '/alooma pause order_db');
    await again();
    expect(seen(world.oncall)).toHaveLength(before + 1);
  });

  it('a pause: one change, one write, one message', async () => {
    const before = seen(world.approver).length;
    await world.oncall.types('/alooma pause orders_db');
    await again();
    await settled('orders_db');
    await world.approver.waitsFor('paused `orders_db`');
    expect(await changesOf(world, 'orders_db')).toHaveLength(1);
    expect(writesTo(world)).toHaveLength(1);
    expect(seen(world.approver)).toHaveLength(before + 1);
  });

  it('an edit and its approval: one card, one write, no private answer', async () => {
    const before = writesTo(world).length;
    const [oncall, approver] = [seen(world.oncall).length, seen(world.approver).length];
    const card = await editCard(world.oncall, '/alooma edit customers_db batch_size 1');
    await again();
    expect(await changesOf(world, 'customers_db')).toHaveLength(1);
    expect(seen(world.oncall)).toHaveLength(oncall + 1);
    await world.approver.clicks('Approve', card);
    await again();
    await settled('customers_db');
    await world.oncall.waitsFor('applied, approved by');
    expect(writesTo(world)).toHaveLength(before + 1);
    expect(seen(world.approver).filter(({ isEphemeral }) => isEphemeral)).toEqual([]);
    expect(seen(world.approver)).toHaveLength(approver + 2);
  });

  it('a suggestion: it is run once', async () => {
    const suggestion = await answerTo(world.oncall, '/alooma pause billing_mysq');
    await world.oncall.clicks('Run /alooma pause billing_mysql', suggestion);
    await again();
    await settled('billing_mysql');
    expect(await changesOf(world, 'billing_mysql')).toHaveLength(1);
    expect(seen(world.oncall).filter(({ text }) => text.includes('is paused already'))).toEqual([]);
  });
});
