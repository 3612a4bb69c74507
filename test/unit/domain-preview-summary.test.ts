import { describe, expect, it } from '@jest/globals';
import { previewSteps } from '../../src/domain/diff.ts';
import type { Operation } from '../../src/domain/operation.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { isSaidInFull, summarise, summaryLine } from '../../src/domain/summary.ts';

const document = (configuration: unknown) => JSON.stringify({ configuration });
const preview = (before: unknown, after: unknown) => atOnce(previewSteps(document(before), document(after)));
const ofInput = (operation: Operation, shown?: ReturnType<typeof preview>) =>
  summarise({ operation, inputName: 'orders_db' }, shown);

describe('a change in one line', () => {
  const edited = (before: unknown, after: unknown, field = 'f') =>
    ofInput(
      { kind: 'edit', edits: [{ path: [field], value: null }] },
      preview({ [field]: before }, { [field]: after }),
    );

  it.each([
    [5, 7, 'Set `f` of `orders_db` from `5` to `7`'],
    ['', 'x', 'Set `f` of `orders_db` from an empty text to `x`'],
    [5, '5', 'Set `f` of `orders_db` from `5` to `"5"`'],
    [{ a: 1 }, { a: 1, b: 2 }, 'Add `f.b` to `orders_db`: `2`'],
    ['{"a.b":"x","c":"y"}', '{"c":"y"}', 'Remove `f["a.b"]` from `orders_db`: `x`'],
    [[1, 2], [3, 4], 'Change `f` of `orders_db` in 2 places'],
    ['{"a":1}', '{ "a": 1 }', 'Write `f` of `orders_db` in another form'],
    [
      'a'.repeat(90),
      null,
      `Set \`f\` of \`orders_db\` from \`${'a'.repeat(30)}…${'a'.repeat(29)}\` to \`null\``,
    ],
  ])('says of an edit from %j to %j what it does', (before, after, sentence) => {
    expect(edited(before, after)).toBe(sentence);
  });

  it('shows what differs of values that begin and end alike', () => {
    const between = (middle: string) => `${'a'.repeat(500)}${middle}${'b'.repeat(500)}`;
    const [same, other] = ['a'.repeat(20), 'b'.repeat(20)];
    expect(edited(between('old'), between('new'))).toBe(
      `Set \`f\` of \`orders_db\` from \`…${same}old${other}…\` to \`…${same}new${other}…\``,
    );
    const { changes } = preview({ f: between('old') }, { f: between('new') });
    expect(changes.map(summaryLine)).toEqual([`\`f\`: \`…${same}old${other}…\` → \`…${same}new${other}…\``]);
  });

  it('shows no secret', () => {
    expect(edited('old', 'new', 'password')).toBe(
      'Set `password` of `orders_db` from `••••••` to `•••••• (changed)`',
    );
  });

  it('counts the fields of an edit of several, and names one whose values are not known', () => {
    const operation: Operation = {
      kind: 'edit',
      edits: [
        { path: ['a'], value: 1 },
        { path: ['b', 'c'], value: 2 },
      ],
    };
    expect(ofInput(operation, preview({ a: 0, b: { c: 0 } }, { a: 1, b: { c: 2 } }))).toBe(
      'Change 2 fields of `orders_db`',
    );
    expect(ofInput(operation)).toBe('Change 2 fields of `orders_db`');
    expect(ofInput({ kind: 'edit', edits: [{ path: ['a'], value: 1 }] })).toBe('Change `a` of `orders_db`');
  });

  it.each<[Operation, string]>([
    [{ kind: 'pause' }, 'Pause `orders_db`'],
    [{ kind: 'resume' }, 'Resume `orders_db`'],
    [{ kind: 'add_tables', tables: [['a', 'x']] }, 'Add the table `a` to `orders_db`'],
    [
      {
        kind: 'add_tables',
        tables: [
          ['a', 'x'],
          ['b', 'x'],
          ['c', 'x'],
        ],
      },
      'Add 3 tables to `orders_db`',
    ],
    [{ kind: 'auto_map', on: true }, 'Turn auto-mapping on for `orders_db`'],
    [{ kind: 'auto_map', on: false }, 'Turn auto-mapping off for `orders_db`'],
    [
      { kind: 'template', parameters: ['where'], template: '%Y' },
      'Give the parameter `where` of `orders_db` the template `%Y`',
    ],
    [
      { kind: 'template', parameters: ['a', 'b'], secret: 's0' },
      'Give 2 parameters of `orders_db` a template',
    ],
    [
      { kind: 'parameter', parameter: 'p', field: 'value' },
      'Set `value` of the parameter `p` of `orders_db`',
    ],
    [{ kind: 'delete' }, 'Delete `orders_db`'],
    [
      { kind: 'create', name: '<!channel>', copiedFrom: { id: '1', name: 'old' }, edits: [] },
      'Create `&lt;!channel&gt;` as a copy of `old`',
    ],
  ])('says of %j what it does', (operation, sentence) => {
    expect(ofInput(operation)).toBe(sentence);
  });

  it('says from what to what a parameter is set', () => {
    const parameters = (value: number) => ({ parameters: [{ parameter: 'where', value }] });
    expect(
      ofInput(
        { kind: 'parameter', parameter: 'where', field: 'value', value: 5 },
        preview(parameters(2), parameters(5)),
      ),
    ).toBe('Set `value` of the parameter `where` of `orders_db` from `2` to `5`');
  });
});

describe('each place of a change', () => {
  it('has a line', () => {
    const { changes } = preview(
      { a: 1, gone: 'x', 'b.c': { d: 'old' } },
      { a: 2, new: [1], 'b.c': { d: '' } },
    );
    expect(changes.map(summaryLine)).toEqual([
      '`a`: `1` → `2`',
      '`["b.c"].d`: `old` → an empty text',
      '`gone`: removed, was `x`',
      '`new`: added, `[1]`',
    ]);
  });

  it('needs none where the title says it', () => {
    const one = preview({ a: 1 }, { a: 2 });
    const edit: Operation = { kind: 'edit', edits: [{ path: ['a'], value: 2 }] };
    expect(isSaidInFull({ operation: edit, inputName: 'n' }, one)).toBe(true);
    expect(isSaidInFull({ operation: { kind: 'auto_map', on: true }, inputName: 'n' }, one)).toBe(false);
    expect(isSaidInFull({ operation: edit, inputName: 'n' }, preview({ a: 1 }, { b: 2 }))).toBe(false);
  });
});
