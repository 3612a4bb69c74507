import { describe, expect, it } from '@jest/globals';
import {
  linesOf,
  type TypedTable,
  tablesInLines,
  tablesInWords,
  wordsOf,
} from '../../src/domain/typed-tables.ts';
import { fc } from '../support/properties.ts';

const one = (table: string, indicator?: string): TypedTable => ({ table, ...(indicator && { indicator }) });

describe('tables in a command', () => {
  it.each([
    ['orders', [one('orders')]],
    ['orders  refunds=updated_at', [one('orders'), one('refunds', 'updated_at')]],
    ['public.orders=xmin::text::bigint', [one('public.orders', 'xmin::text::bigint')]],
    ['orders=a=b', [one('orders', 'a=b')]],
    ['"odd=name"', [one('odd=name')]],
    ['"odd=name"=updated_at plain', [one('odd=name', 'updated_at'), one('plain')]],
    ['"Order Lines"="max(a, b)" x', [one('Order Lines', 'max(a, b)'), one('x')]],
    [String.raw`"a \"quoted\" \\ name"=id`, [one('a "quoted" \\ name', 'id')]],
    ['it"s=id', [one('it"s', 'id')]],
    ['__proto__=id', [one('__proto__', 'id')]],
    ['', []],
  ])('%s', (text, tables) => {
    expect(tablesInWords(text)).toEqual({ tables });
  });

  it.each([
    ['orders=', 'Behind `orders=` the update indicator is missing'],
    ['"orders"=', 'Behind `orders=` the update indicator is missing'],
    ['orders=""', 'Behind `orders=` the update indicator is missing'],
    ['orders, refunds', '`orders,` ends with a comma'],
    ['orders=id, refunds', '`orders=id,` ends with a comma'],
    ['a "unclosed', 'I cannot read `"unclosed`'],
    ['=id', 'I cannot read `=id`'],
    ['"a"b', 'I cannot read `"a"b`'],
    ['""', 'I cannot read `""`'],
  ])('%s is refused', (text, says) => {
    expect(tablesInWords(text)).toEqual({ fault: expect.stringContaining(says) });
  });
});

describe('tables in a form', () => {
  it.each([
    ['orders\n\n refunds = updated_at \r\nx', [one('orders'), one('refunds', 'updated_at'), one('x')]],
    ['Order Lines=max(a, b)', [one('Order Lines', 'max(a, b)')]],
    ['"odd=name"', [one('odd=name')]],
    ['“odd=name” = id', [one('odd=name', 'id')]],
    ['orders="Updated At"::bigint', [one('orders', '"Updated At"::bigint')]],
    ['', []],
  ])('%j', (text, tables) => {
    expect(tablesInLines(text)).toEqual({ tables });
  });

  it.each([
    ['orders=', 'Behind `orders=`'],
    ['orders,\nrefunds', '`orders,` ends with a comma'],
    ['fine\n=id', 'I cannot read `=id`'],
  ])('%j is refused', (text, says) => {
    expect(tablesInLines(text)).toEqual({ fault: expect.stringContaining(says) });
  });
});

describe('tables that the program writes', () => {
  const text = fc.stringMatching(/^[\w .=,"'\\(:-]*$/, { maxLength: 12 }).filter((some) => some !== '');
  // An indicator that ends with a comma is taken for the end of a list.
  const indicator = text.filter((some) => some.trim() === some && !some.endsWith(','));
  const tables = fc.array(
    fc
      .tuple(text, fc.option(indicator, { nil: undefined }))
      .map(([name, itsIndicator]) => one(name, itsIndicator)),
    { maxLength: 4 },
  );

  it.each([
    ['a form', (written: readonly TypedTable[]) => tablesInLines(linesOf(written))],
    ['a command', (written: readonly TypedTable[]) => tablesInWords(wordsOf(written))],
  ])('are read as they were, in %s', (_, readAgain) => {
    fc.assert(
      fc.property(tables, (written) => {
        expect(readAgain(written)).toEqual({ tables: written });
      }),
      { numRuns: 1_000 },
    );
  });
});
