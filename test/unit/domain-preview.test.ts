import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { preview } from '../../src/domain/diff.ts';
import type { Json } from '../../src/domain/json.ts';
import { propose } from '../../src/domain/operation.ts';
import { redact, redactText } from '../../src/domain/secrets.ts';
import { summarise } from '../../src/domain/summary.ts';

const input = (configuration: unknown) => JSON.stringify({ name: 'n', type: 'ODBC', configuration });

describe('a preview', () => {
  it('is a unified diff with three lines of context', () => {
    const fields = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9 };
    expect(preview(input(fields), input({ ...fields, e: 50 })).diff).toEqual([
      '@@ -4,7 +4,7 @@',
      '     "b": 2,',
      '     "c": 3,',
      '     "d": 4,',
      '-    "e": 5,',
      '+    "e": 50,',
      '     "f": 6,',
      '     "g": 7,',
      '     "h": 8,',
    ]);
  });

  it('is empty where only what moves by itself differs, or the order of keys', () => {
    const before = '{"name":"n","configuration":{"a":1,"b":2},"stats":1}';
    const after = '{"stats":2,"configuration":{"b":2,"a":1},"name":"n"}';
    expect(preview(before, after)).toEqual({ diff: [], changes: [] });
  });

  it('opens up JSON that is held in a string', () => {
    const { diff, changes } = preview(
      input({ tables: '{"a":"x","b":"y"}' }),
      input({ tables: '{"a":"x","b":"z"}' }),
    );
    expect(diff).toContain('-      "b": "y"');
    expect(diff).toContain('+      "b": "z"');
    expect(changes.map(({ path }) => path)).toEqual([['configuration', 'tables', 'b']]);
  });

  it('shows a character that turns the direction of text as what it is', () => {
    const { diff } = preview(input({ u: 'a' }), input({ u: '\u202eb\u2066' }));
    expect(diff).toContain('+    "u": "\\u202eb\\u2066"');
  });

  it('falls back to the changed keys where a line diff would take too long', () => {
    const many = (sign: string) =>
      input(
        Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, `${sign}${index}`])),
      );
    const { diff, changes } = preview(many('a'), many('b'));
    expect(changes).toHaveLength(5_000);
    expect(diff).toHaveLength(10_000);
    expect(diff.slice(0, 2)).toEqual(['- configuration.k0: "a0"', '+ configuration.k0: "b0"']);
    expect(diff.some((line) => line.startsWith('@@'))).toBe(false);
  });
});

describe('a secret', () => {
  const SECRET = 'Zq7PlantedSecret';
  const holders: ((secret: string) => Json)[] = [
    (secret) => ({ password: secret }),
    (secret) => ({ oauth2: { anything: [secret] } }),
    (secret) => ({ ssh: JSON.stringify({ private_key: secret }) }),
    (secret) => ({ headers: { 'X-Anything': secret } }),
    (secret) => ({ headers: [`X-Anything: ${secret}`] }),
    (secret) => ({ parameters: [{ parameter: 'session_id', type: 'static', value: secret }] }),
    (secret) => ({ awsSecretAccessKey: secret, url: `https://me:a@${secret}@h/p?page=1` }),
    (secret) => ({ link: `https://h/p?page=1&api_key=${secret}&x=${'y'}` }),
    (secret) => ({ jdbc: `jdbc:sqlserver://h:1;user=me;password=${secret}` }),
  ];
  const wrappers: ((inner: Json) => Json)[] = [
    (inner) => ({ deeper: inner, port: 5 }),
    (inner) => [1, inner],
    (inner) => JSON.stringify(inner),
    (inner) => JSON.parse(`{"__proto__":${JSON.stringify(inner)}}`) as Json,
  ];
  const planted = fc
    .tuple(fc.constantFrom(...holders), fc.array(fc.constantFrom(...wrappers), { maxLength: 4 }))
    .map(
      ([holder, around]) =>
        (secret: string) =>
          around.reduce<Json>((inner, wrap) => wrap(inner), holder(secret)),
    );

  it('is in no line, no summary and no redacted value, wherever it stands and whether it changes or not', () => {
    fc.assert(
      fc.property(planted, planted, fc.constantFrom(SECRET, `${SECRET}2`, ''), (one, other, next) => {
        const base = input({ field: one(SECRET), same: other(SECRET) });
        const operation = { kind: 'edit', field: 'field', value: one(next) } as const;
        const proposed = propose(operation, { document: base });
        const { diff, changes } = preview(base, proposed);
        const shown = [
          diff,
          changes,
          summarise({ operation, inputName: 'n', base, proposed }),
          redact(JSON.parse(proposed)),
        ];
        expect(JSON.stringify(shown)).not.toContain(SECRET);
        // Hidden, but not passed over: a changed secret is a change.
        if (next !== SECRET) expect(diff).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is in no line of the fallback either', () => {
    const many = (end: string) =>
      input(
        Object.fromEntries(
          Array.from({ length: 2_000 }, (_, i) => [`p${i}`, { password: SECRET + end, i: `${i}${end}` }]),
        ),
      );
    const { diff } = preview(many(''), many('x'));
    expect(diff[0]).toMatch(/^- configuration/);
    expect(diff.join('\n')).not.toContain(SECRET);
  });

  it('in a URL of a plain text is hidden', () => {
    expect(redactText(`see https://me:${SECRET}@h`)).not.toContain(SECRET);
  });
});
