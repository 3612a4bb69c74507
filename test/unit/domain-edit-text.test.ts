import { describe, expect, it } from '@jest/globals';
import { parseTree } from 'jsonc-parser';
import { editConfiguration } from '../../src/domain/document.ts';
import { type Edit, editText } from '../../src/domain/edit-text.ts';
import type { Json } from '../../src/domain/json.ts';
import { KnownError } from '../../src/errors.ts';
import { fc } from '../support/properties.ts';

const set = (text: string, ...edits: [string[], Edit['value']][]) =>
  editText(
    text,
    edits.map(([path, value]) => ({ path, value })),
  );

describe('an edit of a JSON text', () => {
  it('replaces a value and leaves every other byte', () => {
    expect(set('{ "a" : 1.0,\n "b":12345678901234567890, "a b": 1e3 }', [['a b'], 2])).toBe(
      '{ "a" : 1.0,\n "b":12345678901234567890, "a b": 2 }',
    );
  });

  it('adds keys behind the last, written as closely or as widely as those that are there', () => {
    expect(set('{"a":1}', [['b'], 2], [['c'], 'x'])).toBe('{"a":1,"b":2,"c":"x"}');
    expect(set('{"a": 1, "b": 2}', [['c'], 3])).toBe('{"a": 1, "b": 2, "c": 3}');
    expect(set('{\n  "a": 1,\n  "b": 2\n}', [['c'], 3])).toBe('{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}');
    expect(set('{}', [['a'], 1])).toBe('{"a":1}');
  });

  it('removes a key', () => {
    expect(set('{"a":1,"b":2,"c":3}', [['b'], undefined])).toBe('{"a":1,"c":3}');
    expect(set('{"a":1,"b":2,"c":3}', [['b'], undefined], [['c'], 4], [['d'], 5])).toBe(
      '{"a":1,"c":4,"d":5}',
    );
  });

  it('removes several keys and places of lists at once, and adds where all were removed', () => {
    const text = '{"a":1, "b":2 ,"c":3,"d":4}';
    expect(set(text, [['a'], undefined], [['b'], undefined])).toBe('{"c":3,"d":4}');
    expect(set(text, [['c'], undefined], [['d'], undefined])).toBe('{"a":1, "b":2}');
    expect(set(text, [['a'], undefined], [['d'], undefined])).toBe('{"b":2 ,"c":3}');
    expect(set('{"a":1,"b":2}', [['a'], undefined], [['b'], undefined], [['c'], 3])).toBe('{"c":3}');
    expect(set('{"l":[0,1,2,3]}', [['l', '1'], undefined], [['l', '3'], undefined], [['l', '2'], 9])).toBe(
      '{"l":[0,9]}',
    );
    expect(set('{"l":[0]}', [['l', '0'], undefined])).toBe('{"l":[]}');
  });

  it('removes what is asked from any object, and leaves the bytes of the rest', () => {
    const anObject = objectText(fc.json({ maxDepth: 1 }));
    fc.assert(
      fc.property(anObject, fc.array(fc.nat(4)), (text, places) => {
        const keys = Object.keys(JSON.parse(text) as object);
        const gone = new Set(places.flatMap((place) => keys[place] ?? []));
        const edited = editText(
          text,
          [...gone].map((key) => ({ path: [key], value: undefined })),
        );
        const left = Object.entries(JSON.parse(text) as object).filter(([key]) => !gone.has(key));
        expect(Object.entries(JSON.parse(edited) as object)).toEqual(left);
      }),
      { numRuns: 300 },
    );
  });

  it('adds to a list behind its last item, written as closely or as widely as those that are there', () => {
    expect(set('{"l":[1.0]}', [['l', '1'], 2], [['l', '2'], { a: 1 }])).toBe('{"l":[1.0,2,{"a":1}]}');
    expect(set('{"l":[ [1],  [2] ]}', [['l', '2'], [3]])).toBe('{"l":[ [1],  [2],  [3] ]}');
    expect(set('{"l":[{"a":1}, {"b":2}]}', [['l', '2'], 3])).toBe('{"l":[{"a":1}, {"b":2}, 3]}');
    expect(set('{"l":[]}', [['l', '0'], 1], [['l', '1'], 2])).toBe('{"l":[1,2]}');
    expect(set('{"l":"[1.0]"}', [['l', '1'], 2])).toBe('{"l":"[1.0,2]"}');
  });

  it('takes items out of any list and adds others, and leaves the bytes of the rest', () => {
    const item = fc.oneof(fc.json({ maxDepth: 1 }), fc.constantFrom('1.0', '1e3', '-0', '0.10'));
    const texts = fc.array(item, { maxLength: 6 });
    fc.assert(
      fc.property(texts, space, fc.array(fc.nat(5)), fc.array(fc.jsonValue()), (items, gap, places, more) => {
        const gone = new Set(places.filter((place) => place < items.length));
        const edits = [
          ...[...gone].map((place) => ({ path: ['l', String(place)], value: undefined })),
          ...more.map((value, at) => ({ path: ['l', String(items.length + at)], value: value as Json })),
        ];
        const list = editText(`{"l":[${gap}${items.join(`${gap},${gap}`)}${gap}]}`, edits).slice(5, -1);
        const rest = items.filter((_, at) => !gone.has(at));
        const written = parseTree(list)?.children?.map(({ offset, length }) =>
          list.slice(offset, offset + length),
        );
        expect(written).toEqual([...rest, ...more.map((value) => JSON.stringify(value))]);
      }),
      { numRuns: 300 },
    );
  });

  it('goes into lists by place, and into the JSON that a string holds', () => {
    expect(set('{"l":[{"v":1.0},{"v":2}]}', [['l', '1', 'v'], 3])).toBe('{"l":[{"v":1.0},{"v":3}]}');
    const text = JSON.stringify({ tables: '{"b": 1.0, "a": "x"}' });
    expect(JSON.parse(set(text, [['tables', 'c'], 'y'])).tables).toBe('{"b": 1.0, "a": "x", "c": "y"}');
  });

  it.each<[string, string, string[]]>([
    ['a key that stands twice', '{"a":1,"a":2}', ['a']],
    ['a path that leads nowhere', '{"a":{}}', ['b', 'c']],
    ['a path into a number', '{"a":1}', ['a', 'b']],
    ['a path into plain text', '{"a":"text"}', ['a', 'b']],
    ['a place that a list does not have', '{"a":[1]}', ['a', '2']],
    ['a place that is no number', '{"a":[1]}', ['a', 'x']],
    ['a place that is written otherwise', '{"a":[1]}', ['a', '01']],
    ['what is no JSON', '', ['a']],
  ])('refuses %s', (_, text, path) => {
    expect(() => set(text, [path, 9])).toThrow(KnownError);
  });

  it('takes __proto__ for a key like any other', () => {
    const edited = set('{"a":{}}', [['a', '__proto__'], { polluted: true }]);
    expect(edited).toBe('{"a":{"__proto__":{"polluted":true}}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

/** JSON as other programs write it, in any spacing. */
const space = fc.constantFrom('', ' ', '\n  ', '\t');
const key = fc.oneof(
  fc.string(),
  fc.constantFrom('tables', 'batch_size', '__proto__', 'constructor', '1', '10', '2', 'a.b', 'ключ', '🙂'),
);
function objectText(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const members = fc.uniqueArray(fc.tuple(key, value), { maxLength: 5, selector: ([name]) => name });
  return fc
    .tuple(space, members)
    .map(
      ([gap, list]) =>
        `{${gap}${list.map(([name, text]) => `${JSON.stringify(name)}:${gap}${text}`).join(`,${gap}`)}${gap}}`,
    );
}

describe('adding to what a string holds', () => {
  it('keeps every byte of the tables that were there when one is added, through the string that holds them', () => {
    const tables = fc.tuple(objectText(fc.string().map((text) => JSON.stringify(text))), key, fc.string());
    fc.assert(
      fc.property(tables, ([held, table, indicator]) => {
        fc.pre(!Object.hasOwn(JSON.parse(held), table));
        const document = `{"configuration":{"n":1.0,"tables":${JSON.stringify(held)},"m":1e3}}`;
        const edited = editConfiguration(document, [{ path: ['tables', table], value: indicator }]);
        const is: string = JSON.parse(edited).configuration.tables;
        const added = `${JSON.stringify(table)}:`;
        const at = is.lastIndexOf(added);
        expect(edited).toBe(`{"configuration":{"n":1.0,"tables":${JSON.stringify(is)},"m":1e3}}`);
        expect(is.slice(0, at).replace(/[\s,]*$/, '')).toBe(
          held.replace(/[\s}]*$/, '').replace(/[\s,]*$/, ''),
        );
        expect(Object.entries(JSON.parse(is))).toEqual(
          expect.arrayContaining([...Object.entries(JSON.parse(held)), [table, indicator]]),
        );
      }),
      { numRuns: 300 },
    );
  });
});
