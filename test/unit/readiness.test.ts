import { describe, expect, it } from '@jest/globals';
import { createReadiness, type Standing } from '../../src/readiness.ts';

const READY: Standing = {
  isMigrated: true,
  identity: { teamId: 'T1' },
  isWorking: true,
  isConnected: () => true,
  isStopping: false,
};
const there = async () => undefined;

describe('readiness', () => {
  it.each([
    ['all', {}, []],
    ['web', { isWorking: false }, []],
    ['worker', { identity: undefined, isConnected: (): boolean => false }, []],
    ['all', { isMigrated: false }, ['database']],
    ['web', { identity: undefined }, ['slack']],
    ['web', { isConnected: (): boolean => false }, ['slack']],
    ['worker', { isWorking: false }, ['worker']],
    ['worker', { isStopping: true }, ['stopping']],
  ] as const)('of %s with %j lacks %j', async (role, change, missing) => {
    expect(await createReadiness(role, { ...READY, ...change }, there)()).toEqual(missing);
  });

  it('asks the database once, however many want to know, and not before it can be used', async () => {
    let times = 0;
    const ask = async () => {
      times += 1;
      throw new Error('away');
    };
    const standing = { ...READY, isMigrated: false };
    const missing = createReadiness('all', standing, ask);
    expect(await missing()).toEqual(['database']);
    expect(times).toBe(0);
    standing.isMigrated = true;
    const answers = await Promise.all(Array.from({ length: 100 }, missing));
    expect(answers.flat()).toEqual(Array.from({ length: 100 }, () => 'database'));
    expect(times).toBe(1);
  });
});
