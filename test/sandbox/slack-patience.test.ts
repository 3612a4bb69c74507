import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { startPatience } from '../../sandbox/slack/patience.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('is over when its time is, and says so once', () => {
  let times = 0;
  const patience = startPatience(3_000, () => {
    times += 1;
  });
  jest.advanceTimersByTime(2_900);
  expect([patience.isOver(), times]).toEqual([false, 0]);
  jest.advanceTimersByTime(60_000);
  expect([patience.isOver(), times]).toEqual([true, 1]);
});

it('is not lost on a process that stood still', () => {
  jest.useRealTimers();
  const patience = startPatience(800);
  const since = performance.now();
  while (performance.now() < since + 1_000);
  expect(patience.isOver()).toBe(false);
  patience.end();
});

it('is not lost any more once it is ended', () => {
  let times = 0;
  startPatience(3_000, () => {
    times += 1;
  }).end();
  jest.advanceTimersByTime(60_000);
  expect(times).toBe(0);
});
