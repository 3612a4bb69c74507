import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { editOfNew } from '../support/asking.ts';
import { auditEntries } from '../support/audit.ts';
import { changeOf, ended, redrawn } from '../support/changes.ts';
import { makePolicyFile, type TrialPolicyFile } from '../support/policy-file.ts';
import { buttonsOf, startWorld, until, type World, wordsOf } from '../support/world.ts';

const rule = (name: string, more: string) =>
  `rules:\n  - name: ${name}\n    inputs: ["prod_*"]\n    actions: [edit]\n${more}`;
const TWO = rule('two', '    approvals: 2\n');
const ONE = rule('one', '    approvals: 1\n    approve: [U0BACKUP01]\n    alone: [U0ONCALL01]\n');

describe('cards that wait, once the policy is read anew', () => {
  let world: World;
  let policy: TrialPolicyFile;
  beforeAll(async () => {
    policy = await makePolicyFile(TWO);
    world = await startWorld({ environment: { POLICY_FILE: policy.path } });
  });
  afterAll(async () => {
    await world.stop();
    await policy.remove();
  });

  it('show what it says by now, and only those of which it says something else', async () => {
    const card = await editOfNew(world, 'prod_mended');
    const other = await editOfNew(world, 'other');
    const before = await changeOf(world, 'other');
    expect(wordsOf(card)).toContain('Waits for 2 approvals');
    expect(buttonsOf(card)).not.toContain('Apply alone');
    await policy.nowHolds(ONE, world);
    const now = await redrawn(world, card, 'Waits for an approval');
    expect(wordsOf(now)).toContain('Waits for an approval by <@U0BACKUP01>');
    expect(wordsOf(now)).toContain('rule 1 “one”');
    expect(buttonsOf(now)).toContain('Apply alone');
    const { id, version, state } = await changeOf(world, 'prod_mended');
    expect((await changeOf(world, 'other')).version).toBe(before.version);
    expect(world.oncall.sees().find(({ ts }) => ts === other.ts)?.text).toBe(other.text);
    const trail = await auditEntries(world.pool, id);
    expect(trail.map(({ event }) => event)).toEqual(['asked', 'terms_anew']);
    expect(trail.at(-1)).toMatchObject({ approvals_needed: 1, state: 'pending' });
    // Read anew once more, it says the same of this one: nothing of it moves. The card of the other shows that all are done.
    await policy.nowHolds(`${ONE}  - name: another\n    inputs: [other]\n    approvals: 2\n`, world);
    await redrawn(world, other, 'Waits for 2 approvals');
    await drained();
    expect(await changeOf(world, 'prod_mended')).toMatchObject({ version, state });
    await policy.nowHolds(TWO, world);
    await redrawn(world, now, 'Waits for 2 approvals');
  });

  it('go on waiting for the next approval where they have as many as it asks for', async () => {
    const card = await editOfNew(world, 'prod_half');
    await world.approver.clicks('Approve', card);
    await redrawn(world, card, '1 of 2');
    await policy.nowHolds(ONE.replace('[U0BACKUP01]', '[U0BACKUP01, U0APPROV01]'), world);
    const now = await redrawn(world, card, 'rule 1 “one”');
    expect(wordsOf(now)).toContain('1 of 2');
    expect(wordsOf(now)).toContain('Waits for one more by <@U0BACKUP01>');
    await world.backup.clicks('Approve', now);
    expect((await ended(world, 'prod_half')).state).toBe('applied');
  });

  /** Waits until all that was to come of reading it anew has been done, once some of it has. */
  async function drained(): Promise<void> {
    await until(
      async () => {
        const { rowCount } = await world.pool.query(
          `select from graphile_worker.jobs where task_identifier = 'terms' or key like 'card:%' and run_at < now()`,
        );
        return rowCount === 0;
      },
      () => 'the cards to be looked through',
    );
  }
});
