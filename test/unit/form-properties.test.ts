import { describe, expect, it } from '@jest/globals';
import { configurationOf, editConfiguration } from '../../src/domain/document.ts';
import { editsFrom } from '../../src/domain/form-edits.ts';
import type { FormField } from '../../src/domain/form-field.ts';
import { formFields } from '../../src/domain/form-fields.ts';
import { isSecretName } from '../../src/domain/secret-names.ts';
import { fc } from '../support/properties.ts';

/** Told apart from all else that is generated. */
const secret = fc.integer({ min: 0, max: 0xffffff }).map((number) => `s3cr3t${number.toString(16)}`);

/** No secrets' names either: those stand where secrets are generated. Not `tables`, whose keys are no secrets' names, nor `headers`, where all that is new is a secret. */
const name = fc
  .oneof(
    { weight: 4, arbitrary: fc.string({ minLength: 1, maxLength: 12 }) },
    fc.constantFrom('__proto__', 'constructor', '10', '2', 'a.b', '<!channel>', 'parameters', ''),
  )
  .filter((text) => !isSecretName(text));

const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String);
/** Numbers as other programs write them: the round trip through JavaScript would change them. */
const oddNumber = fc.constantFrom('1.0', '-0', '1e3', '1.50', '0.10', '1E+2');

const leaf = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => JSON.stringify(text)),
  number,
  oddNumber,
  fc.constantFrom('true', 'false', 'null', '"true"', '"False"', '""', '"caf\\u00e9 \\/ \\r\\n tea"'),
  secret.map((hidden) => JSON.stringify(`postgres://user:${hidden}@host/db?token=${hidden}`)),
);

const spaced = (members: readonly string[], [open, close]: readonly [string, string], wide: boolean) =>
  `${open}${wide ? '\n  ' : ''}${members.join(wide ? ' , ' : ',')}${wide ? ' ' : ''}${close}`;

/** JSON as text, of any depth, with secrets in it and written in any way. */
const { value } = fc.letrec<{ value: string }>((tie) => {
  const members = fc
    .uniqueArray(fc.tuple(name, tie('value')), { maxLength: 4, selector: ([key]) => key })
    .map((entries) => entries.map(([key, inner]) => `${JSON.stringify(key)}: ${inner}`));
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.tuple(members, fc.boolean()).map(([entries, wide]) => spaced(entries, ['{', '}'], wide)),
      fc
        .tuple(fc.array(tie('value'), { maxLength: 4 }), fc.boolean())
        .map(([items, wide]) => spaced(items, ['[', ']'], wide)),
      fc
        .tuple(members, secret)
        .map(([entries, hidden]) =>
          spaced(
            [...entries.filter((entry) => !entry.startsWith('"password"')), `"password":"${hidden}"`],
            ['{', '}'],
            false,
          ),
        ),
      fc
        .array(fc.tuple(fc.constantFrom('session_id', 'limit', 'X'), secret), { maxLength: 3 })
        .map((items) =>
          JSON.stringify(items.map(([parameter, hidden]) => ({ parameter, password: hidden, value: 1 }))),
        ),
      tie('value').map((inner) => JSON.stringify(inner)),
    ),
  };
});

interface Document {
  readonly text: string;
  /** Of each field: where its value begins and ends. */
  readonly places: ReadonlyMap<string, readonly [number, number]>;
}

const document: fc.Arbitrary<Document> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(name, value), { maxLength: 5, selector: ([key]) => key }),
    fc.option(secret, { nil: undefined }),
    fc.constantFrom('', ' ', '\n  '),
  )
  .map(([entries, password, space]) => {
    const fields = [
      ...entries.filter(([key]) => key !== 'password'),
      ...(password ? [['password', JSON.stringify(password)] as const] : []),
    ];
    let text = `{ "id":"in-1","name":"odd","type":"ODBC",${space}"configuration":{`;
    const places = new Map<string, readonly [number, number]>();
    fields.forEach(([key, inner], at) => {
      text += `${at === 0 ? '' : ','}${space}${JSON.stringify(key)}:${space}`;
      places.set(key, [text.length, text.length + inner.length]);
      text += inner;
    });
    return { text: `${text} },"stats":{"count":1e3} }`, places };
  });

