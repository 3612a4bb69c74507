import { describe, expect, it } from '@jest/globals';
import { type Preview, previewSteps } from '../../src/domain/diff.ts';
import type { Json } from '../../src/domain/json.ts';
import { linesOf } from '../../src/domain/printed.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { veilSteps } from '../../src/domain/veiled.ts';
import { fc } from '../support/properties.ts';
import { applied } from '../support/unified-diff.ts';

const input = (configuration: unknown) => JSON.stringify({ name: 'n', type: 'ODBC', configuration });
const preview = (before: unknown, after: unknown): Preview =>
  atOnce(previewSteps(input(before), input(after)));
const changed = ({ diff }: Preview) => diff.filter((line) => /^[+-]/.test(line));
const paths = ({ changes }: Preview) => changes.map(({ kind, path }) => [kind, ...path.slice(1)].join(' '));

describe('a preview', () => {
  it('is a unified diff with three lines of context, in the order of the keys', () => {
    const fields = { i: 9, h: 8, g: 7, f: 6, e: 5, d: 4, c: 3, b: 2, a: 1 };
    expect(preview(fields, { ...fields, e: 50 }).diff).toEqual([
      '@@ -4,7 +4,7 @@',
      '     "b": 2',
      '     "c": 3',
      '     "d": 4',
      '-    "e": 5',
      '+    "e": 50',
      '     "f": 6',
      '     "g": 7',
      '     "h": 8',
    ]);
  });

  it('has one hunk where the contexts of two would touch, and two where they would not', () => {
    const fields = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${10 + i}`, i]));
    const hunks = (...keys: string[]) =>
      preview(fields, { ...fields, ...Object.fromEntries(keys.map((key) => [key, 'x'])) }).diff.filter(
        (line) => line.startsWith('@@'),
      );
    expect(hunks('k12', 'k19')).toEqual(['@@ -2,14 +2,14 @@']);
    expect(hunks('k12', 'k20')).toEqual(['@@ -2,7 +2,7 @@', '@@ -10,7 +10,7 @@']);
  });

  it('is empty where only what moves by itself differs, the order of keys, or the spaces in held JSON', () => {
    const before = '{"name":"n","configuration":{"a":1,"b":2,"t":"{\\"x\\":1}"},"stats":1}';
    const after = '{"stats":2,"configuration":{"t":"{ \\"x\\": 1 }","b":2,"a":1},"name":"n"}';
    expect(atOnce(previewSteps(before, after))).toMatchObject({ diff: [], changes: [] });
  });

  it('opens up JSON that is held in a string, a line a table', () => {
    const shown = preview({ tables: '{"a":"x","b":"y"}' }, { tables: '{"a":"x","b":"z"}' });
    expect(changed(shown)).toEqual(['-      "b": "y"', '+      "b": "z"']);
    expect(shown.changes).toEqual([
      { kind: 'changed', path: ['configuration', 'tables', 'b'], before: '"y"', after: '"z"' },
    ]);
    expect([shown.type, shown.tables]).toEqual(['ODBC', 2]);
  });

  it('of 3 tables more behind 5,000 has 3 lines more and no other', () => {
    const tables = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${10_000 + i}`, 'xmin'])));
    const shown = preview({ tables: tables(5_000) }, { tables: tables(5_003) });
    expect(changed(shown)).toEqual([
      '+      "t15000": "xmin"',
      '+      "t15001": "xmin"',
      '+      "t15002": "xmin"',
    ]);
    expect(paths(shown)).toEqual(['added tables t15000', 'added tables t15001', 'added tables t15002']);
  });

  it('of a whole that is gone or new is all of its lines', () => {
    const document = input({ a: 1, list: [], nothing: {} });
    const lines = [
      '{',
      '  "configuration": {',
      '    "a": 1',
      '    "list": []',
      '    "nothing": {}',
      '  }',
      '  "name": "n"',
      '  "type": "ODBC"',
      '}',
    ];
    const gone = atOnce(previewSteps(document, undefined));
    expect(gone.diff).toEqual(['@@ -1,9 +0,0 @@', ...lines.map((line) => `-${line}`)]);
    expect(gone.type).toBe('ODBC');
    const fresh = atOnce(previewSteps(undefined, document));
    expect(fresh.diff).toEqual(['@@ -0,0 +1,9 @@', ...lines.map((line) => `+${line}`)]);
    expect(fresh.changes).toMatchObject([{ kind: 'added', path: [] }]);
  });

  it('of a list shows what came and went, and of an item what changed in it', () => {
    const parameter = (value: Json) => ({ parameter: 'where', value });
    expect(changed(preview({ l: [1, 2, 3, 4] }, { l: [1, 3, 4, 5] }))).toEqual(['-      2', '+      5']);
    const shown = preview({ l: ['a', parameter(2), 'z'] }, { l: ['a', parameter(5), 'z'] });
    expect(changed(shown)).toEqual(['-        "value": 2', '+        "value": 5']);
    expect(paths(shown)).toEqual(['changed l 1 (where) value']);
    expect(paths(preview({ l: [0, 1] }, { l: [1] }))).toEqual(['removed l 0']);
  });

  it('of a list in which too much differs compares place by place', () => {
    const list = (sign: string) => Array.from({ length: 3_000 }, (_, i) => `${sign}${i}`);
    const shown = preview({ l: list('a') }, { l: [...list('b'), 'more'] });
    expect(shown.changes).toHaveLength(3_001);
    expect(changed(shown).slice(0, 2)).toEqual(['-      "a0"', '+      "b0"']);
    expect(changed(shown).at(-1)).toBe('+      "more"');
  });

  it('of a long list in which everything differs is made in short steps', () => {
    const list = (sign: string) => ({ l: Array.from({ length: 20_000 }, (_, i) => `${sign}${i}`) });
    const longestStep = () => {
      const steps = previewSteps(input(list('a')), input(list('b')));
      let longest = 0;
      for (let isDone = false; !isDone; ) {
        const started = performance.now();
        isDone = steps.next().done === true;
        longest = Math.max(longest, performance.now() - started);
      }
      return longest;
    };
    // Without bounds on looking for the fewest differences, one step takes many seconds. The machine may be held up in one.
    expect(Math.min(longestStep(), longestStep())).toBeLessThan(500);
  });

  it('writes a text of several lines as such, and shows the line that differs', () => {
    const query = (table: string) => `select *\nfrom ${table}\nwhere true\n`;
    expect(preview({ query: query('a') }, { query: query('b') }).diff).toEqual([
      '@@ -2,7 +2,7 @@',
      '   "configuration": {',
      '     "query": """',
      '       select *',
      '-      from a',
      '+      from b',
      '       where true',
      '       ',
      '     """',
    ]);
  });

  it('shows characters that cannot be seen as what they are', () => {
    const shown = preview({ u: 'a', 'k\u202e': 1 }, { u: '\u202eb\u2066\u200b\ufeff' });
    expect(changed(shown)).toEqual([
      '-    "k\\u202e": 1',
      '-    "u": "a"',
      '+    "u": "\\u202eb\\u2066\\u200b\\ufeff"',
    ]);
    expect(changed(preview({ t: 'a\r\nb' }, { t: 'a\nb' }))).toEqual(['-      a\\u000d', '+      a']);
  });

  it('tells apart a text, a number, null and what is not there', () => {
    expect(changed(preview({ a: 5, b: null, d: {} }, { a: '5', c: null, d: [] }))).toEqual([
      '-    "a": 5',
      '+    "a": "5"',
      '-    "b": null',
      '+    "c": null',
      '-    "d": {}',
      '+    "d": []',
    ]);
  });
});

