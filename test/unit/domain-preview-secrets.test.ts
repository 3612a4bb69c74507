import { describe, expect, it } from '@jest/globals';
import { previewSteps } from '../../src/domain/diff.ts';
import { groupsOf } from '../../src/domain/groups.ts';
import type { Json } from '../../src/domain/json.ts';
import { MASK, MASK_CHANGED } from '../../src/domain/mask.ts';
import { type Operation, propose, type Rewrite } from '../../src/domain/operation.ts';
import { redact } from '../../src/domain/secrets.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { summarise, summaryLine } from '../../src/domain/summary.ts';
import { fc } from '../support/properties.ts';

const input = (configuration: unknown) => JSON.stringify({ name: 'n', type: 'ODBC', configuration });
const preview = (before: unknown, after: unknown) => atOnce(previewSteps(input(before), input(after)));
const changed = (before: unknown, after: unknown) =>
  preview(before, after).diff.filter((line) => /^[+-]/.test(line));

describe('a secret that changes', () => {
  it.each([
    ['a text', { password: 'a' }, { password: 'b' }, 'password'],
    ['its kind', { password: 5 }, { password: '5' }, 'password'],
    ['what the operation keeps elsewhere', { password: 'a' }, { password: MASK_CHANGED }, 'password'],
    ['what Alooma has masked', { password: '****' }, { password: '***' }, 'password'],
  ])('is seen and is not shown: %s', (_, before, after, key) => {
    expect(changed(before, after)).toEqual([`-    "${key}": "${MASK}"`, `+    "${key}": "${MASK_CHANGED}"`]);
  });

  it('and one that stays are told apart, also within one text', () => {
    const url = (one: string, other: string) => ({ u: `x://a:${one}@h x://a:${other}@h` });
    expect(changed(url('1', '2'), url('1', '3'))).toEqual([
      `-    "u": "x://${MASK}@h x://${MASK}@h"`,
      `+    "u": "x://${MASK}@h x://${MASK_CHANGED}@h"`,
    ]);
    expect(changed({ note: 'xoxb-1 https://a:1@h' }, { note: 'xoxb-2 https://a:1@h' }).at(-1)).toBe(
      `+    "note": "${MASK_CHANGED} https://${MASK}@h"`,
    );
    expect(changed({ password: 'a', port: 1 }, { password: 'a', port: 2 })).toEqual([
      '-    "port": 1',
      '+    "port": 2',
    ]);
  });

  it('in a text of several lines shows in its line', () => {
    const text = (secret: string) => ({ note: `first\npassword=${secret}\nlast` });
    expect(changed(text('a'), text('b'))).toEqual([
      `-      password=${MASK}`,
      `+      password=${MASK_CHANGED}`,
    ]);
  });

  it('within a key makes it another key', () => {
    // In either order: that of their marks, which are others in each process.
    expect(changed({ 'x://a:1@h': 1 }, { 'x://a:2@h': 1 }).sort()).toEqual([
      `+    "x://${MASK}@h": 1`,
      `-    "x://${MASK}@h": 1`,
    ]);
  });

  it('shows on what is new as a secret, and as changed where it was put in anew', () => {
    expect(changed({ a: 1 }, { a: 1, password: 'a', token: MASK_CHANGED })).toEqual([
      `+    "password": "${MASK}"`,
      `+    "token": "${MASK_CHANGED}"`,
    ]);
  });

  it('has a mark that is in nothing that is shown', () => {
    const [before, after] = [{ password: 'a', 'x://a:1@h': 'x://a:1@h' }, { password: 'b' }];
    const shown = [preview(before, after), atOnce(groupsOf(input(before), input(after)))];
    expect(JSON.stringify(shown)).not.toMatch(/[‹›]|[0-9a-f]{32}/);
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
    (secret) => ({ headers: [['X-Anything', secret]] }),
    (secret) => ({ parameters: [{ parameter: 'session_id', type: 'static', value: secret }] }),
    (secret) => ({ awsSecretAccessKey: secret, url: `https://me:a@${secret}@h/p?page=1` }),
    (secret) => ({ link: `https://h/p?page=1&api_key=${secret}&x=${'y'}` }),
    (secret) => ({ jdbc: `jdbc:sqlserver://h:1;user=me;password=${secret}` }),
    (secret) => ({ [`https://me:${secret}@h`]: 1 }),
    (secret) => ({ broken: `{'password': '${secret}', 'a': [}` }),
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

  it('is in no line, no summary, no group and no redacted value, wherever it stands and whether it changes', () => {
    fc.assert(
      fc.property(planted, planted, fc.constantFrom(SECRET, `${SECRET}2`, ''), (one, other, next) => {
        const base = input({ field: one(SECRET), same: other(SECRET) });
        const operation: Rewrite = { kind: 'edit', edits: [{ path: ['field'], value: one(next) }] };
        const proposed = propose(operation, base);
        const shown = atOnce(previewSteps(base, proposed));
        const everything = [
          shown,
          summarise({ operation, inputName: 'n' }, shown),
          shown.changes.map(summaryLine),
          atOnce(groupsOf(base, proposed)),
          atOnce(previewSteps(base, undefined)),
          redact(JSON.parse(proposed)),
        ];
        expect(JSON.stringify(everything)).not.toContain(SECRET);
        // Hidden, but not passed over: a changed secret is a change.
        if (next !== SECRET) expect(shown.diff).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is in no summary that is made without a preview', () => {
    const operations: Operation[] = [
      { kind: 'edit', edits: [{ path: ['password'], value: SECRET }] },
      { kind: 'edit', edits: [{ path: [`https://a:${SECRET}@h`], value: 1 }] },
      { kind: 'parameter', parameter: 'session_id', field: 'value', value: SECRET },
      { kind: 'template', parameters: ['where'], template: `https://a:${SECRET}@h` },
      { kind: 'add_tables', tables: [[`x://a:${SECRET}@h`, 'xmin']] },
    ];
    for (const operation of operations) {
      expect(summarise({ operation, inputName: 'n' }, undefined)).not.toContain(SECRET);
    }
  });
});
