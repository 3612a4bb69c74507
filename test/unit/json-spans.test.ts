import { describe, expect, it } from '@jest/globals';
import { parseTree } from 'jsonc-parser';
import { idInPath } from '../../src/alooma/paths.ts';
import { factsOf, isUsersInput } from '../../src/alooma/schemas.ts';
import { isFrame, openingAt, spans } from '../../src/domain/json-spans.ts';
import { fc } from '../support/properties.ts';

describe('the slices of a text', () => {
  const cut = (text: string, key?: string) => {
    const at = openingAt(text, '[', key) ?? openingAt(text, '{', key);
    return at === undefined ? [] : [...spans(text, at)].map(({ start, end }) => text.slice(start, end));
  };

  it('are the characters of the text, not a new print of them', () => {
    const odd = '{ "z":1.0, "a" : 1e5,"__proto__":{"n":12345678901234567890}\n}';
    expect(cut(`{"nodes":[ ${odd} ,{}]}`, 'nodes')).toEqual([odd, '{}']);
    expect(cut(` {"a\\"b": ${odd}, "c":"}"}`)).toEqual([odd, '"}"']);
    expect(cut('{"other":1}', 'nodes')).toEqual([]);
    expect(cut('{"n\\u006fdes":[1]}', 'nodes')).toEqual(['1']);
    expect(cut('[]')).toEqual([]);
    expect(cut('7')).toEqual([]);
  });

  it('are those that JSON.parse takes where a key stands twice', () => {
    expect(cut('{"nodes":[1],"nodes":[2]}', 'nodes')).toEqual(['2']);
  });

  it('hold for any JSON, however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), fc.constantFrom('', ' ', '\n\t'), (values, space) => {
        const list = `${space}[${values.map((value) => space + value + space).join(',')}]`;
        expect(cut(list)).toEqual(values.map((value) => value.trim()));
        const members = values.map(
          (value, index) => `${space}"\\"${index}:"${space}:${space}${value}${space}`,
        );
        expect(cut(`{"nodes":{${members.join(',')}},"more":[]}`, 'nodes')).toEqual(
          values.map((value) => value.trim()),
        );
      }),
    );
  });

  it('and what stands around them are JSON exactly where the whole text is, whatever is wrong with it', () => {
    const isJson = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const broken = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', ',', '"', '}', ']', '{', ':', '1', '\\'),
      )
      .map(([text, at, length, by]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + by + text.slice(from + length);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), fc.constantFrom('[', '{'), (text, opening) => {
        const at = openingAt(text, opening as '[' | '{');
        fc.pre(at !== undefined);
        const found = [...spans(text, at ?? 0)];
        const parts = found.map(({ start, end }) => text.slice(start, end));
        expect(isFrame(text, found) && parts.every(isJson)).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a large listing are cut in a fraction of the time that a tree of it takes', () => {
    const input = { id: 'i', tables: { orders: 'xmin', list: Array.from({ length: 300 }, (_, n) => n) } };
    const listing = JSON.stringify({ nodes: Array.from({ length: 5_000 }, () => input) });
    /** The least of three: the machine may have been held up in the others. */
    const took = (work: () => unknown) => {
      const times = [1, 2, 3].map(() => {
        const before = performance.now();
        work();
        return performance.now() - before;
      });
      return Math.min(...times);
    };
    expect(cut(listing, 'nodes')).toHaveLength(5_000);
    expect(took(() => cut(listing, 'nodes'))).toBeLessThan(took(() => parseTree(listing)) / 3);
  });
});

describe('the path of an input', () => {
  it('encodes the id and never becomes that of another call', () => {
    expect(idInPath('a/b c?d')).toBe('a%2Fb%20c%3Fd');
    for (const id of ['', '.', '..']) expect(idInPath(id)).toBeUndefined();
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
