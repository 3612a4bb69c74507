import { describe, expect, it } from '@jest/globals';
import type { InputFacts } from '../../src/domain/input.ts';
import { compareNames, quotedWithComma, selectInputs } from '../../src/domain/inputs-view.ts';
import { fc } from '../support/properties.ts';

const input = (name: string, facts: Partial<InputFacts> = {}): InputFacts => ({
  id: `id of ${name}`,
  name,
  type: 'ODBC',
  category: 'INPUT',
  paused: false,
  state: undefined,
  createdAt: undefined,
  configuration: {},
  ...facts,
});
const namesOf = (inputs: readonly InputFacts[]) => inputs.map(({ name }) => name);

describe('inputs, narrowed and sorted', () => {
  const all = [
    input('b', { paused: true }),
    input('a', { type: 'RESTAPI', paused: undefined }),
    input('B'),
    input('a', { id: '0' }),
  ];

  it('are sorted by name, then by id, and the list that was given stays as it is', () => {
    const sorted = selectInputs(all, {});
    expect(sorted.map(({ name, id }) => [name, id])).toEqual([
      ['a', '0'],
      ['a', 'id of a'],
      ['b', 'id of b'],
      ['B', 'id of B'],
    ]);
    expect(namesOf(all)).toEqual(['b', 'a', 'B', 'a']);
  });

  it('are those of a type, in capitals or not', () => {
    expect(namesOf(selectInputs(all, { type: 'restapi' }))).toEqual(['a']);
    expect(namesOf(selectInputs(all, { type: 'Odbc', paused: true }))).toEqual(['b']);
  });

  it('are running where they have no paused state, since data is pushed to them', () => {
    expect(namesOf(selectInputs(all, { paused: false }))).toEqual(['a', 'a', 'B']);
  });

  it('are refused where none is of that type, with the types that there are', () => {
    expect(() => selectInputs(all, { type: '<!here>' })).toThrow(
      'No input is of type `&lt;!here&gt;`. There are inputs of type `ODBC`, `RESTAPI`.',
    );
    expect(() => selectInputs(all, { type: 'REST' })).toThrow('Did you mean `RESTAPI`?');
    expect(() => selectInputs([], { type: 'ODBC' })).toThrow('There are no inputs at all.');
  });

  it('have one order, whatever order they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (names) => {
        const sorted = names.toSorted(compareNames);
        expect(names.toReversed().toSorted(compareNames)).toEqual(sorted);
      }),
    );
  });
});

describe('a quoted name', () => {
  it('is read by SQL as the name', () => {
    expect(quotedWithComma("it's")).toBe("'it''s',");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", 'a', ',', '\\', ' ') }), (name) => {
        const [, inner = ''] = /^'((?:[^']|'')*)',$/.exec(quotedWithComma(name)) ?? [];
        expect(inner.replaceAll("''", "'")).toBe(name);
      }),
    );
  });
});
