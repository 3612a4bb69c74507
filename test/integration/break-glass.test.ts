import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { people } from '../../sandbox/slack/workspace.ts';
import { answerToClick, editCard } from '../support/asking.ts';
import {
  addInput,
  batchSizeOf,
  changeOf,
  ended,
  hurry,
  inState,
  noneLeft,
  redrawn,
} from '../support/changes.ts';
import { closeAll, faultsOfForm } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { wordsIn } from '../support/words.ts';
import { type Actor, buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

/** Olivia asks, and may apply alone what names her group; Aino and Bea are the approvers. */
const POLICY = `
rules:
  - name: production
    inputs: ["prod_*"]
    approvals: 2
    approve: [S0APPROV01, U0ONCALL01]
    alone: [S0ONCALL01]
  - name: named
    inputs: ["named_*"]
    approve: [U0BACKUP01, S0APPROV01]
    alone: [U0ONCALL01]
  - name: all members
    inputs: ["open_*"]
    alone: [U0ONCALL01]
`;
const FOR_EVER = 1_000_000;
const isTold = ({ text }: Message) => text.includes('your change');

describe('break-glass', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(POLICY);
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
  });
  afterEach(async () => {
    world.slack.faults.clear();
    await closeAll(world.oncall, world.approver, world.backup);
    // One that comes later would be the next test's first new message.
    await noneLeft(world, 'alarm');
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  /** @returns the card, once there is a link to it, which the alarm holds */
  async function ask(name: string, actor = world.oncall): Promise<Message> {
    addInput(world, name);
    const card = await editCard(actor, `/alooma edit ${name} batch_size 2`);
    await until(
      async () => (await changeOf(world, name)).card_link !== null,
      () => `a link to the card of ${name}`,
    );
    return card;
  }
  const opens = (actor: Actor, card: Message) => actor.opensModal(() => actor.clicks('Apply alone', card));
  async function applyAlone(name: string): Promise<Message> {
    const card = await ask(name);
    await opens(world.oncall, card);
    expect(await world.oncall.submits({ reason: 'orders are stuck', name })).toEqual({ ok: true });
    return card;
  }
  /** What is said of it in a channel, or in somebody's direct messages, beside its card. */
  const alarms = (name: string, channel: string = world.slack.channels.pipelines.id) =>
    Object.values(people)
      .flatMap(({ id }) => world.slack.state(id).messages)
      .filter((message, at, all) => all.findIndex(({ ts }) => ts === message.ts) === at)
      .filter((message) => message.channel === channel && !message.threadTs)
      .filter((message) => /applies a change alone/.test(message.text) && wordsOf(message).includes(name));
  const toldOf = (name: string) => ({
    channel: alarms(name).length,
    approver: alarms(name, people.approver.directChannel).length,
    backup: alarms(name, people.backup.directChannel).length,
    oncall: alarms(name, people.oncall.directChannel).length,
    guest: alarms(name, people.guest.directChannel).length,
  });
  const EACH_ONCE = { channel: 1, approver: 1, backup: 1, oncall: 0, guest: 0 };
  const CHANNEL_ALONE = { channel: 1, approver: 0, backup: 0, oncall: 0, guest: 0 };

  /** The job that is still to tell of it. */
  const alarmJobOf = async (name: string) => {
    const { id } = await changeOf(world, name);
    const { rows } = await world.pool.query<{ attempts: number; locked_at: Date | null }>(
      'select attempts, locked_at from graphile_worker.jobs where key = $1',
      [`alarm:${id}`],
    );
    return rows[0];
  };

  /** Lets jobs that wait for another try run, until none is left that tells of this change. */
  async function allTold(name: string): Promise<void> {
    await until(
      async () => {
        await hurry(world);
        return (await alarmJobOf(name)) === undefined;
      },
      () => `everybody to be told of ${name}: ${JSON.stringify(toldOf(name))}`,
    );
  }

  it('applies it at once, and tells the card, the channel, every approver and the history who and why', async () => {
    const card = await ask('prod_orders');
    expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel', 'Apply alone', 'View all']);
    const view = await opens(world.oncall, card);
    const words = wordsIn(view.blocks);
    expect(words).toContain('Set `batch_size` of `prod_orders` from `1` to `2`');
    expect(words).toContain('This is for emergencies');
    expect(words).toContain('without the 2 approvals that it needs');
    const reason = 'orders are stuck <!here>, see https://me:pa55word@host';
    expect(await world.oncall.submits({ reason, name: 'prod_orders' })).toEqual({ ok: true });
    expect((await ended(world, 'prod_orders')).state).toBe('applied');
    expect(batchSizeOf(world, 'prod_orders')).toBe(2);

    const drawn = await redrawn(world, card, 'Decided alone by <@U0ONCALL01> and applied');
    expect(wordsOf(drawn)).toContain(
      ':rotating_light: *<@U0ONCALL01> applied this alone, without the 2 approvals that it needs.* Why: “orders are stuck &lt;!here&gt;',
    );
    expect(buttonsOf(drawn).filter((label) => /Approve|Reject|Cancel|alone/.test(label))).toEqual([]);

    await allTold('prod_orders');
    expect(toldOf('prod_orders')).toEqual(EACH_ONCE);
    const [loud] = alarms('prod_orders');
    expect(loud?.text).toContain('For you who may approve it: <!subteam^S0APPROV01> and <@U0ONCALL01>.');
    expect(loud?.text).toContain('Why: “orders are stuck &lt;!here&gt;');
    expect(wordsOf(loud as Message)).toContain('|its card>');
    // Who did it knows: the alarm and the card say so.
    await until(async () => {
      const { rowCount } = await world.pool.query(
        `select from graphile_worker.jobs join changes on key = 'tell:' || changes.id where input_name = 'prod_orders'`,
      );
      return rowCount === 0;
    });
    expect(world.slack.state(people.oncall.id).messages.filter(isTold)).toEqual([]);

    const { rows } = await world.pool.query('select * from changes where input_name = $1', ['prod_orders']);
    expect(rows[0]).toMatchObject({
      approved_by: 'U0ONCALL01',
      alone_reason: expect.stringContaining('stuck'),
    });
    expect(JSON.stringify([rows, world.log, world.slack.state('U0APPROV01')])).not.toContain('pa55word');
  });

  it('tells whoever asked for it that somebody else applied it alone', async () => {
    const card = await ask('prod_of_another', world.approver);
    await opens(world.oncall, card);
    expect(await world.oncall.submits({ reason: 'stuck', name: 'prod_of_another' })).toEqual({ ok: true });
    const told = await world.approver.waitsFor('was applied by <@U0ONCALL01> alone, without the 2 approvals');
    expect(told.threadTs).toBe(card.ts);
  });

  it('is for those whom the rule names, and asks for the name and for a reason', async () => {
    const card = await ask('prod_guarded');
    const refused = await answerToClick(world.backup, 'Apply alone', card);
    expect(refused.text).toContain('You may not apply it alone: rule 1 “production”');
    expect(world.backup.modal()).toBeUndefined();
    await opens(world.oncall, card);
    for (const name of ['prod_guarde', 'PROD_GUARDED', 'prod_orders']) {
      expect(await faultsOfForm(world.oncall, { reason: 'stuck', name })).toEqual({
        name: expect.stringContaining('That is not the name of the input: type “prod_guarded”'),
      });
    }
    expect(await faultsOfForm(world.oncall, { reason: ' ', name: 'prod_guarded' })).toEqual({
      reason: expect.stringContaining('Say why you apply it alone'),
    });
    expect(await faultsOfForm(world.oncall, { reason: ' ', name: 'prod_guarde' })).toEqual({
      reason: expect.stringContaining('Say why you apply it alone'),
      name: expect.stringContaining('That is not the name of the input'),
    });
    expect(await changeOf(world, 'prod_guarded')).toMatchObject({ state: 'pending', writes: 0 });
    expect(toldOf('prod_guarded')).toEqual({ ...CHANNEL_ALONE, channel: 0 });
  });

  it('takes the id where the name cannot be typed', async () => {
    const name = 'prod_two\nlines';
    const id = addInput(world, name);
    const card = await editCard(world.oncall, `/alooma edit ${id} batch_size 2`);
    await opens(world.oncall, card);
    expect(await world.oncall.submits({ reason: 'stuck', name: id })).toEqual({ ok: true });
    expect((await ended(world, name)).state).toBe('applied');
  });

  it('counts no more once the rule is gone, although the form is open', async () => {
    const card = await ask('prod_rule_gone');
    await opens(world.oncall, card);
    await policy.nowHolds(POLICY.replace('alone: [S0ONCALL01]', 'alone: [U0BACKUP01]'), world);
    try {
      const faults = await faultsOfForm(world.oncall, { reason: 'stuck', name: 'prod_rule_gone' });
      expect(faults.reason).toContain('You may not apply it alone');
    } finally {
      await policy.nowHolds(POLICY, world);
    }
    expect((await changeOf(world, 'prod_rule_gone')).state).toBe('pending');
  });

  it('says in the form that it was rejected meanwhile', async () => {
    const card = await ask('prod_rejected');
    await opens(world.oncall, card);
    await world.approver.opensModal(() => world.approver.clicks('Reject', card));
    expect(await world.approver.submits({ reason: 'No' })).toEqual({ ok: true });
    await inState(world, 'prod_rejected', 'rejected');
    const faults = await faultsOfForm(world.oncall, { reason: 'stuck', name: 'prod_rejected' });
    expect(faults.reason).toMatch(/rejected it \d+ s ago: “No”/);
    expect(batchSizeOf(world, 'prod_rejected')).toBe(1);
  });

  it('where all members may approve, the channel is told, and that is all of them', async () => {
    await applyAlone('open_to_all');
    await ended(world, 'open_to_all');
    await allTold('open_to_all');
    expect(toldOf('open_to_all')).toEqual(CHANNEL_ALONE);
    expect(alarms('open_to_all')[0]?.text).toContain('<!channel>');
  });

  it('tells somebody who is named and in a group once', async () => {
    await applyAlone('named_twice');
    await ended(world, 'named_twice');
    await allTold('named_twice');
    expect(toldOf('named_twice')).toEqual(EACH_ONCE);
  });

  it('tells everybody in the end, and each once, though Slack fails in between', async () => {
    const card = await ask('prod_slack_fails');
    await opens(world.oncall, card);
    world.slack.faults.fail('chat.postMessage', { status: 500 }, 3);
    expect(await world.oncall.submits({ reason: 'stuck', name: 'prod_slack_fails' })).toEqual({ ok: true });
    await ended(world, 'prod_slack_fails');
    await allTold('prod_slack_fails');
    expect(toldOf('prod_slack_fails')).toEqual(EACH_ONCE);
  });

  it('tells the others, though one of them cannot be told at all', async () => {
    const card = await ask('prod_one_gone');
    await opens(world.oncall, card);
    world.slack.faults.fail('chat.postMessage', 'user_not_found');
    expect(await world.oncall.submits({ reason: 'stuck', name: 'prod_one_gone' })).toEqual({ ok: true });
    await ended(world, 'prod_one_gone');
    await allTold('prod_one_gone');
    const { channel, approver, backup } = toldOf('prod_one_gone');
    expect(channel + approver + backup).toBeGreaterThanOrEqual(2);
  });

  it('goes on after a restart with those who have not been told', async () => {
    const card = await ask('prod_restarted');
    await opens(world.oncall, card);
    // As if one of them had been told before Slack went away.
    const posts = () => world.slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
    const before = posts();
    world.slack.faults.fail('chat.postMessage', 'internal_error', FOR_EVER);
    expect(await world.oncall.submits({ reason: 'stuck', name: 'prod_restarted' })).toEqual({ ok: true });
    await ended(world, 'prod_restarted');
    await until(() => posts() > before);
    expect(toldOf('prod_restarted')).toEqual({ ...CHANNEL_ALONE, channel: 0 });
    await world.pool.query(
      `update changes set alarmed = array['U0BACKUP01'] where input_name = 'prod_restarted'`,
    );
    await world.restart();
    world.slack.faults.clear();
    await allTold('prod_restarted');
    expect(toldOf('prod_restarted')).toEqual({ ...EACH_ONCE, backup: 0 });
  });

  it('asks again for a user group of which Slack could not say who is in it', async () => {
    // Its members are kept for a minute by a process that knows them already.
    await world.restart();
    world.slack.faults.fail('usergroups.users.list', 'internal_error', FOR_EVER);
    const card = await ask('named_group_unknown');
    await opens(world.oncall, card);
    expect(await world.oncall.submits({ reason: 'stuck', name: 'named_group_unknown' })).toEqual({
      ok: true,
    });
    await until(
      async () => {
        const job = await alarmJobOf('named_group_unknown');
        return job && job.attempts > 0 && job.locked_at === null;
      },
      () => 'those who are known to be told',
    );
    expect(toldOf('named_group_unknown')).toEqual({ ...EACH_ONCE, approver: 0 });
    world.slack.faults.clear();
    await allTold('named_group_unknown');
    expect(toldOf('named_group_unknown')).toEqual(EACH_ONCE);
  });
});
