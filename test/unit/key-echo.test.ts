import { describe, expect, it } from '@jest/globals';
import { keyEchoOf } from '../../src/domain/key-echo.ts';
import { MASK } from '../../src/domain/mask.ts';
import { atOnce } from '../../src/domain/steps.ts';

describe('the key that an API repeats', () => {
  it.each([undefined, ''])('is none where it was asked without one: %j', (key) => {
    const echo = keyEchoOf(key);
    for (const text of ['Bearer undefined', 'Bearer ', 'undefined', '']) {
      expect(atOnce(echo.hideInText(text))).toBe(text);
    }
    expect(echo.isThere()).toBe(false);
  });

  it('is masked where the text is all of it, however short it is', () => {
    const echo = keyEchoOf('a1');
    expect(atOnce(echo.hideInText('b1 a1'))).toBe('b1 a1');
    expect(echo.isThere()).toBe(false);
    expect(atOnce(echo.hideInText('Bearer a1'))).toBe(MASK);
    expect(echo.isThere()).toBe(true);
  });
});
