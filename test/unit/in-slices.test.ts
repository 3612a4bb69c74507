import { describe, expect, it } from '@jest/globals';
import type { Steps } from '../../src/domain/steps.ts';
import { inSlices } from '../../src/services/in-slices.ts';
import { countTurns } from '../support/turns.ts';

/** Steps of a millisecond each. */
function* busy(count: number, note: () => void = () => undefined): Steps<number> {
  for (let step = 0; step < count; step += 1) {
    const until = performance.now() + 1;
    while (performance.now() < until);
    note();
    yield;
  }
  return count;
}

describe('work in slices', () => {
  it('gives its result, and lets others go on in between', async () => {
    const turns = countTurns();
    expect(await inSlices(busy(60))).toBe(60);
    expect(turns()).toBeGreaterThanOrEqual(5);
  });

  it('takes turns with other such work: one slice a turn, whoever it is for', async () => {
    const order: string[] = [];
    const turns = countTurns();
    const names = ['a', 'b', 'c'];
    await Promise.all(names.map((name) => inSlices(busy(30, () => order.push(name)))));
    expect(turns()).toBeGreaterThanOrEqual(8);
    // Each had its first slice before any was done.
    const firsts = names.map((name) => order.indexOf(name));
    const lasts = names.map((name) => order.lastIndexOf(name));
    expect(Math.max(...firsts)).toBeLessThan(Math.min(...lasts));
  });

  it('fails as the work does, and holds up no other work by that', async () => {
    // biome-ignore lint/correctness/useYield: it never gets that far
    const failing = (function* (): Steps<never> {
      throw new Error('as it does');
    })();
    const other = inSlices(busy(20));
    await expect(inSlices(failing)).rejects.toThrow('as it does');
    expect(await other).toBe(20);
  });
});
