import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { people } from '../../sandbox/slack/workspace.ts';
import { answerTo, answerToClick, changesOf } from '../support/asking.ts';
import { placed } from '../support/changes.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Where the bot is not in the channel. The tests go on from one another: the invitation comes last. */
describe('in a channel without the bot', () => {
  let world: World;
  let random: string;
  /** The private answer whose change is cancelled on the way. */
  let cancelled: Message;
  beforeAll(async () => {
    world = await startWorld();
    random = world.slack.channels.random.id;
  });
  afterAll(() => world.stop());

  const direct = people.oncall.directChannel;
  const stateOf = async (name: string) => (await changesOf(world, name)).at(-1)?.state;
  const cardsAbout = (actor: World['oncall'], channel: string, name: string) =>
    actor.sees(channel).filter((message) => !message.isEphemeral && wordsOf(message).includes(`\`${name}\``));

  it('what only reads is answered there all the same', async () => {
    const listed = await answerTo(world.oncall, '/alooma list', random);
    expect(listed.isEphemeral).toBe(false);
    expect(wordsOf(listed)).toContain('10 inputs');
  });

  it('an edit: a private answer says how to invite it and offers two other places', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit orders_db batch_size 1', random);
    cancelled = answer;
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('/invite @alooma');
    expect(buttonsOf(answer)).toEqual(['Post it here', 'Send it to me', 'Cancel the change']);
    expect(await stateOf('orders_db')).toBe('pending');
    expect(cardsAbout(world.approver, random, 'orders_db')).toEqual([]);
  });

  it('Post it here, still uninvited: says so again, and loses nothing', async () => {
    const answer = await answerToClick(world.oncall, 'Post it here', undefined, random);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('/invite @alooma');
    expect(await stateOf('orders_db')).toBe('pending');
  });

  it('Post it here, while it is being posted elsewhere: says so, and what was clicked stays', async () => {
    const lease = (until: string) =>
      world.pool.query(`update changes set card_lease_until = ${until} where input_name = 'orders_db'`);
    await lease("now() + interval '1 hour'");
    const answer = await answerToClick(world.oncall, 'Post it here', cancelled, random);
    expect(wordsOf(answer)).toContain('is being posted somewhere else right now');
    expect(world.oncall.sees(random)).toContainEqual(expect.objectContaining({ ts: cancelled.ts }));
    await lease('null');
  });

  it('Cancel the change: it is cancelled, and that is said', async () => {
    const answer = await answerToClick(world.oncall, 'Cancel the change', cancelled, random);
    expect(answer.isEphemeral).toBe(true);
    expect(wordsOf(answer)).toContain('is cancelled');
    expect(await stateOf('orders_db')).toBe('cancelled');
    const late = await answerToClick(world.oncall, 'Post it here', cancelled, random);
    expect(late.isEphemeral).toBe(true);
    expect(cardsAbout(world.oncall, random, 'orders_db')).toEqual([]);
  });

  it('Send it to me: the card is in the direct messages, and the private answer goes', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit customers_db batch_size 1', random);
    const card = await answerToClick(world.oncall, 'Send it to me', answer, direct);
    expect(wordsOf(card)).toContain('Set `batch_size` of `customers_db`');
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel', 'View all']);
    await until(
      () => !world.oncall.sees(random).some(({ ts }) => ts === answer.ts),
      () => 'the private answer to go',
    );
    const refused = await answerToClick(world.oncall, 'Approve', card, direct);
    expect(wordsOf(refused)).toContain('somebody else has to approve it');
    await world.oncall.clicks('Cancel', card);
    await world.oncall.waitsFor('Cancelled by', direct);
    expect(await stateOf('customers_db')).toBe('cancelled');
  });

  it('Send it to me, where the private answer does not go: the card is there, and nothing is said to be wrong', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit customers_db batch_size 2', random);
    const seen = world.oncall.sees(random).length;
    world.slack.faults.fail('response_url', { status: 500 });
    const card = await answerToClick(world.oncall, 'Send it to me', answer, direct);
    await until(
      () => world.log.some((line) => line.includes('stays on show')),
      () => 'the failure in the log',
    );
    await world.oncall.clicks('Cancel', card);
    await world.oncall.waitsFor(/`customers_db` from `\d+` to `2`.*Cancelled by/s, direct);
    expect(world.oncall.sees(random)).toHaveLength(seen);
  });

  it('a pause takes effect, and the one who asked is told in their direct messages', async () => {
    const answer = await answerTo(world.oncall, '/alooma pause billing_mysql', random);
    expect(answer.isEphemeral).toBe(true);
    expect(buttonsOf(answer)).toEqual(['Post it here', 'Send it to me']);
    await world.oncall.waitsFor(/applied: Pause `billing_mysql`/, direct);
    expect(JSON.parse(world.alooma.text('billing_mysql')).paused).toBe(true);
  });

  it('whoever wants to edit it next can show the unseen card in a channel', async () => {
    await answerTo(world.oncall, '/alooma edit orders_db batch_size 2', random);
    const answer = await answerTo(world.approver, '/alooma edit orders_db port 6543');
    expect(wordsOf(answer)).toContain('whose card is in no channel');
    expect(buttonsOf(answer)).toEqual(['Post its card here', 'Cancel that change']);
    await world.approver.clicks('Post its card here', answer);
    const card = await world.approver.waitsFor(/`orders_db` from[\s\S]*Waits for an approval/);
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor(/`orders_db` from[\s\S]*and applied/);
  });

  it('a card in direct messages can be moved to a channel, and is decided there', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit orders_db_legacy batch_size 2', random);
    await answerToClick(world.oncall, 'Send it to me', answer, direct);
    await placed(world, 'orders_db_legacy');
    const inTheWay = await answerTo(world.approver, '/alooma edit orders_db_legacy port 1');
    await world.approver.clicks('Post its card here', inTheWay);
    const card = await world.approver.waitsFor(/`orders_db_legacy` from[\s\S]*Waits for an approval/);
    await world.oncall.waitsFor(/`orders_db_legacy`.*has moved to a channel/, direct);
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor(/`orders_db_legacy` from[\s\S]*and applied/);
  });

  it('an edit that is asked for in direct messages is refused, since nobody else would see it', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit support_tickets frequency 5', direct);
    expect(wordsOf(answer)).toContain('nobody else could approve it');
    expect(await changesOf(world, 'support_tickets')).toEqual([]);
  });

  it('Post it here, once invited: one card in the channel, that somebody else approves there', async () => {
    const answer = await answerTo(world.oncall, '/alooma edit event_archive filePrefix x/', random);
    await world.oncall.types('/invite @alooma', random);
    await world.oncall.clicks('Post it here', answer);
    const card = await world.approver.waitsFor('Waits for an approval', random);
    await until(
      () => !world.oncall.sees(random).some(({ ts }) => ts === answer.ts),
      () => 'the private answer to go',
    );
    await world.approver.clicks('Approve', card);
    await world.approver.waitsFor('and applied', random);
    expect(world.alooma.text('event_archive')).toContain('"filePrefix":"x/"');
    const cards = cardsAbout(world.approver, random, 'event_archive').filter(({ threadTs }) => !threadTs);
    expect(cards.map(({ ts }) => ts)).toEqual([card.ts]);
  });

  it('Post it here, once invited, for what was cancelled meanwhile: nothing is posted', async () => {
    const answer = await answerToClick(world.oncall, 'Post it here', cancelled, random);
    expect(answer.isEphemeral).toBe(true);
    expect(cardsAbout(world.oncall, random, 'orders_db')).toEqual([]);
  });

  it('and then cards are posted there at once', async () => {
    const card = await answerTo(world.oncall, '/alooma edit crm_salesforce daily_queries 1', random);
    expect(card.isEphemeral).toBe(false);
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel', 'View all']);
  });

  it('in direct messages with it, everything works', async () => {
    await world.oncall.types('/alooma pause marketing_budget', direct);
    await world.oncall.waitsFor('paused `marketing_budget`', direct);
  });
});
