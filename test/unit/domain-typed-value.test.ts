import { describe, expect, it } from '@jest/globals';
import { typedValue } from '../../src/domain/typed-value.ts';
import { fc } from '../support/properties.ts';

const taken = (value: unknown) => ({ ok: true, value });
const refused = (expected: string) => ({ ok: false, expected });

describe('a typed value', () => {
  it.each([
    [5, '7', 7],
    [5, '-0.5', -0.5],
    [1.5, '1e3', 1000],
    [5, '1.50', 1.5],
    [5, '0.1', 0.1],
    [5, '1.5E-7', 1.5e-7],
    [5, '120e+20', 1.2e22],
    [5, '9007199254740991', 9007199254740991],
    [{ a: 1 }, '{"a":{"a":1},"b":[{"a":1},{"a":2}]}', { a: { a: 1 }, b: [{ a: 1 }, { a: 2 }] }],
    [true, 'FALSE', false],
    ['true', 'false', 'false'],
    ['True', 'false', 'False'],
    ['FALSE', 'true', 'TRUE'],
    ['text', '7', '7'],
    ['text', 'true', 'true'],
    ['text', '', ''],
    [[1], '["a"]', ['a']],
    [{ a: 1 }, '{"b":[2]}', { b: [2] }],
    ['{"orders":"xmin"}', '{ "orders": "ctid" }', '{ "orders": "ctid" }'],
    ['[1]', '[ 2 ]', '[ 2 ]'],
    [null, '5', 5],
    [null, 'null', null],
    [null, '{"a":1}', { a: 1 }],
    [null, 'plain words', 'plain words'],
  ])('keeps the form of %j: %j becomes %j', (current, typed, value) => {
    expect(typedValue(current, typed)).toEqual(taken(value));
  });

  it.each([
    [5, 'seven', 'is a number'],
    [5, '', 'is a number'],
    [5, '0x10', 'is a number'],
    [5, '007', 'is a number'],
    [5, '1e400', 'is a number'],
    [5, ' 7', 'is a number'],
    [5, 'Infinity', 'is a number'],
    [5, '12345678901234567890', 'is a number of at most 15 digits here'],
    [5, '0.12345678901234567890123', 'is a number of at most 15 digits here'],
    [5, '1234567890.12345678', 'is a number of at most 15 digits here'],
    [5, '1e-400', 'is a number of at most 15 digits here'],
    [true, 'yes', 'is true or false'],
    ['true', '1', 'is true or false'],
    [[1], '{"a":1}', 'is a list, written as JSON'],
    [[1], '[1', 'is a list, written as JSON'],
    [[1], '[12345678901234567890]', 'is a list with numbers of at most 15 digits here'],
    [{ a: 1 }, '[1]', 'is an object, written as JSON'],
    [{ a: 1 }, 'null', 'is an object, written as JSON'],
    [{ a: 1 }, '{"a":1e999}', 'is an object with numbers of at most 15 digits here'],
    ['{"a":1}', '[1]', 'is an object, written as JSON'],
    ['[1]', 'one', 'is a list, written as JSON'],
    [[1], '[0.12345678901234567890123]', 'is a list with numbers of at most 15 digits here'],
    [{ a: 1 }, '{"a":1,"a":2}', 'is an object in which each key stands once'],
    [{ a: 1 }, '{"b":[{"a":1,"\\u0061":2}]}', 'is an object in which each key stands once'],
    ['{"a":1}', '{"a":1,"a":1}', 'is an object in which each key stands once'],
    [null, '[{"a":1,"a":2}]', 'takes objects in which each key stands once'],
    [null, '0.12345678901234567890123', 'takes numbers of at most 15 digits here'],
    [null, '12345678901234567890', 'takes numbers of at most 15 digits here'],
  ])('is refused where it is of another form than %j: %j', (current, typed, expected) => {
    expect(typedValue(current, typed)).toEqual(refused(expected));
  });

  it('is the number itself, for every number that JavaScript holds exactly', () => {
    const numbers = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, min: -1e15, max: 1e15 }));
    fc.assert(
      fc.property(numbers, (number) => {
        const result = typedValue(0, JSON.stringify(number));
        expect(result).toEqual(taken(JSON.parse(JSON.stringify(number))));
      }),
    );
  });

  it('is the text itself, whatever it looks like, where the field is text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(typedValue('some text', typed)).toEqual(taken(typed));
      }),
    );
  });
});
