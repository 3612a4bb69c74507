import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SlackStandIn } from '../../sandbox/slack/start.ts';
import { addInput, approveEdit, askForEdit, changeOf, ended, hurry, redrawn } from '../support/changes.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

type Fault = Parameters<SlackStandIn['faults']['fail']>[1];

const FOR_EVER = 10_000;

/** Slack takes no card now: it is there in the end, once, and the change goes its way meanwhile. */
describe('a card', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const cardsOf = (name: string) =>
    world.approver
      .sees()
      .filter(
        (message) => !message.threadTs && !message.isEphemeral && wordsOf(message).includes(`of \`${name}\``),
      );

  /** Waits until the asker is told, which is a post as well: the next test's faults are not for it. */
  async function hearsOfIt(name: string): Promise<void> {
    expect((await ended(world, name)).state).toBe('applied');
    await until(async () => {
      await hurry(world);
      // In the thread of the card, or in direct messages where the bot knows of no card.
      const { messages } = world.slack.state(world.oncall.id);
      return messages.some(({ text }) => new RegExp(`applied, approved by.*\`${name}\``).test(text));
    });
  }

  /** Lets the job that looks after the card run, again and again, until the card says this. */
  const inTheEnd = (name: string, text: string) =>
    until(
      async () => {
        await hurry(world);
        return cardsOf(name).some((card) => wordsOf(card).includes(text));
      },
      () => `the card of ${name} to say ${text}`,
    );

  it.each<[string, Fault, boolean]>([
    ['asks to wait', { status: 429, retryAfterSeconds: 1 }, false],
    ['fails', { status: 500 }, true],
    ['says that it fails', 'internal_error', true],
    ['is silent', { hang: true }, true],
    ['locks the bot out', 'token_revoked', false],
  ])(
    'that cannot be posted while Slack %s is posted once, and the asker hears of it',
    async (what, fault, mayHaveArrived) => {
      const name = `unposted_${what.replaceAll(' ', '_')}`;
      addInput(world, name);
      const since = world.oncall.sees().length;
      world.slack.faults.fail('chat.postMessage', fault);
      await world.oncall.types(`/alooma edit ${name} batch_size 2`);
      const told = await until(() =>
        world.oncall
          .sees()
          .slice(since)
          .find(({ isEphemeral }) => isEphemeral),
      );
      expect(wordsOf(told)).toContain('The card follows');
      const { state, card_lease_until: leaseUntil } = await changeOf(world, name);
      expect(state).toBe('pending');
      // What was refused outright is posted by the next job; what may have arrived is given time to show.
      expect(leaseUntil !== null).toBe(mayHaveArrived);
      await inTheEnd(name, 'Waits for an approval');
      expect(cardsOf(name)).toHaveLength(1);
      await world.approver.clicks('Approve', cardsOf(name)[0]);
      await hearsOfIt(name);
    },
  );

  it('that Slack has posted without saying so is not posted again at once', async () => {
    addInput(world, 'posted_in_silence');
    world.slack.faults.fail('chat.postMessage', { loseAnswer: true });
    const since = world.oncall.sees().length;
    await world.oncall.types('/alooma edit posted_in_silence batch_size 2');
    const card = await world.approver.waitsFor(/`posted_in_silence`.*Waits for an approval/s);
    await until(() =>
      world.oncall
        .sees()
        .slice(since)
        .find(({ isEphemeral }) => isEphemeral),
    );
    expect(cardsOf('posted_in_silence')).toHaveLength(1);
    // Its buttons hold the change's id, so that it can be decided, though the bot does not know where it is.
    await world.approver.clicks('Approve', card);
    await hearsOfIt('posted_in_silence');
  });

  it.each<[string, Fault]>([
    ['asks to wait', { status: 429, retryAfterSeconds: 1 }],
    ['fails', { status: 500 }],
    ['breaks off', { loseAnswer: true }],
    ['says that it fails', 'internal_error'],
    ['locks the bot out', 'token_revoked'],
  ])('that cannot be redrawn while Slack %s is redrawn from its row in the end', async (what, fault) => {
    const name = `undrawn_${what.replaceAll(' ', '_')}`;
    addInput(world, name);
    const card = await askForEdit(world, name);
    world.slack.faults.fail('chat.update', fault, FOR_EVER);
    await world.approver.clicks('Approve', card);
    await hearsOfIt(name);
    const { id } = await changeOf(world, name);
    await until(async () => {
      const { rowCount } = await world.pool.query(
        'select from graphile_worker.jobs where key = $1 and last_error is not null',
        [`card:${id}`],
      );
      return rowCount === 1;
    });
    world.slack.faults.clear();
    await inTheEnd(name, 'and applied');
    expect(cardsOf(name)).toHaveLength(1);
  });

  it.each(['message_not_found', 'cant_update_message'])('that is gone (%s) breaks nothing', async (error) => {
    const name = `gone_${error}`;
    addInput(world, name);
    const card = await askForEdit(world, name);
    world.slack.faults.fail('chat.update', error, FOR_EVER);
    await world.approver.clicks('Approve', card);
    await hearsOfIt(name);
    await until(async () => {
      await hurry(world);
      const { rowCount } = await world.pool.query(
        `select from graphile_worker.jobs where key like '%:' || (select id from changes where input_name = $1) and task_identifier <> 'expire'`,
        [name],
      );
      return rowCount === 0;
    });
    world.slack.faults.clear();
  });

  it('is posted although its link cannot be had', async () => {
    addInput(world, 'without_link');
    world.slack.faults.fail('chat.getPermalink', 'fatal_error');
    const card = await askForEdit(world, 'without_link');
    // Nothing is wrong with the card itself, and nobody is told that there is.
    expect(world.oncall.sees().some(({ ts, isEphemeral }) => isEphemeral && ts > card.ts)).toBe(false);
    await world.approver.clicks('Approve', card);
    await redrawn(world, card, 'and applied');
    await hearsOfIt('without_link');
    expect(world.oncall.sees().some(({ ts, isEphemeral }) => isEphemeral && ts > card.ts)).toBe(false);
  });

  it('whose outcome cannot be told now is told later', async () => {
    addInput(world, 'told_later');
    const card = await askForEdit(world, 'told_later');
    world.slack.faults.fail('chat.postMessage', { status: 500 });
    await world.approver.clicks('Approve', card);
    const told = await until(async () => {
      await hurry(world);
      return world.oncall.sees().find((message) => message.threadTs === card.ts);
    });
    expect(wordsOf(told)).toContain('applied, approved by');
  });

  it('is drawn from its row, whatever it said before', async () => {
    addInput(world, 'drawn_anew');
    const card = await approveEdit(world, 'drawn_anew');
    await redrawn(world, card, 'and applied');
    await world.pool.query(`update changes set outcome = 'Told anew.' where input_name = 'drawn_anew'`);
    const { id } = await changeOf(world, 'drawn_anew');
    await world.pool.query(
      `select graphile_worker.add_job('card', json_build_object('changeId', $1::text))`,
      [id],
    );
    await redrawn(world, card, 'Told anew.');
  });
});