describe('the lines of a preview', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'c',
      '__proto__',
      'constructor',
      '👩‍👧',
      'עברית',
      '\u202ex',
      '',
      'a.b',
      '1',
      '10',
      '9',
    ),
    fc.string({ maxLength: 4 }),
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        1,
        1.5,
        '',
        'x',
        'two\nlines',
        'two\nother\nlines',
        '{"a":1}',
        '[1,2]',
      ),
      fc.array(tie('value'), { maxLength: 6 }),
      fc
        .array(fc.tuple(key, tie('value')), { maxLength: 6 })
        .map(
          (members) =>
            JSON.parse(
              `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${JSON.stringify(inner)}`).join()}}`,
            ) as unknown,
        ),
    ),
  }));

  const printed = (configuration: unknown) => [
    ...linesOf(atOnce(veilSteps({ configuration, name: 'n', type: 'ODBC' })), { path: [] }),
  ];

  it('make the text before into the text after', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const { diff, changes } = preview(before, after);
        const [was, is] = [printed(before), printed(after)];
        expect(applied(diff, was)).toEqual(is);
        expect(changes.length === 0).toBe(was.join('\n') === is.join('\n'));
      }),
      { numRuns: 500 },
    );
  });

  it('make all of a text from nothing, and nothing of a text', () => {
    fc.assert(
      fc.property(value, (only) => {
        expect(applied(atOnce(previewSteps(undefined, input(only))).diff, [])).toEqual(printed(only));
        expect(applied(atOnce(previewSteps(input(only), undefined)).diff, printed(only))).toEqual([]);
      }),
    );
  });

  it('pollute nothing', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    ) as unknown;
    const shown = preview({}, { hostile });
    expect(changed(shown)).toContain('+      "__proto__": {');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
