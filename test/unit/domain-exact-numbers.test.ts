import { describe, expect, it } from '@jest/globals';
import { previewSteps } from '../../src/domain/diff.ts';
import { exactNumber, withExactNumbers } from '../../src/domain/exact-numbers.ts';
import { groupsOf } from '../../src/domain/groups.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { fc } from '../support/properties.ts';

const input = (configuration: string) => `{"name":"n","type":"t","configuration":${configuration}}`;

describe('numbers', () => {
  it('are left alone exactly where JavaScript writes them as they are written', () => {
    const number = fc
      .tuple(
        fc.constantFrom('', '-'),
        fc.constantFrom('0', '1', '17', '9007199254740993', '123456789'),
        fc.constantFrom('', '.0', '.5', '.50', '.123456789', '.1234567890123456789'),
        fc.constantFrom('', 'e3', 'E+2', 'e-9'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(number, (written) => {
        const [marked] = JSON.parse(withExactNumbers(`[${written}]`)) as [unknown];
        const shown = typeof marked === 'string' ? exactNumber(marked) : String(marked);
        expect(shown).toBe(written);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a preview', () => {
  const before = input('{"big":12345678901234567890,"list":"[1.0,1E5]","n":1,"text":"1.0","zero":-0.0}');
  const after = before.replace('"n":1', '"n":1.50').replace('67890,', '67891,');

  it('shows numbers as they are written, in strings that hold JSON, too', () => {
    const { diff, changes } = atOnce(previewSteps(before, after));
    const lines = diff.map((line) => line.replace(/^(.)\s+/, '$1'));
    expect(lines).toEqual(
      expect.arrayContaining([
        '-"big": 12345678901234567890',
        '+"big": 12345678901234567891',
        ' 1.0',
        ' 1E5',
        '-"n": 1',
        '+"n": 1.50',
        ' "text": "1.0"',
        ' "zero": -0.0',
      ]),
    );
    expect(changes.map(({ after: is }) => is)).toEqual(['12345678901234567891', '1.50']);
  });

  it('lists them so, and takes no text for one', () => {
    const { matching } = atOnce(groupsOf(before, after));
    expect(matching.map(({ path, after: is }) => `${path} ${is}`)).toEqual(
      expect.arrayContaining(['configuration.list.0 1.0', 'configuration.text "1.0"']),
    );
  });

  it('still hides a secret that is a number', () => {
    const { diff } = atOnce(previewSteps(input('{"password":1.50}'), input('{"password":2.50}')));
    expect(diff.join('\n')).not.toMatch(/\d\.50/);
    expect(diff.join('\n')).toContain('(changed)');
  });
});
