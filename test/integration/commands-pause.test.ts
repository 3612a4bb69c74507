import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, changesOf, writesTo } from '../support/asking.ts';
import { changeOf, hurry, placed } from '../support/changes.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

describe('pausing and resuming', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const pausedOf = (id: string) => world.alooma.inputs().find((input) => input.id === id)?.paused;
  const idOf = (name: string) => world.alooma.inputs().find((input) => input.name === name)?.id ?? '';

  it('pauses at once, sends one call, and posts who did it and why in the channel', async () => {
    const before = writesTo(world).length;
    await world.oncall.types('/alooma pause orders_db because "warehouse" maintenance & more');
    const result = await world.approver.waitsFor('paused `orders_db`');
    expect(result.isEphemeral).toBe(false);
    expect(wordsOf(result)).toContain(`<@${world.oncall.id}>`);
    expect(wordsOf(result)).toContain('Reason: "warehouse" maintenance &amp; more');
    expect(buttonsOf(result)).toEqual([]);
    expect(writesTo(world).slice(before)).toEqual([`PUT /rest/inputs/${idOf('orders_db')}/pause?pause=true`]);
    expect(await changesOf(world, 'orders_db')).toMatchObject([{ action: 'pause', state: 'applied' }]);
  });

  it('resumes likewise', async () => {
    await world.approver.types('/alooma resume orders_db_legacy because it is needed again');
    const result = await world.oncall.waitsFor('resumed `orders_db_legacy`');
    expect(wordsOf(result)).toContain('it is needed again');
    expect(pausedOf(idOf('orders_db_legacy'))).toBe(false);
  });

  it('masks the password in an address that is given as the reason', async () => {
    await world.oncall.types(
      '/alooma pause support_tickets because postgres://me:hunter2@db.example.com is full',
    );
    const result = await world.approver.waitsFor('paused `support_tickets`');
    expect(wordsOf(result)).toContain('@db.example.com');
    expect(wordsOf(result)).not.toContain('hunter2');
    expect(JSON.stringify(await changesOf(world, 'support_tickets'))).not.toContain('hunter2');
  });

  it('leaves one message in the channel for one command', async () => {
    await world.oncall.types('/alooma pause product_mixpanel');
    await world.approver.waitsFor('paused `product_mixpanel`');
    await placed(world, 'product_mixpanel');
    const { id } = await changeOf(world, 'product_mixpanel');
    // Nothing more is to come of it once its card was looked after and its ending told.
    await until(async () => {
      await hurry(world);
      const left = await world.pool.query('select from graphile_worker._private_jobs where key = any($1)', [
        [`card:${id}`, `tell:${id}`],
      ]);
      return left.rowCount === 0;
    });
    const about = world.approver.sees().filter((message) => wordsOf(message).includes('product_mixpanel'));
    expect(about).toHaveLength(1);
  });

  it.each([
    ['pause', 'billing_mysql', true, 'paused already'],
    ['resume', 'marketing_budget', false, 'not paused'],
    ['pause', 'web_events', undefined, 'no paused state'],
    ['resume', 'web_events', undefined, 'no paused state'],
  ])(
    '%s of %s, whose paused is %s: says so privately and sends nothing',
    async (verb, name, paused, says) => {
      world.alooma.edit(name, (input) => {
        if (paused !== undefined) input.paused = paused;
      });
      const before = writesTo(world);
      const answer = await answerTo(world.oncall, `/alooma ${verb} ${name}`);
      expect(answer.isEphemeral).toBe(true);
      expect(wordsOf(answer)).toContain(says);
      expect(wordsOf(answer)).toContain(`\`${name}\``);
      expect(writesTo(world)).toEqual(before);
      expect(await changesOf(world, name)).toEqual([]);
    },
  );

  it('asks for an id where two inputs have the name, and takes it', async () => {
    const first = world.alooma.add({ name: 'twins', type: 'ODBC', paused: false });
    const second = world.alooma.add({ name: 'twins', type: 'S3', paused: false });
    const answer = await answerTo(world.oncall, '/alooma pause twins');
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('2 inputs are called `twins`');
    expect(wordsOf(answer)).toContain(`\`${first}\``);
    expect(wordsOf(answer)).toContain(`\`${second}\``);
    expect([pausedOf(first), pausedOf(second)]).toEqual([false, false]);
    await world.oncall.types(`/alooma pause ${second}`);
    await world.approver.waitsFor('paused `twins`');
    expect([pausedOf(first), pausedOf(second)]).toEqual([false, true]);
  });

  it('takes an input by its id before one that is called so: a button must not act on another', async () => {
    const id = world.alooma.add({ name: 'first_name', type: 'S3', paused: false });
    const named = world.alooma.add({ name: id, type: 'S3', paused: false });
    await world.oncall.types(`/alooma pause ${id}`);
    await world.approver.waitsFor('paused `first_name`');
    expect([pausedOf(id), pausedOf(named)]).toEqual([true, false]);
  });
});
