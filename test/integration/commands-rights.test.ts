import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { signed } from '../../sandbox/slack/delivery/sign.ts';
import { answerTo, answerToClick, changesOf, editCard, writesTo } from '../support/asking.ts';
import type { ChangeRow } from '../support/changes.ts';
import { type Actor, buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

type Who = 'guest' | 'stranger';
const OUTSIDERS: [Who, string][] = [
  ['guest', 'Guests cannot'],
  ['stranger', 'People from other workspaces cannot'],
];

describe('who may do what', () => {
  let world: World;
  let card: Message;
  let asked: ChangeRow[];
  beforeAll(async () => {
    world = await startWorld();
    card = await editCard(world.oncall, '/alooma edit orders_db batch_size 1');
    // The card has its link a moment after it stands; from then on nothing moves the row by itself.
    asked = await until(async () => {
      const rows = await changesOf(world, 'orders_db');
      return rows[0]?.card_link ? rows : undefined;
    });
  });
  afterAll(() => world.stop());

  /** A refusal is private, says why in a few words, and leaves everything as it was. */
  async function expectRefusal(actor: Actor, answer: Message, why: string): Promise<void> {
    expect(answer.isEphemeral).toBe(true);
    const others = [world.oncall, world.approver, world.guest, world.stranger].filter(
      ({ id }) => id !== actor.id,
    );
    for (const other of others) expect(other.sees().map(({ ts }) => ts)).not.toContain(answer.ts);
    expect(answer.text).toContain(why);
    expect(answer.text.length).toBeLessThan(200);
    const { rows } = await world.pool.query('select * from changes');
    expect(rows).toEqual(asked);
    expect(writesTo(world)).toEqual([]);
    expect(world.alooma.text('orders_db')).toContain('"batch_size":10000');
    const now = world.oncall.sees().find(({ ts }) => ts === card.ts);
    expect(now && buttonsOf(now)).toEqual(['Approve', 'Reject', 'Cancel', 'View all']);
  }

  it.each(OUTSIDERS)('a %s may have help, and look at nothing', async (who, why) => {
    expect(wordsOf(await answerTo(world[who], '/alooma help'))).toContain('/alooma pause');
    for (const line of ['list', 'show orders_db', 'inputs', 'events', 'tables orders_db', 'policy']) {
      const answer = await answerTo(world[who], `/alooma ${line}`);
      await expectRefusal(world[who], answer, `${why} see what this pipeline holds`);
    }
  });

  it.each(
    OUTSIDERS.flatMap(([who, why]) => [
      ['pause orders_db', who, why] as const,
      ['resume orders_db_legacy', who, why] as const,
      ['edit customers_db port 1', who, why] as const,
      ['edit customers_db', who, why] as const,
      ['delete', who, why] as const,
    ]),
  )('/alooma %s by a %s is refused', async (typed, who, why) => {
    await expectRefusal(world[who], await answerTo(world[who], `/alooma ${typed}`), why);
  });

  it.each(
    OUTSIDERS.flatMap(([who, why]) => [
      ['Approve', who, why] as const,
      ['Reject', who, why] as const,
      ['View all', who, why] as const,
      ['Cancel', who, 'who asked for it, can cancel it'] as const,
    ]),
  )('%s by a %s is refused', async (label, who, why) => {
    await expectRefusal(world[who], await answerToClick(world[who], label, card), why);
    expect(world[who].modal()).toBeUndefined();
  });

  it('a suggestion gives nobody a right that they have not', async () => {
    const suggestion = await answerTo(world.guest, '/alooma pausee orders_db');
    const answer = await answerToClick(world.guest, 'Run /alooma pause orders_db', suggestion);
    await expectRefusal(world.guest, answer, 'Guests cannot');
  });

  it('the one who asked may not approve', async () => {
    await expectRefusal(
      world.oncall,
      await answerToClick(world.oncall, 'Approve', card),
      'You asked for this change',
    );
  });

  it('when Slack cannot say who somebody is, the answer is no, and the next try asks again', async () => {
    world.slack.faults.fail('users.info', 'internal_error');
    const answer = await answerToClick(world.approver, 'Approve', card);
    await expectRefusal(world.approver, answer, 'Slack could not say whether you are a member');
    world.slack.faults.fail('users.info', 'user_not_found');
    const again = await answerTo(world.approver, '/alooma pause orders_db');
    await expectRefusal(world.approver, again, 'Slack could not say whether you are a member');
  });

  it('a bot may not ask, whoever lets it type', async () => {
    const refusals = () => world.log.filter((line) => line.includes('not_permitted')).length;
    const before = refusals();
    const body = new URLSearchParams({
      command: '/alooma',
      text: 'pause orders_db',
      user_id: 'U0SANDBOX1',
      team_id: world.slack.team.id,
      channel_id: world.slack.channels.pipelines.id,
      response_url: `${world.slack.url}/commands/T0/0/0`,
      trigger_id: 'a-bot',
    }).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...signed(body, world.slack.signingSecret, Math.floor(Date.now() / 1000)),
    };
    const { status } = await fetch(`${world.app.url}/slack/events`, { method: 'POST', headers, body });
    expect(status).toBe(200);
    await until(
      () => refusals() > before,
      () => 'the refusal',
    );
    expect(await changesOf(world, 'orders_db')).toEqual(asked);
    expect(writesTo(world)).toEqual([]);
  });

  it('somebody else may not cancel, who may approve neither', async () => {
    const answer = await answerToClick(world.approver, 'Cancel', card);
    await expectRefusal(
      world.approver,
      answer,
      `Only <@${world.oncall.id}>, who asked for it, can cancel it`,
    );
  });

  it('the one who asked may cancel', async () => {
    const own = await editCard(world.oncall, '/alooma edit customers_db batch_size 1');
    await world.oncall.clicks('Cancel', own);
    await world.approver.waitsFor(/customers_db[\s\S]*Cancelled by/);
    expect(await changesOf(world, 'customers_db')).toMatchObject([
      { state: 'cancelled', closed_by: world.oncall.id },
    ]);
    expect(writesTo(world)).toEqual([]);
  });
});