const typedAsShown = (fields: readonly FormField[]) =>
  new Map(fields.map(({ name: field, shown }) => [field, shown]));

const isPair = (item: unknown) => Array.isArray(item) && item.length === 2 && typeof item[0] === 'string';

/** Something else to type into a field. */
function another({ kind, shown }: FormField, text: string): string | undefined {
  switch (kind) {
    case 'yes_no':
      return shown === 'true' ? 'false' : 'true';
    case 'number':
      return shown === '7' ? '8' : '7';
    case 'secret':
      return `n3w${text}`;
    case 'json': {
      const json = JSON.parse(shown) as unknown;
      // One more like the others: a list of pairs of names and values would be none any more with something else in it.
      if (Array.isArray(json))
        return JSON.stringify([
          ...json,
          json.length > 0 && json.every(isPair) ? ['n3w', text] : `n3w${text}`,
        ]);
      // Spread, a key called `__proto__` would be one no more.
      const entries = Object.entries(json as object).filter(([key]) => key !== 'n3w');
      return JSON.stringify(Object.fromEntries([...entries, ['n3w', text]]));
    }
    default:
      return /^-?\d/.test(shown) ? undefined : `n3w ${text}${shown}`;
  }
}

describe('a form of any configuration', () => {
  it('changes nothing where it is submitted as it is shown', () => {
    fc.assert(
      fc.property(document, ({ text }) => {
        const configuration = configurationOf(text);
        const { fields } = formFields(configuration);
        expect(editsFrom(formFields(configuration), typedAsShown(fields))).toEqual({ edits: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('gives line ends back as any machine writes them, and changes nothing either', () => {
    fc.assert(
      fc.property(document, fc.constantFrom('\r\n', '\r'), ({ text }, end) => {
        const configuration = configurationOf(text);
        const typed = formFields(configuration).fields.map(
          ({ name: field, shown }) => [field, shown.replaceAll('\n', end)] as const,
        );
        expect(editsFrom(formFields(configuration), new Map(typed))).toEqual({ edits: [] });
      }),
    );
  });

  it('shows no secret', () => {
    fc.assert(
      fc.property(document, ({ text }) => {
        expect(JSON.stringify(formFields(configurationOf(text)).fields)).not.toContain('s3cr3t');
      }),
      { numRuns: 500 },
    );
  });

  it('changes the one field in which something else is typed, and no other byte', () => {
    let changed = 0;
    fc.assert(
      fc.property(document, fc.nat(), fc.stringMatching(/^[a-z]{1,8}$/), ({ text, places }, which, word) => {
        const configuration = configurationOf(text);
        const { fields } = formFields(configuration);
        const field = fields[which % Math.max(fields.length, 1)];
        const typed = field && another(field, word);
        if (!field || typed === undefined) return;
        const result = editsFrom(
          formFields(configuration),
          new Map([...typedAsShown(fields), [field.name, typed]]),
        );
        if (!('edits' in result)) throw new Error(JSON.stringify(result.faults));
        expect(result.edits.length).toBeGreaterThan(0);
        expect(new Set(result.edits.map(({ path }) => path[0]))).toEqual(new Set([field.name]));
        const edited = editConfiguration(text, result.edits);
        const [start, end] = places.get(field.name) ?? [0, 0];
        expect(edited.slice(0, start)).toBe(text.slice(0, start));
        expect(edited.slice(edited.length - (text.length - end))).toBe(text.slice(end));
        // One more in a list leaves the others as they are written.
        if (text[start] === '[')
          expect(edited.slice(start)).toContain(text.slice(start, end).replace(/\s*\]$/, ''));
        // What was typed is there, with the secrets that were left standing.
        const after = formFields(configurationOf(edited)).fields.find((one) => one.name === field.name);
        if (field.kind === 'json') expect(JSON.parse(after?.shown ?? '')).toEqual(JSON.parse(typed));
        const hidden = (from: string) =>
          [...from.matchAll(/s3cr3t[0-9a-f]+/g)].map(([found]) => found).sort();
        if (field.kind !== 'secret') expect(hidden(edited)).toEqual(hidden(text));
        changed += 1;
      }),
      { numRuns: 500 },
    );
    expect(changed).toBeGreaterThan(200);
  });
});
