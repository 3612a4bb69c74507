import { describe, expect, it } from '@jest/globals';
import type { TableBlock } from '@slack/types';
import { ACTION } from '../../blocks/ids.ts';
import { INPUTS_A_PAGE, renderInputs, whichInputs } from '../../blocks/inputs.ts';
import type { Listing } from '../../blocks/listing.ts';
import { renderTables, TABLES_A_PAGE } from '../../blocks/tables.ts';
import type { InputFacts } from '../../src/domain/input.ts';
import type { Message } from '../../src/domain/message.ts';
import { pageOf } from '../../src/domain/pages.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

const read = (message: Message) => textsOf(message.blocks).join('\n');

/** The texts of a message's table, row by row, and a check that Slack takes it. */
function rowsOf({ message, plain }: Listing): string[][] {
  expectSlackTakes(message);
  expectSlackTakes(plain);
  const table = message.blocks.find((block): block is TableBlock => block.type === 'table');
  const rows = (table?.rows ?? []).map((cells) => cells.map((cell) => textsOf([cell]).join('')));
  expect(rows.flat().join('').length).toBeLessThanOrEqual(10_000);
  expect(rows.flat()).not.toContain('');
  return rows;
}

const input: InputFacts = {
  id: 'in-1',
  name: 'orders_db',
  type: 'ODBC',
  category: 'INPUT',
  paused: false,
  state: 'RUNNING',
  createdAt: undefined,
  stats: { count: 70_358 },
  configuration: {},
};

describe('a table of inputs', () => {
  it('has a column for each fact, and a dash for what is not known', () => {
    const bare = { ...input, category: undefined, state: undefined, paused: undefined, stats: undefined };
    const listing = renderInputs(pageOf([input, bare], 10, undefined), '2 inputs', 'inputs');
    expect(rowsOf(listing)).toEqual([
      ['Category', 'Name', 'Type', 'State', 'Paused', 'Stats', 'Id'],
      ['INPUT', 'orders_db', 'ODBC', 'RUNNING', 'no', '70,358 events', 'in-1'],
      ['–', 'orders_db', 'ODBC', '–', '–', '–', 'in-1'],
    ]);
    expect(listing.message.text).toBe('2 inputs.');
    expect(actionsOf(listing.message)).toEqual([]);
  });

  it('says the same where there are no table blocks, one input a line', () => {
    const { plain } = renderInputs(pageOf([input], 10, undefined), '1 input', 'inputs');
    expect(plain.blocks.map(({ type }) => type)).toEqual(['section', 'rich_text']);
    expect(read(plain)).toMatch(
      /^\*1 input\*\nCategory {2}Name .*\nINPUT {5}orders_db .* 70,358 events {2}in-1$/,
    );
  });

  it('has 5,000 inputs on pages, each with the buttons to those beside it', () => {
    const all = Array.from({ length: 5_000 }, (_, index) => ({ ...input, id: `in-${index}` }));
    const page = (number: string | undefined) => {
      const listing = renderInputs(pageOf(all, INPUTS_A_PAGE, number), '5,000 inputs', 'inputs --paused');
      expect(actionsOf(listing.plain)).toEqual(actionsOf(listing.message));
      return {
        ids: rowsOf(listing)
          .slice(1)
          .map((cells) => cells.at(-1)),
        ...listing,
      };
    };
    const first = page(undefined);
    expect(first.ids).toEqual(all.slice(0, 25).map(({ id }) => id));
    expect(read(first.message)).toContain('Rows 0 to 24 of');
    expect(actionsOf(first.message)).toEqual([
      { action_id: `${ACTION.page}:1`, value: 'inputs --paused --page 1' },
    ]);
    expect(actionsOf(page('7').message).map(({ value }) => value)).toEqual([
      'inputs --paused --page 6',
      'inputs --paused --page 8',
    ]);
    const last = page('199');
    expect(last.ids).toEqual(all.slice(-25).map(({ id }) => id));
    expect(actionsOf(last.message).map(({ value }) => value)).toEqual(['inputs --paused --page 198']);
    expect(page('999999').ids).toEqual(last.ids);
  });

  it('holds hostile names, whatever a page is full of', () => {
    for (const name of HOSTILE) {
      const hostile = {
        ...input,
        id: name,
        name,
        type: name,
        state: name,
        category: name,
        stats: { [name]: 1 },
      };
      const all = Array.from({ length: 100 }, () => hostile);
      const rows = rowsOf(
        renderInputs(pageOf(all, INPUTS_A_PAGE, '1'), '100 inputs', `inputs --type ${name}`),
      );
      expect(rows).toHaveLength(INPUTS_A_PAGE + 1);
    }
  });

  it('names what the inputs were narrowed by', () => {
    const two = [input, input];
    expect(whichInputs(two, {}, undefined)).toBe('2 inputs');
    expect(whichInputs(two, { type: 'odbc', paused: true }, undefined)).toBe(
      '2 inputs of type `ODBC` that are paused',
    );
    expect(whichInputs([input], { paused: false }, undefined)).toBe('1 input that is running');
    expect(whichInputs([], { type: '<!here>' }, undefined)).toBe('0 inputs of type `&lt;!here&gt;`');
    expect(whichInputs([input], {}, 'in-1')).toBe('Input `orders_db`');
  });
});

