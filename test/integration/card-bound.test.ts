import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leaseCard, placeCard, returnCardLease } from '../../src/db/cards.ts';
import { type Policy, RULE_DEFAULTS } from '../../src/domain/policy/policy.ts';
import type { Changes, Click } from '../../src/services/changes.ts';
import { clickOf, trialChanges, trialRights } from '../support/rights.ts';
import { asked, createTrialStore, type TrialStore } from '../support/trial-store.ts';

const BOB_ALONE: Policy = { rules: [{ ...RULE_DEFAULTS, label: 'rule 1', alone: ['U0BOB'] }] };

/** Whoever is quick clicks on a card in the moment between its post and the note of where it stands. */
describe('a click on a card whose place is not noted yet', () => {
  let trial: TrialStore;
  let changes: Changes;
  beforeAll(async () => {
    trial = await createTrialStore();
    changes = trialChanges(trial.pool, trial.store);
  });
  afterAll(() => trial.drop());

  const ask = () => asked(trial, { teamId: 'T', channelId: 'C1' });
  const clickIn = (channelId: string): Click => ({ ...clickOf('U0BOB'), channelId });

  it('counts in the channel to which it is on its way', async () => {
    const id = await ask();
    expect(await leaseCard(trial.pool, id, 45, 'C2')).toBe(true);
    expect(await changes.approve(id, clickIn('C2'))).toMatchObject({ decided: true });
  });

  it('counts where a card moves to, out of somebody’s direct messages', async () => {
    const id = await ask();
    await placeCard(trial.pool, id, 'D1', '1.0');
    expect(await leaseCard(trial.pool, id, 45, 'C2', '1.0')).toBe(true);
    expect(await changes.approve(id, clickIn('C2'))).toMatchObject({ decided: true });
  });

  it('counts as one that others see, for whoever applies it alone, where it leaves direct messages', async () => {
    const alone = trialChanges(
      trial.pool,
      trial.store,
      trialRights(() => BOB_ALONE),
    );
    const id = await ask();
    const mayAlone = (channelId: string) => alone.mayDecide('applyAlone', id, clickIn(channelId));
    await placeCard(trial.pool, id, 'D1', '1.0');
    expect(await mayAlone('D1')).toMatchObject({ decided: false });
    expect(await leaseCard(trial.pool, id, 45, 'C2', '1.0')).toBe(true);
    expect(await mayAlone('C2')).toMatchObject({ decided: true });
    // The post may never have arrived: in direct messages nobody else hears of it.
    expect(await mayAlone('D1')).toMatchObject({ decided: false });
  });

  it('counts in the direct messages of whom it is bound for, and of nobody else', async () => {
    const id = await ask();
    await leaseCard(trial.pool, id, 45, 'U0BOB');
    const cara: Click = { ...clickOf('U0CARA'), channelId: 'D2' };
    expect(await changes.approve(id, cara)).toMatchObject({ decided: false });
    expect(await changes.approve(id, clickIn('D1'))).toMatchObject({ decided: true });
  });

  it('is moved by one at a time, who sees it where it stands', async () => {
    const id = await ask();
    await placeCard(trial.pool, id, 'D1', '1.0');
    const move = (where: string, from: string) => leaseCard(trial.pool, id, 45, where, from);
    expect(await move('C2', '0.9')).toBe(false);
    expect(await move('C2', '1.0')).toBe(true);
    expect(await move('C3', '1.0')).toBe(false);
    expect(await trial.store.find(trial.pool, id)).toMatchObject({ cardBoundFor: 'C2' });
  });

  it('does not count in any other channel, nor where it could not be posted', async () => {
    const id = await ask();
    await leaseCard(trial.pool, id, 45, 'C2');
    expect(await changes.approve(id, clickIn('C3'))).toMatchObject({ decided: false });
    await returnCardLease(trial.pool, id);
    expect(await changes.approve(id, clickIn('C2'))).toMatchObject({ decided: false });
  });

  it('counts only where it stands, once that is noted', async () => {
    const id = await ask();
    await leaseCard(trial.pool, id, 45, 'C2');
    await placeCard(trial.pool, id, 'C3', '1.0');
    expect(await changes.approve(id, clickIn('C2'))).toMatchObject({ decided: false });
    expect(await changes.approve(id, clickIn('C3'))).toMatchObject({ decided: true });
  });
});
