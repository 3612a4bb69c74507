import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Message } from '../../sandbox/slack/client-api.ts';
import { app as bot } from '../../sandbox/slack/workspace.ts';
import { answerToClick, editCard, leftBehind } from '../support/asking.ts';
import { addInput, batchSizeOf, changeOf, ended, inState, redrawn } from '../support/changes.ts';
import { clickForged, notingAddress } from '../support/forged.ts';
import { closeAll, faultsOfForm } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { wordsIn } from '../support/words.ts';
import { type Actor, buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

const POLICY = `
rules:
  - name: two of the approvers
    inputs: ["two_*"]
    approvals: 2
    approve: [S0APPROV01, U0ONCALL01]
  - name: one who may
    inputs: ["only_*"]
    approve: [U0APPROV01]
  - name: pauses
    actions: [pause]
    inputs: ["asked_*"]
    approvals: 1
`;

const noting = notingAddress();

describe('deciding on a card', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(POLICY);
    world = await startWorld({
      environment: { POLICY_FILE: policy.path },
      handlers: { buttons: [noting.button] },
    });
  });
  afterEach(() => closeAll(world.oncall, world.approver, world.backup));
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  function ask(name: string, by: Actor = world.oncall): Promise<Message> {
    addInput(world, name);
    return editCard(by, `/alooma edit ${name} batch_size 2`);
  }
  const opens = (actor: Actor, label: string, card: Message) =>
    actor.opensModal(() => actor.clicks(label, card));

  describe('with a quorum of two', () => {
    it('shows who has to approve it, who has, and who is missing, until it is applied', async () => {
      const card = await ask('two_in_turn');
      expect(wordsOf(card)).toContain(
        'Waits for 2 approvals by <!subteam^S0APPROV01>, but not <@U0ONCALL01>.',
      );
      expect(wordsOf(card)).toContain('under rule 1 “two of the approvers”');
      await world.approver.clicks('Approve', card);
      const first = await redrawn(world, card, '*1 of 2*: approved by <@U0APPROV01>');
      expect(wordsOf(first)).toContain('Waits for one more by <!subteam^S0APPROV01>, but not');
      expect(buttonsOf(first)).toEqual(['Approve', 'Reject', 'Cancel', 'View all']);
      const again = await answerToClick(world.approver, 'Approve', first);
      expect(again.text).toMatch(/^You approved it \d+ s ago, and one person counts once/);
      expect(batchSizeOf(world, 'two_in_turn')).toBe(1);
      await world.backup.clicks('Approve', first);
      expect((await ended(world, 'two_in_turn')).state).toBe('applied');
      const last = await redrawn(world, card, 'Approved by <@U0APPROV01> and <@U0BACKUP01> and applied');
      expect(buttonsOf(last).filter((label) => /Approve|Reject|Cancel/.test(label))).toEqual([]);
      const told = await world.oncall.waitsFor('applied, approved by <@U0APPROV01> and <@U0BACKUP01>');
      expect(told.threadTs).toBe(card.ts);
    });

    it('whoever asked does not count, though they are named', async () => {
      const card = await ask('two_of_others');
      const answer = await answerToClick(world.oncall, 'Approve', card);
      expect(answer.text).toContain('You asked for this change');
      await world.oncall.clicks('Cancel', card);
      await redrawn(world, card, 'Cancelled by');
    });
  });

  describe('Reject', () => {
    it('asks why not, and tells the card and whoever asked', async () => {
      const card = await ask('rejected');
      const view = await opens(world.approver, 'Reject', card);
      expect(view.title).toBe('Reject a change');
      expect(wordsIn(view.blocks)).toContain('Set `batch_size` of `rejected` from `1` to `2`');
      expect(await faultsOfForm(world.approver, { reason: '  ' })).toEqual({
        reason: expect.stringContaining('Say why you reject it'),
      });
      const reason = 'Wait for <!here>, see https://me:pa55word@host';
      expect(await world.approver.submits({ reason })).toEqual({ ok: true });
      const closed = await redrawn(world, card, 'Rejected by <@U0APPROV01>');
      expect(wordsOf(closed)).toContain('“Wait for &lt;!here&gt;, see ');
      expect(wordsOf(closed)).not.toContain('pa55word');
      expect(buttonsOf(closed)).toEqual(['View all']);
      const told = await world.oncall.waitsFor('your change was rejected by <@U0APPROV01>');
      expect(told.threadTs).toBe(card.ts);
      expect(wordsOf(told)).toContain('Why: “Wait for &lt;!here&gt;');
      expect(await changeOf(world, 'rejected')).toMatchObject({ state: 'rejected', writes: 0 });
      const late = await answerToClick(
        world.backup,
        'Press me',
        await leftBehind(world, 'approve', (await changeOf(world, 'rejected')).id),
      );
      expect(late.text).toMatch(/^<@U0APPROV01> rejected it \d+ s ago: “Wait for &lt;/);
    });

    it('is for those who may approve, and whoever asked cancels', async () => {
      const card = await ask('only_one_may');
      const own = await answerToClick(world.oncall, 'Reject', card);
      expect(own.text).toContain('press *Cancel* to withdraw it');
      const other = await answerToClick(world.backup, 'Reject', card);
      expect(other.text).toContain('You may not reject it: rule 2 “one who may”');
      expect([world.oncall.modal(), world.backup.modal()]).toEqual([undefined, undefined]);
      for (const somebody of [world.approver, world.backup]) {
        const refused = await answerToClick(somebody, 'Cancel', card);
        expect(refused.text).toContain('Only <@U0ONCALL01>, who asked for it, can cancel it');
        expect(refused.text).toContain('*Reject*');
      }
      expect((await changeOf(world, 'only_one_may')).state).toBe('pending');
    });

    it('says in the form who was quicker, and changes nothing', async () => {
      const card = await ask('decided_meanwhile');
      await opens(world.approver, 'Reject', card);
      await world.backup.clicks('Approve', card);
      await inState(world, 'decided_meanwhile', 'applied');
      const faults = await faultsOfForm(world.approver, { reason: 'No' });
      expect(faults.reason).toMatch(/approved it \d+ s ago/);
      expect(await changeOf(world, 'decided_meanwhile')).toMatchObject({ state: 'applied', closed_by: null });
    });

    it('opens no form for what has lapsed, though nobody has closed it', async () => {
      const card = await ask('lapsed_before');
      const { id } = await changeOf(world, 'lapsed_before');
      await world.pool.query(`update changes set expires_at = now() - interval '1 s' where id = $1`, [id]);
      const answer = await answerToClick(world.approver, 'Reject', card);
      expect(answer.text).toContain('Too late: it lapsed');
      expect(world.approver.modal()).toBeUndefined();
      await redrawn(world, card, 'It lapsed');
    });

    it('does not count any more once the right to it is gone', async () => {
      const card = await ask('two_right_gone');
      await opens(world.backup, 'Reject', card);
      await policy.nowHolds(POLICY.replace('S0APPROV01, U0ONCALL01', 'U0APPROV01, U0ONCALL01'), world);
      try {
        const faults = await faultsOfForm(world.backup, { reason: 'No' });
        expect(faults.reason).toContain('You may not reject it');
      } finally {
        await policy.nowHolds(POLICY, world);
      }
      expect((await changeOf(world, 'two_right_gone')).state).toBe('pending');
    });
  });

  describe('a pause that needs an approval', () => {
    it('has a card, and is done once somebody else approves it', async () => {
      addInput(world, 'asked_to_pause');
      await world.oncall.types('/alooma pause asked_to_pause because warehouse maintenance');
      const card = await world.approver.waitsFor(/Pause `asked_to_pause`[\s\S]*Waits for an approval/);
      expect(buttonsOf(card)).toEqual(['Approve', 'Reject', 'Cancel']);
      expect(wordsOf(card)).toContain('Reason: warehouse maintenance');
      await world.approver.clicks('Approve', card);
      await redrawn(world, card, 'Approved by <@U0APPROV01> and paused');
      expect(JSON.parse(world.alooma.text('asked_to_pause')).paused).toBe(true);
    });
  });

  describe('a click from elsewhere', () => {
    let card: Message;
    let id: string;
    beforeAll(async () => {
      card = await ask('clicked_elsewhere');
      // The card has its link a moment after it stands; from then on nothing moves the row by itself.
      id = (
        await until(async () => {
          const row = await changeOf(world, 'clicked_elsewhere');
          return row.card_link === null ? undefined : row;
        })
      ).id;
      await answerToClick(world.approver, 'Press me', await leftBehind(world, 'note_address', id));
    });

    const home = () => ({ teamId: world.slack.team.id, channelId: world.slack.channels.pipelines.id });
    // What somebody is told after five seconds is no answer yet.
    const private_ = () =>
      world.approver
        .sees()
        .filter(({ isEphemeral, text }) => isEphemeral && !text.includes('takes longer than usual'));

    it.each<[string, () => Partial<{ userId: string; teamId: string; channelId: string }>, string]>([
      ['another channel', () => ({ channelId: 'C0GENERAL1' }), 'This is decided at <http'],
      ['direct messages', () => ({ channelId: 'D0APPROV01' }), 'This is decided at <http'],
      ['no channel at all', () => ({ channelId: '' }), 'This is decided at <http'],
      ['another workspace', () => ({ teamId: 'T0OUTSIDE1' }), 'belongs to another workspace'],
      [
        'a stranger',
        () => ({ userId: world.stranger.id, teamId: 'T0OUTSIDE1' }),
        'belongs to another workspace',
      ],
      ['a stranger in our workspace', () => ({ userId: world.stranger.id }), 'People from other workspaces'],
      ['a guest', () => ({ userId: world.guest.id }), 'Guests'],
      ['a bot', () => ({ userId: bot.botUserId }), 'Bots'],
      ['nobody that Slack knows', () => ({ userId: 'U0NOBODY99' }), 'Slack could not say'],
    ])('%s decides nothing, with whatever button', async (_, from, why) => {
      const before = await changeOf(world, 'clicked_elsewhere');
      for (const actionId of ['approve', 'reject', 'cancel', 'apply_alone']) {
        await answerToClick(world.approver, 'Press me', await leftBehind(world, 'note_address', id));
        const heard = private_().length;
        const forged = {
          actionId,
          value: id,
          userId: world.approver.id,
          ...home(),
          responseUrl: noting.address(),
        };
        expect(await clickForged(world, { ...forged, ...from() })).toBe(200);
        const answer = await until(
          () => private_()[heard],
          () => `an answer to ${actionId}`,
        );
        const own = actionId === 'cancel' ? /Only <@U0ONCALL01>|This is decided|another workspace/ : why;
        expect(answer.text).toMatch(own);
        expect(world.approver.modal()).toBeUndefined();
        expect(await changeOf(world, 'clicked_elsewhere')).toEqual(before);
      }
      expect(batchSizeOf(world, 'clicked_elsewhere')).toBe(1);
    });

    it('of another workspace is not told what became of it', async () => {
      await world.approver.clicks('Approve', card);
      await ended(world, 'clicked_elsewhere');
      await answerToClick(world.approver, 'Press me', await leftBehind(world, 'note_address', id));
      const heard = private_().length;
      await clickForged(world, {
        ...{ actionId: 'approve', value: id, userId: world.backup.id, responseUrl: noting.address() },
        ...{ ...home(), teamId: 'T0OUTSIDE1' },
      });
      const answer = await until(() => private_()[heard]);
      expect(answer.text).toContain('belongs to another workspace');
      expect(answer.text).not.toContain('approved');
    });
  });
});
