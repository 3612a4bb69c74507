import { describe, expect, it } from '@jest/globals';
import { configurationOf } from '../../src/domain/document.ts';
import { propose } from '../../src/domain/operation.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { changesSecretSteps, undoSteps } from '../../src/domain/undo.ts';
import { fc } from '../support/properties.ts';

const input = (configuration: string) =>
  `{"id": "in-1", "name": "orders_db", "type": "ODBC", "configuration": ${configuration}, "stats": {"n": 1.50}}`;

function undo(before: string, after: string, now = after) {
  const { edits, moved } = atOnce(undoSteps(before, after, now));
  return { edits, moved, undone: propose({ kind: 'edit', edits: [...edits] }, now) };
}

describe('taking back what was done to an input', () => {
  it.each([
    [
      'a number in its own form',
      '{"a": 1.0, "b": 12345678901234567890}',
      '{"a": 5, "b": 12345678901234567890}',
    ],
    ['digits that JavaScript would round', '{"a": 12345678901234567890}', '{"a": 12345678901234567891}'],
    ['what was added', '{"a": 1}', '{"a": 1, "b": [1, 2]}'],
    ['what was removed behind the last', '{"a": 1, "b": {"c": 1.50}}', '{"a": 1}'],
    [
      'one table of a string that holds JSON',
      '{"tables": "{\\"t\\": \\"xmin\\"}"}',
      '{"tables": "{\\"t\\": \\"xmin\\", \\"u\\": \\"x\\"}"}',
    ],
    [
      'a string that escapes otherwise',
      '{"tables": "{\\u0022t\\": \\"a\\/b\\"}"}',
      '{"tables": "{\\"t\\": \\"c\\"}"}',
    ],
    [
      'an item of a list',
      '{"l": [{"p": "a", "v": 1.0}, {"p": "b"}]}',
      '{"l": [{"p": "a", "v": 2}, {"p": "b"}]}',
    ],
    ['a list that grew', '{"l": [1.0, 2]}', '{"l": [1.0, 2, 3]}'],
    ['the order of keys within a field', '{"o": {"b": 1, "a": 2, "c": 3}}', '{"o": {"b": 1, "c": 3}}'],
  ])('puts back %s, to the byte', (_, before, after) => {
    const { moved, undone } = undo(input(before), input(after));
    expect(moved).toEqual([]);
    expect(undone).toBe(input(before));
  });

  it('leaves what has moved elsewhere as it is now', () => {
    const { moved, undone } = undo(
      input('{"a": 1, "tables": "{\\"t\\": 1}", "c": 1}'),
      input('{"a": 2, "tables": "{\\"t\\": 1, \\"u\\": 1}", "c": 1}'),
      input('{"a": 2, "tables": "{\\"t\\": 1, \\"u\\": 1, \\"v\\": 1}", "c": 9, "d": 9}'),
    );
    expect(moved).toEqual([]);
    expect(undone).toBe(input('{"a": 1, "tables": "{\\"t\\": 1, \\"v\\": 1}", "c": 9, "d": 9}'));
  });

  describe('of very many places', () => {
    const tables = (indicator: string, more: Record<string, string> = {}) => {
      const names = Array.from({ length: 3_000 }, (_, at) => [`t${at}`, indicator]);
      return JSON.stringify(JSON.stringify({ ...Object.fromEntries(names), ...more }));
    };
    const before = input(`{"a": 1, "tables": ${tables('xmin')}}`);
    const after = input(`{"a": 1, "tables": ${tables('id')}}`);

    it('puts the field back as a whole, also where another one has moved', () => {
      for (const [now, expected] of [
        [after, before],
        [after.replace('"a": 1', '"a": 9'), before.replace('"a": 1', '"a": 9')],
      ] as const) {
        const { edits, moved, undone } = undo(before, after, now);
        expect(moved).toEqual([]);
        expect(edits.map(({ path }) => path)).toEqual([['tables']]);
        expect(undone).toBe(expected);
      }
    });

    it('leaves what was added to that field meanwhile', () => {
      const { edits, moved, undone } = undo(
        before,
        after,
        input(`{"a": 1, "tables": ${tables('id', { u: 'x' })}}`),
      );
      expect(moved).toEqual([]);
      expect(edits).toHaveLength(3_000);
      expect(undone).toBe(input(`{"a": 1, "tables": ${tables('xmin', { u: 'x' })}}`));
    });
  });

  it.each([
    ['the value', '{"a": 1}', '{"a": 2}', '{"a": 3}', ['a']],
    [
      'a number that only looks the same',
      '{"a": 1}',
      '{"a": 12345678901234567891}',
      '{"a": 12345678901234567892}',
      ['a'],
    ],
    ['what was added is gone', '{}', '{"a": 2}', '{}', ['a']],
    ['what was removed is there', '{"a": 2}', '{}', '{"a": 2}', ['a']],
    ['an item elsewhere in the list', '{"l": [1, 1]}', '{"l": [2, 1]}', '{"l": [2, 5]}', ['l']],
    ['the field is something else', '{"o": {"a": 1}}', '{"o": {"a": 2}}', '{"o": 5}', ['o']],
    [
      'a string is an object by now',
      '{"o": "{\\"a\\": 1}"}',
      '{"o": "{\\"a\\": 2}"}',
      '{"o": {"a": 2}}',
      ['o'],
    ],
  ])('says where it has moved on: %s', (_, before, after, now, place) => {
    expect(undo(input(before), input(after), input(now)).moved).toEqual([place]);
  });

  it('puts any configuration back into what it means, whatever was done to it', () => {
    const configuration = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 4 }),
      fc.jsonValue({ maxDepth: 3 }),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    );
    fc.assert(
      fc.property(configuration, configuration, (was, is) => {
        const [before, after] = [input(JSON.stringify(was)), input(JSON.stringify(is))];
        const { moved, undone } = undo(before, after);
        expect(moved).toEqual([]);
        expect(configurationOf(undone)).toEqual(configurationOf(before));
      }),
      { numRuns: 500 },
    );
  });

  it('knows when a secret is among what was changed', () => {
    const changes = (was: string, is: string) => atOnce(changesSecretSteps(input(was), input(is)));
    expect(changes('{"password": "one", "a": 1}', '{"password": "one", "a": 2}')).toBe(false);
    expect(changes('{"password": "one"}', '{"password": "two"}')).toBe(true);
    expect(changes('{"password": "one"}', '{}')).toBe(true);
    expect(changes('{"a": 1}', '{"a": 1, "password": "one"}')).toBe(true);
    expect(changes('{"url": "https://u:one@h/"}', '{"url": "https://u:one@other/"}')).toBe(false);
    expect(changes('{"url": "https://u:one@h/"}', '{"url": "https://u:two@h/"}')).toBe(true);
  });
});
