import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../src/domain/json.ts';
import { NotJson } from '../../src/domain/json-tokens.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { eventSteps } from '../../src/sources/api/events.ts';
import { outlineSteps } from '../../src/sources/api/outline.ts';
import { fc } from '../support/properties.ts';

/** The answers of APIs, taken for JSON or not, and taken apart: as the platform's own parser would. */

function isTaken(text: string): boolean {
  try {
    atOnce(outlineSteps(text, undefined));
    return true;
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return false;
  }
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** In bytes, without what nobody holds any more. */
function heldInMemory(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const spaced = fc.constantFrom('', ' ', '\n', '\t', '\r\n  ');
const json = fc.oneof(fc.json({ maxDepth: 6 }), fc.json({ noUnicodeString: false }));

describe('an answer', () => {
  it('is taken where it is JSON, however it is spaced', () => {
    fc.assert(
      fc.property(
        json,
        spaced,
        spaced,
        fc.constantFrom(undefined, 1, '\t'),
        (text, before, behind, indent) => {
          const whole = `${before}${JSON.stringify(JSON.parse(text), null, indent)}${behind}`;
          expect(isTaken(whole)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is taken where the platform takes it, and nowhere else', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '1',
        '-',
        '0',
        '.5',
        'e3',
        'true',
        'null',
        'nul',
        ' ',
        '\\',
      ],
      ...[
        '"\\u00e9"',
        '"\\x"',
        '"\u0000"',
        '\u00a0',
        '\ufeff',
        '//',
        "'a'",
        '01',
        '-0',
        '1E+2',
        '+1',
        'Infinity',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('');
        expect([text, isTaken(text)]).toEqual([text, parseJson(text) !== undefined]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is taken where the platform takes it when one character of it was lost or came twice', () => {
    fc.assert(
      fc.property(json, fc.nat(), fc.boolean(), (text, at, isLost) => {
        const place = at % text.length;
        const changed =
          text.slice(0, place) + (isLost ? '' : text.charAt(place)) + text.slice(place + (isLost ? 1 : 0));
        expect([changed, isTaken(changed)]).toEqual([changed, parseJson(changed) !== undefined]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is cut into its events, each as it is written', () => {
    const event = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.string({ minLength: 1 }), (events, key) => {
        const texts = events.map((one) => JSON.stringify(one));
        const list = `[${texts.join(' , ')}]`;
        expect(atOnce(eventSteps(list, undefined)).events).toEqual(texts);
        const path = key.trim();
        fc.pre(path !== '' && path !== '.' && !path.startsWith('$'));
        const within = `{"a b":{${JSON.stringify(path)} : ${list}}}`;
        expect(atOnce(eventSteps(within, `a b.${path}`)).events).toEqual(texts);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['millions of numbers', `[${'0,'.repeat(2_499_999)}0]`],
    ['many small objects', `{"items":[${'{},'.repeat(1_600_000)}{}]}`],
    ['many lists', `{${Array.from({ length: 400_000 }, (_, at) => `"${at}":[{}]`).join(',')}}`],
  ])(
    'of %s is looked through without keeping anything of them',
    (_what, text) => {
      const before = heldInMemory();
      const outline = atOnce(outlineSteps(text, undefined));
      expect(heldInMemory() - before).toBeLessThan(1_000_000);
      expect(outline.root.end).toBe(text.length);
    },
    30_000,
  );

  it('is not taken where it is nested beyond all use', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect([isTaken(nested(100)), isTaken(nested(101)), isTaken(nested(1_000_000))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
