import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Outline } from '../../src/domain/change.ts';
import type { Changes, Decided } from '../../src/services/changes.ts';
import { termsOfApprovals } from '../support/a-change.ts';
import { clickOf } from '../support/rights.ts';
import { asker, startTwoDeciding, type TwoDeciding } from '../support/two-deciding.ts';

const PAIRS = 50;
const [bob, carol] = [clickOf('U0BOB'), clickOf('U0CAROL')];

describe('two decisions at once', () => {
  let two: TwoDeciding;
  let here: Changes;
  let there: Changes;

  beforeAll(async () => {
    two = await startTwoDeciding();
    ({ here, there } = two);
  });
  afterAll(() => two.stop());

  const query: TwoDeciding['query'] = (sql, values) => two.query(sql, values);
  const pending = () => two.pending();
  const applyJobsOf = (id: string) => two.applyJobsOf(id);

  /** What every pair has in common. @returns why the loser lost, and the state that won */
  async function outcomeOf(
    id: string,
    decisions: Decided<Outline>[],
  ): Promise<{ why: string; state: string }> {
    const losers = decisions.flatMap((decision) => (decision.decided ? [] : [decision.why]));
    expect(losers).toHaveLength(1);
    const [row] = await query<{ state: string; version: number }>(
      'select state, version from changes where id = $1',
      [id],
    );
    expect(row?.version).toBe(2);
    expect(await applyJobsOf(id)).toBe(row?.state === 'approved' ? 1 : 0);
    return { why: losers[0] ?? '', state: row?.state ?? '' };
  }

  /** One of each pair does this and the other that, each of the two processes as often as the other. */
  const both = (pair: number): [Changes, Changes] => (pair % 2 === 0 ? [here, there] : [there, here]);

  it('both approve: one of them does, and the other reads who it was', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await pending();
      const decisions = await Promise.all([here.approve(id, bob), there.approve(id, carol)]);
      const { why, state } = await outcomeOf(id, decisions);
      const [row] = await query<{ approved_by: string }>('select approved_by from changes where id = $1', [
        id,
      ]);
      expect(state).toBe('approved');
      expect(decisions.find(({ decided }) => decided)?.change?.approvedBy).toBe(row?.approved_by);
      expect(why).toContain(`<@${row?.approved_by}> approved it`);
    }
  });

  it('one approves and one cancels: one of the two holds', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await pending();
      const [first, second] = both(pair);
      const { why, state } = await outcomeOf(
        id,
        await Promise.all([first.approve(id, bob), second.cancel(id, asker)]),
      );
      expect(why).toContain(state === 'approved' ? '<@U0BOB> approved it' : '<@U0ASKER> cancelled it');
      expect(['approved', 'cancelled']).toContain(state);
    }
  });

  it('one approves and one rejects: one of the two holds, and the other reads which, and why', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await pending();
      const [first, second] = both(pair);
      const { why, state } = await outcomeOf(
        id,
        await Promise.all([first.approve(id, bob), second.reject(id, carol, 'not <today>')]),
      );
      expect(why).toContain(state === 'approved' ? '<@U0BOB> approved it' : '<@U0CAROL> rejected it');
      if (state === 'rejected') expect(why).toContain('“not &lt;today&gt;”');
      expect(['approved', 'rejected']).toContain(state);
      expect(await query('select from graphile_worker.jobs where key = $1', [`tell:${id}`])).toHaveLength(
        state === 'rejected' ? 1 : 0,
      );
    }
  });

  it('one approves as it lapses: it is approved or lapsed, never both', async () => {
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const id = await pending();
      await query(`update changes set expires_at = now() + make_interval(secs => $2) where id = $1`, [
        id,
        Math.random() / 100,
      ]);
      const lapse = async () => {
        for (;;) {
          if (await there.expire(id)) return true;
          if ((await there.find(id))?.state !== 'pending') return false;
        }
      };
      const [decision, hasLapsed] = await Promise.all([here.approve(id, bob), lapse()]);
      const [row] = await query<{ state: string; version: number }>('select * from changes where id = $1', [
        id,
      ]);
      expect(row?.version).toBe(2);
      expect(row?.state).toBe(decision.decided ? 'approved' : 'expired');
      if (decision.decided) expect(hasLapsed).toBe(false);
      else expect(decision.why).toContain('Too late: it lapsed');
      expect(await applyJobsOf(id)).toBe(decision.decided ? 1 : 0);
    }
  });

  it('one approves too late, although nobody has closed it yet: it lapses', async () => {
    const id = await pending();
    await query(`update changes set expires_at = now() - interval '1 second' where id = $1`, [id]);
    const decision = await here.approve(id, bob);
    expect(decision).toMatchObject({ decided: false, change: { state: 'expired' } });
    expect(await applyJobsOf(id)).toBe(0);
  });

  it('the row itself refuses whoever decides once its time is over, whatever the clock of the process says', async () => {
    const id = await pending();
    await query(`update changes set expires_at = now() - interval '1 second' where id = $1`, [id]);
    const { pool, store } = two;
    const terms = termsOfApprovals(1);
    expect(await store.approve(pool, id, 'U0BOB', terms)).toBeUndefined();
    expect(await store.reject(pool, id, 'U0BOB', 'no')).toBeUndefined();
    expect(await store.applyAlone(pool, id, 'U0BOB', { reason: 'fire', terms })).toBeUndefined();
    expect(await store.cancel(pool, id, 'U0ASKER')).toBe(false);
    expect((await here.find(id))?.state).toBe('pending');
  });

  it('the row itself refuses the approval of the one who asked, whatever the policy says', async () => {
    const id = await pending();
    expect(await two.store.approve(two.pool, id, asker.actor.userId, termsOfApprovals(1))).toBeUndefined();
    expect((await here.find(id))?.state).toBe('pending');
  });

  it('approving and enqueueing are one: where the job cannot be added, nothing is approved', async () => {
    const id = await pending();
    await query('alter function graphile_worker.add_job rename to add_job_elsewhere');
    try {
      await expect(here.approve(id, bob)).rejects.toThrow('add_job');
    } finally {
      await query('alter function graphile_worker.add_job_elsewhere rename to add_job');
    }
    expect((await here.find(id))?.state).toBe('pending');
    expect(await here.approve(id, bob)).toMatchObject({ decided: true });
    expect(await applyJobsOf(id)).toBe(1);
  });

  it('where something fails after the job was added, there is no job either', async () => {
    const id = await pending();
    // The card's job is added last.
    const jobs = 'alter table graphile_worker._private_jobs';
    await query(`${jobs} add constraint no_cards check (key not like 'card:%') not valid`);
    try {
      await expect(here.approve(id, bob)).rejects.toThrow('no_cards');
    } finally {
      await query(`${jobs} drop constraint no_cards`);
    }
    expect((await here.find(id))?.state).toBe('pending');
    expect(await applyJobsOf(id)).toBe(0);
  });
});
