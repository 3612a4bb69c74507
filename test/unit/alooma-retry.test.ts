import { describe, expect, it } from '@jest/globals';
import type { Reply } from '../../src/alooma/call.ts';
import { pauseBefore, type RetryOptions, repeatRead } from '../../src/alooma/retry.ts';
import { retryAfterOf } from '../../src/alooma/retry-after.ts';

const OPTIONS: RetryOptions = { attempts: 4, firstPause: 100, longestPause: 1_000, budget: 60_000 };

function answered(status: number, retryAfter?: number): Reply {
  return { kind: 'answer', status, text: '', contentType: undefined, retryAfter, cookies: [] };
}
const lost = (why: 'unreachable' | 'time_out' | 'broken' | 'too_large'): Reply => ({
  kind: 'loss',
  why,
  code: undefined,
});

describe('the pause before another attempt', () => {
  it('doubles, and differs between callers by up to half', () => {
    const pauses = (random: number) =>
      [1, 2, 3].map((failures) => pauseBefore(answered(503), failures, OPTIONS, random));
    expect(pauses(1)).toEqual([100, 200, 400]);
    expect(pauses(0)).toEqual([50, 100, 200]);
    expect(pauseBefore(answered(503), 4, OPTIONS, 1)).toBeUndefined();
  });

  it('is what Alooma asks for, unless that is longer than anybody waits', () => {
    expect(pauseBefore(answered(429, 700), 1, OPTIONS, 1)).toBe(700);
    expect(pauseBefore(answered(429, 1), 1, OPTIONS, 1)).toBe(100);
    expect(pauseBefore(answered(429, 1_001), 1, OPTIONS, 1)).toBeUndefined();
    expect(pauseBefore(answered(503), 3, { ...OPTIONS, longestPause: 150 }, 1)).toBe(150);
  });

  it.each([
    [answered(408), true],
    [answered(429), true],
    [answered(500), true],
    [answered(504), true],
    [lost('unreachable'), true],
    [lost('broken'), true],
    [lost('time_out'), false],
    [lost('too_large'), false],
    [answered(200), false],
    [answered(302), false],
    [answered(401), false],
    [answered(404), false],
  ])('is taken only where waiting may help: %j', (reply, isRepeated) => {
    expect(pauseBefore(reply, 1, OPTIONS, 1) !== undefined).toBe(isRepeated);
  });
});

describe('repeating a read', () => {
  it('stops at the first good answer, or gives the last bad one', async () => {
    const sent: number[] = [];
    const replies = [answered(500), answered(200), answered(500)];
    const send = async () => {
      sent.push(sent.length);
      return replies[sent.length - 1] ?? answered(503);
    };
    const quick = { ...OPTIONS, firstPause: 1 };
    expect(await repeatRead(send, quick)).toEqual(answered(200));
    expect(await repeatRead(send, { ...quick, attempts: 2 })).toEqual(answered(503));
    expect(sent).toHaveLength(4);
  });

  it('starts no attempt beyond its budget', async () => {
    let sent = 0;
    const send = async () => {
      sent += 1;
      return answered(503);
    };
    expect(await repeatRead(send, { ...OPTIONS, budget: 20 })).toEqual(answered(503));
    expect(sent).toBe(1);
  });
});

describe('Retry-After', () => {
  it.each([
    ['3', 3_000],
    ['0', 0],
    [' 2 ', 2_000],
    ['Thu, 14 Mar 2019 09:00:05 GMT', 5_000],
    ['Thu, 14 Mar 2019 08:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %s ms', (value, expected) => {
    expect(retryAfterOf(value, Date.UTC(2019, 2, 14, 9))).toBe(expected);
  });
});
