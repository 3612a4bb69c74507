import { describe, expect, it } from '@jest/globals';
import { jsonHeadSteps, jsonLines, jsonTextSteps } from '../../src/domain/json-lines.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { fc } from '../support/properties.ts';

describe('JSON as lines', () => {
  it('is the text that JSON.stringify gives, or that with sorted keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (generated) => {
        // JSON writes -0 as 0.
        const value = JSON.parse(JSON.stringify(generated));
        expect(JSON.parse(atOnce(jsonTextSteps(value)))).toEqual(value);
        expect([...jsonLines(value)]).toEqual(JSON.stringify(value, null, 2).split('\n'));
        expect(JSON.parse([...jsonLines(value, true)].join('\n'))).toEqual(value);
      }),
    );
  });

  it('has the keys of every object in alphabetical order where that is asked for', () => {
    const value = { b: { d: 1, c: 2 }, a: [], 10: 0, 9: 0 };
    const keys = [...jsonLines(value, true)].flatMap((line) => /"(.*)":/.exec(line)?.[1] ?? []);
    expect(keys).toEqual(['10', '9', 'a', 'b', 'c', 'd']);
  });

  it('leaves out what is not there, and writes what cannot be seen as escapes', () => {
    expect(atOnce(jsonTextSteps({ a: undefined, b: [undefined], 'c\u202e': {} }))).toBe(
      '{\n  "b": [\n    null\n  ],\n  "c\\u202e": {}\n}',
    );
    expect(Object.keys(JSON.parse(atOnce(jsonTextSteps(JSON.parse('{"__proto__":1}')))))).toEqual([
      '__proto__',
    ]);
  });

  it('has a head of as many lines as there is room for, and the number of all', () => {
    const value = Array.from({ length: 1_000 }, (_, index) => index);
    const { lines, total } = atOnce(jsonHeadSteps(value, 20));
    expect(lines).toEqual(['[', '  0,', '  1,', '  2,']);
    expect(total).toBe(1_002);
    expect(atOnce(jsonHeadSteps('x'.repeat(100), 20)).lines).toHaveLength(1);
  });
});