describe('a table of tables', () => {
  const render = (tables: [string, string][], part?: string, page?: string) =>
    renderTables(input, pageOf(tables, TABLES_A_PAGE, page), part, 'tables in-1');

  it('has each with its update indicator', () => {
    const listing = render([
      ['orders', 'xmin::text::bigint'],
      ['refunds', ''],
    ]);
    expect(rowsOf(listing)).toEqual([
      ['Table', 'Update indicator'],
      ['orders', 'xmin::text::bigint'],
      ['refunds', '–'],
    ]);
    expect(listing.message.text).toBe('`orders_db` has 2 tables.');
  });

  it('says that there are none, or none with that part', () => {
    expect(rowsOf(render([]))).toEqual([]);
    expect(render([]).message.text).toBe('`orders_db` has 0 tables.');
    expect(render([], '<x>').plain.text).toBe('`orders_db` has 0 tables with `&lt;x&gt;` in the name.');
  });

  it('has pages, and holds hostile names on a full one', () => {
    for (const name of HOSTILE) {
      const tables = Array.from({ length: 100 }, (): [string, string] => [name, name]);
      const listing = render(tables, name, '1');
      expect(rowsOf(listing)).toHaveLength(TABLES_A_PAGE + 1);
      expect(actionsOf(listing.message).map(({ value }) => value)).toEqual([
        'tables in-1 --page 0',
        'tables in-1 --page 2',
      ]);
    }
  });

  it('has no button that would have to be cut', () => {
    const tables = Array.from({ length: 100 }, (): [string, string] => ['a', 'b']);
    const page = pageOf(tables, TABLES_A_PAGE, undefined);
    const listing = renderTables(input, page, 'a', `tables in-1 "${'a'.repeat(2_000)}"`);
    expect(rowsOf(listing)).toHaveLength(TABLES_A_PAGE + 1);
    expect(actionsOf(listing.message)).toEqual([]);
  });
});

describe('a page of a list', () => {
  it('is counted from 0, and its number is one', () => {
    expect(pageOf([1, 2, 3], 2, undefined)).toEqual({ items: [1, 2], number: 0, last: 1, from: 0, total: 3 });
    expect(pageOf([], 2, '5')).toEqual({ items: [], number: 0, last: 0, from: 0, total: 0 });
    for (const typed of ['-1', 'x', '', '1.5', '9'.repeat(20)]) {
      expect(() => pageOf([1], 2, typed)).toThrow('is no page');
    }
  });
});
