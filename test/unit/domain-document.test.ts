import { describe, expect, it } from '@jest/globals';
import { comparable, editConfiguration, fingerprint } from '../../src/domain/document.ts';
import type { Json } from '../../src/domain/json.ts';
import { fc } from '../support/properties.ts';

const setConfigurationField = (document: string, field: string, value: Json) =>
  editConfiguration(document, [{ path: [field], value }]);

/** JSON texts that JavaScript would print in another way, and others. */
const valueText = fc.oneof(
  fc.constantFrom('1.0', '1e5', '-0', '12345678901234567890', '"\\u0041"', '{"b":1,"1":2,"a":[ ]}', '"}"'),
  fc.json(),
);
const space = fc.constantFrom('', ' ', '\n\t', '\r\n  ');
const fieldName = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    '1',
    '10',
    '',
    'a.b',
    'größe',
    '🚰',
    'to"ken\\',
    'configuration',
  ),
  fc.string({ unit: 'grapheme' }),
);
const jsonValue = fc.json().map((text) => JSON.parse(text) as Json);

/** What stands before the value, the value, and what stands behind it: together, an input's JSON text. */
interface Written {
  readonly head: string;
  readonly value: string;
  readonly tail: string;
  readonly field: string;
}

const written: fc.Arbitrary<Written> = fc
  .record({
    fields: fc.uniqueArray(fc.tuple(fieldName, valueText), {
      minLength: 1,
      maxLength: 6,
      selector: ([key]) => key,
    }),
    at: fc.nat(),
    around: fc.tuple(valueText, valueText),
    space,
  })
  .map(({ fields, at, around, space: s }) => {
    const chosen = at % fields.length;
    const member = ([key, text]: [string, string]) => `${s}${JSON.stringify(key)}${s}:${s}${text}`;
    const [field, value] = fields[chosen] ?? ['', ''];
    const before = fields.slice(0, chosen).map((entry) => `${member(entry)}${s},`);
    const after = fields.slice(chosen + 1).map((entry) => `,${member(entry)}`);
    const key = `${s}${JSON.stringify(field)}${s}:${s}`;
    return {
      field,
      value,
      head: `{${s}"z":${around[0]},${s}"configuration"${s}:{${before.join('')}${key}`,
      tail: `${s}${after.join('')}${s}}${s},"__proto__":${around[1]}${s}}`,
    };
  });

describe('setting one field', () => {
  it('leaves every byte outside the value as it was', () => {
    fc.assert(
      fc.property(written, jsonValue, ({ head, value, tail, field }, next) => {
        const edited = setConfigurationField(`${head}${value}${tail}`, field, next);
        expect(edited).toBe(`${head}${JSON.stringify(next)}${tail}`);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['the field', '{"configuration":{"a":1,"a":2}}'],
    ['the configuration', '{"configuration":{"a":1},"configuration":{"a":2}}'],
  ])('is refused where %s stands twice, since programs differ on which one counts', (_, document) => {
    expect(() => setConfigurationField(document, 'a', 3)).toThrow(
      expect.objectContaining({ code: 'pipeline_confusing' }),
    );
  });

  it.each(['', '[]', '{"configuration":[]}', '{"configuration":null}', '{"configuration":{"a":1}, /* x */}'])(
    'is refused in what is not an input: %s',
    (document) => {
      expect(() => setConfigurationField(document, 'a', 3)).toThrow();
    },
  );
});

describe('what is compared of an input', () => {
  const document =
    '{"id":"1","name":"n","type":"ODBC","configuration":{"a":1,"b":{"c":2,"d":3}},"stats":{"in":1}}';

  it('is its name, type and configuration', () => {
    expect(comparable(document)).toEqual({
      name: 'n',
      type: 'ODBC',
      configuration: { a: 1, b: { c: 2, d: 3 } },
    });
    expect(() => comparable('[]')).toThrow(expect.objectContaining({ code: 'pipeline_confusing' }));
    expect(() => comparable('{')).toThrow(expect.objectContaining({ code: 'pipeline_confusing' }));
  });

  it('tells integers apart that JavaScript would round, and not two ways to write one number', () => {
    const holding = (number: string) => `{"name":"a","type":"b","configuration":{"n":${number}}}`;
    expect(fingerprint(holding('12345678901234567890'))).not.toBe(
      fingerprint(holding('12345678901234567891')),
    );
    expect(fingerprint(holding('1.0'))).toBe(fingerprint(holding('1')));
  });

  it('has one fingerprint whatever the order of keys and the parts that move', () => {
    const moved =
      '{"stats":{"in":2},"configuration":{"b":{"d":3,"c":2},"a":1},"type":"ODBC","name":"n","paused":true}';
    expect(fingerprint(moved)).toBe(fingerprint(document));
    expect(fingerprint(document)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['a value', document.replace('"c":2', '"c":4')],
    ['a name', document.replace('"n"', '"m"')],
    ['a type', document.replace('ODBC', 'S3')],
    ['a key more', document.replace('"a":1', '"a":1,"__proto__":1')],
    ['a number as text', document.replace('"a":1', '"a":"1"')],
  ])('has another fingerprint with another %s', (_, other) => {
    expect(fingerprint(other)).not.toBe(fingerprint(document));
  });
});
