import { describe, expect, it } from '@jest/globals';
import { counted, lastEventOf, statsText } from '../../src/domain/stats.ts';

describe('what the pipeline counts', () => {
  it.each([
    [{ count: 70_358, bytes: 1, rate: 0.5 }, '70,358 events'],
    [{ count: 1 }, '1 event'],
    [{ count: 0 }, '0 events'],
    [{ count: '7', bytes: 2_048, rate: 0.12345, more: 9 }, 'bytes 2,048, rate 0.12'],
    [12, '12'],
    [{}, undefined],
    [{ count: '7' }, undefined],
    [[1, 2], undefined],
    [null, undefined],
    ['many', undefined],
    [undefined, undefined],
  ])('%j reads as %j', (stats, text) => {
    expect(statsText(stats)).toBe(text);
  });

  it('has the moment of the last event only where the number is one', () => {
    expect(lastEventOf({ lastEvent: 1_552_554_000_000 })?.toISOString()).toBe('2019-03-14T09:00:00.000Z');
    for (const lastEvent of [0, 12, 1_552_554_000, 1e20, Number.NaN, '1552554000000', null]) {
      expect(lastEventOf({ lastEvent })).toBeUndefined();
    }
    expect(lastEventOf(null)).toBeUndefined();
  });

  it('has one of one thing, and several of several', () => {
    expect([0, 1, 5_000].map((count) => counted(count, 'input'))).toEqual([
      '0 inputs',
      '1 input',
      '5,000 inputs',
    ]);
  });
});
