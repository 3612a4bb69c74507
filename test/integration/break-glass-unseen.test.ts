import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { people } from '../../sandbox/slack/workspace.ts';
import { answerTo, answerToClick, editCard, leftBehind } from '../support/asking.ts';
import { addInput, batchSizeOf, changeOf, ended, hurry, inState, placed } from '../support/changes.ts';
import { clickForged, notingAddress } from '../support/forged.ts';
import { closeAll } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

const POLICY = `
rules:
  - name: named
    inputs: ["named_*"]
    approve: [U0BACKUP01]
    alone: [U0ONCALL01]
  - name: all members
    inputs: ["open_*"]
    alone: [U0ONCALL01]
`;

const noting = notingAddress();

/** Break-glass where nobody would hear of it. */
describe('applying alone where nobody else sees it', () => {
  let world: World;
  let policy: TrialPolicyFile;
  let random: string;
  const direct = people.oncall.directChannel;
  beforeAll(async () => {
    policy = await makePolicyFile(POLICY);
    world = await startWorld({
      environment: { POLICY_FILE: policy.path },
      handlers: { buttons: [noting.button] },
    });
    random = world.slack.channels.random.id;
  });
  afterEach(() => closeAll(world.oncall));
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  const private_ = () => world.oncall.sees().filter(({ isEphemeral }) => isEphemeral);
  /** What is said of it to somebody, or in a channel, beside its card. */
  const alarmsIn = (channel: string, name: string) =>
    world.slack
      .state(people.oncall.id)
      .messages.concat(world.slack.state(people.backup.id).messages)
      .filter((message, at, all) => all.findIndex(({ ts }) => ts === message.ts) === at)
      .filter((message) => message.channel === channel && !message.threadTs)
      .filter((message) => /applies a change alone/.test(message.text) && wordsOf(message).includes(name));
  const isAlarmDue = async (name: string) => {
    const { id } = await changeOf(world, name);
    const { rowCount } = await world.pool.query('select from graphile_worker.jobs where key = $1', [
      `alarm:${id}`,
    ]);
    return rowCount === 1;
  };
  const alarmedOf = async (name: string) =>
    (await world.pool.query(`select alarmed from changes where input_name = $1`, [name])).rows[0]?.alarmed;
  const errorsOf = (id: string) =>
    world.log.filter(
      (line) => line.includes('"level":50') && line.includes('could not be told') && line.includes(id),
    );
  async function sentToMe(name: string): Promise<Message> {
    addInput(world, name);
    const answer = await answerTo(world.oncall, `/alooma edit ${name} batch_size 2`, random);
    const card = await answerToClick(world.oncall, 'Send it to me', answer, direct);
    await placed(world, name);
    return card;
  }

  it('a card in direct messages does not offer it, and a click on it opens no form', async () => {
    const card = await sentToMe('named_dark');
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel', 'View all']);
    const { id } = await changeOf(world, 'named_dark');
    await answerToClick(world.oncall, 'Press me', await leftBehind(world, 'note_address', id));
    const heard = private_().length;
    await clickForged(world, {
      ...{ actionId: 'apply_alone', value: id, userId: world.oncall.id, teamId: world.slack.team.id },
      ...{ channelId: direct, responseUrl: noting.address() },
    });
    const answer = await until(() => private_()[heard]);
    expect(answer.text).toContain('Post its card in a channel first');
    expect(world.oncall.modal()).toBeUndefined();
    expect((await changeOf(world, 'named_dark')).state).toBe('pending');
    expect(batchSizeOf(world, 'named_dark')).toBe(1);
  });

  it('once its card is in a channel, it does', async () => {
    await sentToMe('named_shown');
    const inTheWay = await answerTo(world.oncall, '/alooma edit named_shown batch_size 3');
    await world.oncall.clicks('Post its card here', inTheWay);
    const card = await world.approver.waitsFor(/`named_shown` from[\s\S]*Waits for an approval/);
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel', 'Apply alone', 'View all']);
    await until(
      async () => (await changeOf(world, 'named_shown')).card_ts === card.ts,
      () => 'the new place of the card to be known',
    );
    await world.oncall.opensModal(() => world.oncall.clicks('Apply alone', card));
    expect(await world.oncall.submits({ reason: 'stuck', name: 'named_shown' })).toEqual({ ok: true });
    expect((await ended(world, 'named_shown')).state).toBe('applied');
    // It was asked for in a channel without the bot, and its card is in another one.
    await until(() => alarmsIn(world.slack.channels.pipelines.id, 'named_shown').length === 1);
    await until(() => alarmsIn(people.backup.directChannel, 'named_shown').length === 1);
  });

  describe('where the bot was taken out of the channel of the card', () => {
    /** Asks while no worker is alive. @returns the card, where it is known by now to stand */
    async function ask(name: string): Promise<Message> {
      await world.restart({ ROLE: 'web' });
      addInput(world, name);
      const card = await editCard(world.oncall, `/alooma edit ${name} batch_size 2`);
      await placed(world, name);
      return card;
    }

    /** While no worker is alive; where its card stood the bot is no more. */
    async function applyAlone(name: string): Promise<void> {
      const card = await ask(name);
      await world.oncall.opensModal(() => world.oncall.clicks('Apply alone', card));
      expect(await world.oncall.submits({ reason: 'stuck', name })).toEqual({ ok: true });
      await world.pool.query(
        'update changes set card_channel_id = $2, channel_id = $2 where input_name = $1',
        [name, random],
      );
      await world.restart({ ROLE: 'all' });
      expect((await ended(world, name)).state).toBe('applied');
    }

    it('those who are named are told, the channel is not noted as told, and the log says so as an error', async () => {
      await applyAlone('named_left');
      await until(async () => !(await isAlarmDue('named_left')));
      expect(alarmsIn(people.backup.directChannel, 'named_left')).toHaveLength(1);
      expect(await alarmedOf('named_left')).toEqual(['U0BACKUP01']);
      const { id } = await changeOf(world, 'named_left');
      expect(errorsOf(id)).toHaveLength(1);
    });

    it('whoever asked is told in their direct messages how it ended, since its thread takes nothing', async () => {
      const card = await ask('named_told');
      await world.backup.clicks('Approve', card);
      await inState(world, 'named_told', 'approved');
      await world.pool.query(`update changes set card_channel_id = $1 where input_name = 'named_told'`, [
        random,
      ]);
      await world.restart({ ROLE: 'all' });
      const told = await world.oncall.waitsFor(/applied[\s\S]*`named_told`/, direct);
      expect(told.threadTs).toBeUndefined();
    });

    it('the channel in which it was asked for is told, where that is another one', async () => {
      const { pipelines } = world.slack.channels;
      const card = await ask('open_elsewhere');
      await world.oncall.opensModal(() => world.oncall.clicks('Apply alone', card));
      expect(await world.oncall.submits({ reason: 'stuck', name: 'open_elsewhere' })).toEqual({ ok: true });
      await world.pool.query(`update changes set card_channel_id = $1 where input_name = 'open_elsewhere'`, [
        random,
      ]);
      await world.restart({ ROLE: 'all' });
      await until(async () => !(await isAlarmDue('open_elsewhere')));
      expect(alarmsIn(pipelines.id, 'open_elsewhere')).toHaveLength(1);
    });

    it('where nobody is named, the channel is told once the bot is back', async () => {
      await applyAlone('open_left');
      const { id } = await changeOf(world, 'open_left');
      await until(() => errorsOf(id).length > 0);
      expect(await alarmedOf('open_left')).toEqual([]);
      expect(await isAlarmDue('open_left')).toBe(true);
      await world.oncall.types('/invite @alooma', random);
      await until(async () => {
        await hurry(world);
        return !(await isAlarmDue('open_left'));
      });
      expect(alarmsIn(random, 'open_left')).toHaveLength(1);
      expect(await alarmedOf('open_left')).toEqual([random]);
    });
  });
});
