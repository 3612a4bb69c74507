import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/domain/change.ts';
import { type Policy, RULE_DEFAULTS } from '../../src/domain/policy/policy.ts';
import type { Changes } from '../../src/services/changes.ts';
import { clickOf } from '../support/rights.ts';
import { asker, startTwoDeciding, type TwoDeciding } from '../support/two-deciding.ts';

const PAIRS = 50;
const [bob, carol, dave] = [clickOf('U0BOB'), clickOf('U0CAROL'), clickOf('U0DAVE')];
const twoOf = (rule: Partial<Policy['rules'][number]> = {}): Policy => ({
  rules: [{ ...RULE_DEFAULTS, label: 'rule 1 “two of them”', approvals: 2, ...rule }],
});

describe('a quorum of two', () => {
  let two: TwoDeciding;
  let here: Changes;
  let there: Changes;
  let policy: Policy;

  beforeAll(async () => {
    two = await startTwoDeciding(() => policy);
    ({ here, there } = two);
  });
  beforeEach(() => {
    policy = twoOf();
  });
  afterAll(() => two.stop());

  async function row(id: string): Promise<Change> {
    const change = await here.find(id);
    if (!change) throw new Error('The change is gone');
    return change;
  }
  const approversOf = async (id: string) => (await row(id)).approvals.map(({ by }) => by).toSorted();

  it('two people at the same moment on two processes: both count, and it is applied once', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await two.pending();
      const decisions = await Promise.all([here.approve(id, bob), there.approve(id, carol)]);
      expect(decisions).toEqual([
        expect.objectContaining({ decided: true }),
        expect.objectContaining({ decided: true }),
      ]);
      const { state, version, approvedBy, approvals } = await row(id);
      expect([state, version]).toEqual(['approved', 3]);
      expect(await approversOf(id)).toEqual(['U0BOB', 'U0CAROL']);
      // The last one is who has approved it.
      expect(approvedBy).toBe(approvals.at(-1)?.by);
      expect(decisions.map(({ change }) => change?.state).toSorted()).toEqual(['approved', 'pending']);
      expect(await two.applyJobsOf(id)).toBe(1);
    }
  });

  it('the same person twice at the same moment counts once, and is told so', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await two.pending();
      const decisions = await Promise.all([here.approve(id, bob), there.approve(id, bob)]);
      const refusals = decisions.flatMap((decision) => (decision.decided ? [] : [decision.why]));
      expect(refusals).toEqual([
        expect.stringMatching(/^You approved it \d+ s ago, and one person counts once/),
      ]);
      expect((await row(id)).state).toBe('pending');
      expect(await approversOf(id)).toEqual(['U0BOB']);
      expect(await two.applyJobsOf(id)).toBe(0);
    }
  });

  it('three people at the same moment: two count, and the third reads who was the last', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await two.pending();
      const decisions = await Promise.all([
        here.approve(id, bob),
        there.approve(id, carol),
        (pair % 2 === 0 ? here : there).approve(id, dave),
      ]);
      const { state, approvedBy } = await row(id);
      expect(state).toBe('approved');
      expect(await approversOf(id)).toHaveLength(2);
      const refusals = decisions.flatMap((decision) => (decision.decided ? [] : [decision.why]));
      expect(refusals).toEqual([expect.stringContaining(`<@${approvedBy}> approved it`)]);
      expect(await two.applyJobsOf(id)).toBe(1);
    }
  });

  it('the last approval and a rejection at the same moment: one of the two holds', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await two.pending();
      await here.approve(id, bob);
      const [first, second] = pair % 2 === 0 ? [here, there] : [there, here];
      const decisions = await Promise.all([first.approve(id, carol), second.reject(id, dave, 'no')]);
      expect(decisions.filter(({ decided }) => decided)).toHaveLength(1);
      const { state } = await row(id);
      expect(state).toBe(decisions[0].decided ? 'approved' : 'rejected');
      expect(await two.applyJobsOf(id)).toBe(state === 'approved' ? 1 : 0);
    }
  });

  it('an approval and somebody applying it alone at the same moment: it is applied once', async () => {
    policy = twoOf({ alone: ['U0DAVE'] });
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await two.pending();
      await here.approve(id, bob);
      const alone = { reason: 'down', typedName: 'n' };
      await Promise.all([here.approve(id, carol), there.applyAlone(id, dave, alone)]);
      const { state, version, aloneReason } = await row(id);
      expect([state, version]).toEqual(['approved', 3]);
      expect(await approversOf(id)).toEqual(['U0BOB', aloneReason === undefined ? 'U0CAROL' : 'U0DAVE']);
      expect(await two.applyJobsOf(id)).toBe(1);
      expect(
        await two.query('select from graphile_worker.jobs where key = $1', [`alarm:${id}`]),
      ).toHaveLength(aloneReason === undefined ? 0 : 1);
    }
  });

  it('whoever asked does not count, and whoever has approved may still reject', async () => {
    const id = await two.pending();
    expect(await here.approve(id, asker)).toMatchObject({
      decided: false,
      why: expect.stringContaining('You asked for this change'),
    });
    await here.approve(id, bob);
    expect(await there.reject(id, bob, 'on second thoughts')).toMatchObject({ decided: true });
    expect(await row(id)).toMatchObject({
      state: 'rejected',
      closedBy: 'U0BOB',
      outcome: 'on second thoughts',
    });
  });

  it('where the rule says so, whoever asked is one of the two', async () => {
    policy = twoOf({ selfApprove: true });
    const id = await two.pending();
    expect(await here.approve(id, asker)).toMatchObject({ decided: true, change: { state: 'pending' } });
    expect(await here.approve(id, asker)).toMatchObject({ decided: false });
    expect(await there.approve(id, bob)).toMatchObject({ decided: true, change: { state: 'approved' } });
  });

  it('counts by the policy as it is at the click, not as it was when it was asked for', async () => {
    const id = await two.pending();
    await here.approve(id, bob);
    policy = twoOf({ approvals: 3 });
    expect(await there.approve(id, carol)).toMatchObject({ decided: true, change: { state: 'pending' } });
    expect((await row(id)).terms.approvals).toBe(3);
    expect(await there.approve(id, dave)).toMatchObject({ decided: true, change: { state: 'approved' } });
  });

  it('of a user group: only its members count, and nobody where Slack cannot say who is in it', async () => {
    policy = twoOf({ approve: ['S0GROUP', 'U0DAVE'] });
    const id = await two.pending();
    expect(await here.approve(id, bob)).toMatchObject({
      decided: false,
      why: expect.stringContaining('Slack could not say'),
    });
    two.directory.groups.set('S0GROUP', ['U0CAROL']);
    expect(await here.approve(id, bob)).toMatchObject({
      decided: false,
      why: expect.stringContaining('You may not approve it'),
    });
    expect(await approversOf(id)).toEqual([]);
    await here.approve(id, carol);
    expect(await there.approve(id, dave)).toMatchObject({ decided: true, change: { state: 'approved' } });
  });
});
