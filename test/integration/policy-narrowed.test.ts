import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { answerTo, editOfNew } from '../support/asking.ts';
import {
  addInput,
  approveEdit,
  changeOf,
  ended,
  inState,
  noneLeft,
  placed,
  redrawn,
} from '../support/changes.ts';
import { closeAll, faultsOfForm } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { press } from '../support/timed-pause.ts';
import { startWorld, until, type World, wordsOf } from '../support/world.ts';

const POLICY = `
rules:
  - name: two
    inputs: ["two_*"]
    approvals: 2
    alone: [U0BACKUP01]
`;
const ELSEWHERE = `channels: [C0GENERAL1]${POLICY}`;

/** The cards that stood in a channel before its commands were taken from it. */
describe('a channel in which no commands are answered any more', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(POLICY);
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
  });
  afterEach(async () => {
    await closeAll(world.oncall, world.approver, world.backup);
    await policy.nowHolds(POLICY, world);
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  it('has what waits there approved to its end', async () => {
    const asked = await editOfNew(world, 'two_approved');
    await world.approver.clicks('Approve', asked);
    const card = await redrawn(world, asked, '1 of 2');
    await policy.nowHolds(ELSEWHERE, world);
    await world.backup.clicks('Approve', card);
    expect((await ended(world, 'two_approved')).state).toBe('applied');
  });

  it('has it looked at, cancelled and applied alone', async () => {
    const cancelled = await editOfNew(world, 'two_cancelled');
    const alone = await editOfNew(world, 'two_alone');
    await policy.nowHolds(ELSEWHERE, world);
    await world.approver.opensModal(() => world.approver.clicks('View all', cancelled));
    await world.oncall.clicks('Cancel', cancelled);
    expect((await ended(world, 'two_cancelled')).state).toBe('cancelled');
    await world.backup.opensModal(() => world.backup.clicks('Apply alone', alone));
    expect(await world.backup.submits({ reason: 'the load is down', name: 'two_alone' })).toEqual({
      ok: true,
    });
    expect((await ended(world, 'two_alone')).state).toBe('applied');
    await noneLeft(world, 'alarm');
  });

  it('has what was done there taken back, made longer and ended', async () => {
    const edit = await approveEdit(world, addedInput('undone'));
    const done = await redrawn(world, edit, 'Undo');
    const paused = await answerTo(world.oncall, `/alooma pause ${addedInput('paused')} for 2h`);
    const pause = await redrawn(world, paused, 'Resume now');
    await policy.nowHolds(ELSEWHERE, world);
    await press(world.oncall, 'Undo', done);
    await until(async () => (await changeOf(world, 'undone')).state === 'pending');
    await placed(world, 'undone');
    await world.oncall.opensModal(() => press(world.oncall, 'Extend', pause));
    await closeAll(world.oncall);
    await press(world.oncall, 'Resume now', pause);
    await until(async () => (await changeOf(world, 'paused')).action === 'resume');
    expect((await inState(world, 'paused', 'applied')).action).toBe('resume');
    await placed(world, 'paused');
  });

  it('takes nothing new: no command, nor a form or a button that asks for one', async () => {
    addInput(world, 'two_new');
    await world.oncall.opensModal('/alooma edit two_new');
    await policy.nowHolds(ELSEWHERE, world);
    const faults = await faultsOfForm(world.oncall, { reason: 'not here' });
    expect(JSON.stringify(faults)).toContain('I am to answer in #C0GENERAL1 only');
    await closeAll(world.oncall);
    const refused = await answerTo(world.oncall, '/alooma list');
    expect(wordsOf(refused)).toContain('I am to answer in <#C0GENERAL1> only');
  });

  function addedInput(name: string): string {
    addInput(world, name);
    return name;
  }
});
