import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { editOfNew } from '../support/asking.ts';
import { ended } from '../support/changes.ts';
import { closeAll } from '../support/forms.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { startWorld, type World } from '../support/world.ts';

const POLICY = `
rules:
  - name: reading
    actions: [read]
    ask: [U0ONCALL01]
  - name: who decides
    inputs: ["few_*"]
    approve: [U0APPROV01]
    alone: [U0BACKUP01]
`;

/** Whoever decides on a card need not be one of those who may look at inputs. */
describe('forms in which somebody decides', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(POLICY);
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
  });
  afterEach(async () => {
    await closeAll(world.approver, world.backup);
    await policy.nowHolds(POLICY, world);
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  it('lets reject whom the rule names, whatever else they may not do', async () => {
    const card = await editOfNew(world, 'few_rejected');
    await world.approver.opensModal(() => world.approver.clicks('Reject', card));
    await world.approver.submits({ reason: 'not tonight' });
    expect(await ended(world, 'few_rejected')).toMatchObject({
      state: 'rejected',
      closed_by: world.approver.id,
    });
  });

  it('lets apply alone whom the rule names, whatever else they may not do', async () => {
    const card = await editOfNew(world, 'few_alone');
    await world.backup.opensModal(() => world.backup.clicks('Apply alone', card));
    await world.backup.submits({ reason: 'the load is down', name: 'few_alone' });
    expect(await ended(world, 'few_alone')).toMatchObject({ state: 'applied', approved_by: world.backup.id });
    // The channel is told beside that: no test behind this one is to take it for an answer of its own.
    await world.oncall.waitsFor('applies a change alone');
  });

  it('takes them also in a channel in which no commands are answered any more', async () => {
    const card = await editOfNew(world, 'few_left_open');
    await world.approver.opensModal(() => world.approver.clicks('Reject', card));
    await policy.nowHolds(`channels: [C0GENERAL1]\n${POLICY}`, world);
    expect(await world.approver.submits({ reason: 'not tonight' })).toEqual({ ok: true });
    expect((await ended(world, 'few_left_open')).state).toBe('rejected');
  });
});
