import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { previewSteps } from '../../src/domain/diff.ts';
import { groupsOf } from '../../src/domain/groups.ts';
import { atOnce } from '../../src/domain/steps.ts';

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

  it('cut a value that is long', () => {
    const { changed } = atOnce(groupsOf(input({ a: 1 }), input({ a: 'x'.repeat(100_000) })));
    expect(changed[0]?.after?.length).toBeLessThan(3_000);
    expect(changed[0]?.after).toMatch(/^"x+…$/);
  });
});
