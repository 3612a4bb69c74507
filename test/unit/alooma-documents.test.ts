import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { slicesAt } from '../../src/alooma/documents.ts';
import { inputPath } from '../../src/alooma/paths.ts';
import { factsOf, isUsersInput } from '../../src/alooma/schemas.ts';

describe('the slices of a text', () => {
  it('are the characters of the text, not a new print of them', () => {
    const odd = '{ "z":1.0, "a" : 1e5,"__proto__":{"n":12345678901234567890}\n}';
    expect(slicesAt(`{"nodes":[ ${odd} ,{}]}`, ['nodes'])).toEqual([odd, '{}']);
    expect(slicesAt(` {"a\\"b": ${odd}, "c":"}"}`, [])).toEqual([odd, '"}"']);
    expect(slicesAt('{"other":1}', ['nodes'])).toEqual([]);
    expect(slicesAt('[]', [])).toEqual([]);
  });

  it('hold for any JSON, however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), fc.constantFrom('', ' ', '\n\t'), (values, space) => {
        const list = `${space}[${values.map((value) => space + value + space).join(',')}]`;
        expect(slicesAt(list, [])).toEqual(values.map((value) => value.trim()));
      }),
    );
  });
});

describe('the path of an input', () => {
  it('encodes the id and never becomes that of another call', () => {
    expect(inputPath('a/b c?d')).toBe('inputs/a%2Fb%20c%3Fd');
    for (const id of ['', '.', '..']) expect(inputPath(id)).toBeUndefined();
  });
});

describe('an input in a listing', () => {
  const input = { id: 'a', name: 'n', type: 'ODBC', category: 'INPUT', configuration: {} };

  it('is a user’s unless it is the system’s, deleted, or of another category', () => {
    expect(isUsersInput(input)).toBe(true);
    expect(isUsersInput({ ...input, category: undefined, deleted: false })).toBe(true);
    for (const change of [
      { type: 'RESTREAM' },
      { type: 'AGENT' },
      { deleted: true },
      { category: 'OUTPUT' },
    ]) {
      expect(isUsersInput({ ...input, ...change })).toBe(false);
    }
  });

  it('has a state in a word, a date, and no paused state where Alooma gives none', () => {
    expect(factsOf({ ...input, state: { tasks: [] }, created_at: 1_552_554_000_000, paused: null })).toEqual({
      ...input,
      state: undefined,
      createdAt: '2019-03-14T09:00:00.000Z',
      paused: undefined,
    });
    expect(factsOf({ ...input, state: 'RUNNING', paused: false })).toMatchObject({
      state: 'RUNNING',
      paused: false,
    });
    expect(factsOf({ ...input, configuration: [] })).toBeUndefined();
    expect(factsOf({ ...input, paused: 'no' })).toBeUndefined();
  });
});
