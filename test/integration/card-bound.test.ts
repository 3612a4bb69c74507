import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bindCard, leaseCard, placeCard, returnCardLease } from '../../src/db/cards.ts';
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
    await bindCard(trial.pool, id, 'C2');
    expect(await changes.approve(id, clickIn('C2'))).toMatchObject({ decided: true });
  });

  it('counts as one that others see, for whoever applies it alone, where it leaves direct messages', async () => {
    const alone = trialChanges(
      trial.pool,
      trial.store,
      trialRights(() => BOB_ALONE),
    );
    const id = await ask();
    const mayAlone = () => alone.mayDecide('applyAlone', id, clickIn('C2'));
    await placeCard(trial.pool, id, 'D1', '1.0');
    expect(await mayAlone()).toMatchObject({ decided: false });
    await bindCard(trial.pool, id, 'C2');
    expect(await mayAlone()).toMatchObject({ decided: true });
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
