import { describe, expect, it } from '@jest/globals';
import { previewSteps } from '../../src/domain/diff.ts';
import { whatDiffers } from '../../src/domain/differing.ts';
import { groupsOf } from '../../src/domain/groups.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { fc } from '../support/properties.ts';

const input = (configuration: unknown) => JSON.stringify({ name: 'n', configuration });

describe('the groups of a change', () => {
  it('are what matches, what changed, what went and what came, by key path', () => {
    const before = { same: 1, tables: '{"a.b":"x","c":"y"}', gone: { a: [1, { b: 2 }] }, password: 'a' };
    const after = { same: 1, tables: '{"a.b":"z","c":"y"}', fresh: { list: [] }, password: 'b' };
    expect(atOnce(groupsOf(input(before), input(after)))).toEqual({
      changed: [
        { path: 'configuration.password', before: '"••••••"', after: '"•••••• (changed)"' },
        { path: 'configuration.tables["a.b"]', before: '"x"', after: '"z"' },
      ],
      removed: [
        { path: 'configuration.gone.a.0', before: '1' },
        { path: 'configuration.gone.a.1.b', before: '2' },
      ],
      added: [{ path: 'configuration.fresh.list', after: '[]' }],
      matching: [
        { path: 'configuration.same', after: '1' },
        { path: 'configuration.tables.c', after: '"y"' },
        { path: 'name', after: '"n"' },
      ],
    });
  });

  it('put all of an input that is created or deleted into one', () => {
    const one = input({ a: 1, b: { c: 2 } });
    const counts = (before: string | undefined, after: string | undefined) =>
      Object.values(atOnce(groupsOf(before, after))).map((entries) => entries.length);
    expect(counts(one, undefined)).toEqual([0, 0, 3, 0]);
    expect(counts(undefined, one)).toEqual([0, 0, 0, 3]);
  });

  it('have something in them that differs exactly where the preview does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (one, other) => {
        const { changed, removed, added } = atOnce(groupsOf(input(one), input(other)));
        const { changes } = atOnce(previewSteps(input(one), input(other)));
        expect(changed.length + removed.length + added.length > 0).toBe(changes.length > 0);
      }),
    );
  });

  it('hold all that differs, however long, and the beginning of what matches', () => {
    const long = 'x'.repeat(100_000);
    const { changed, removed, added, matching } = atOnce(
      groupsOf(input({ a: 1, gone: long, same: long }), input({ a: long, came: long, same: long })),
    );
    expect(changed).toEqual([{ path: 'configuration.a', before: '1', after: `"${long}"` }]);
    expect([removed[0]?.before, added[0]?.after]).toEqual([`"${long}"`, `"${long}"`]);
    expect(matching[0]?.after).toMatch(/^"x{200,250}…$/);
  });

  it('show a difference in the midst of long values with a little of what is the same around it', () => {
    const between = (middle: string) => ({ a: `${'a'.repeat(5_000)}${middle}${'b'.repeat(5_000)}` });
    const { changed } = atOnce(groupsOf(input(between('old')), input(between('new one'))));
    const around = (middle: string) => `…${'a'.repeat(100)}${middle}${'b'.repeat(100)}…`;
    expect(changed).toEqual([{ path: 'configuration.a', before: around('old'), after: around('new one') }]);
  });
});

describe('what differs of two texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁', '文'), maxLength: 30 });

  it('is all of them but for what is the same at their beginnings and ends, in whole characters', () => {
    fc.assert(
      fc.property(text, text, text, text, fc.integer({ min: 1, max: 5 }), (head, was, is, tail, around) => {
        const texts = [`${head}${was}${tail}`, `${head}${is}${tail}`] as const;
        const shown = whatDiffers(...texts, around);
        const ends = shown.map((one) => /^(…?)(.*?)(…?)$/u.exec(one)?.slice(1) ?? []);
        const [first, second] = texts.map((whole, at) => {
          const [before, middle = '', behind] = ends[at] ?? [];
          expect(middle).not.toMatch(/\p{Cs}/u);
          expect(whole).toContain(middle);
          if (!before) expect(whole.startsWith(middle)).toBe(true);
          if (!behind) expect(whole.endsWith(middle)).toBe(true);
          return middle;
        });
        // What was left out is the same in both, so that the rest is as different in length as the whole.
        expect((first?.length ?? 0) - (second?.length ?? 0)).toBe(texts[0].length - texts[1].length);
        expect(first === second).toBe(texts[0] === texts[1]);
      }),
    );
  });
});
