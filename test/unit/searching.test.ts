import { describe, expect, it } from '@jest/globals';
import { search, searchableSteps } from '../../src/domain/searching.ts';
import { atOnce } from '../../src/domain/steps.ts';

const found = (names: string[], text: string, most = 100) =>
  search(atOnce(searchableSteps(names, (name) => ({ name, others: `id-of-${name}` }))), text, most);

describe('searching', () => {
  it('gives all by name where nothing is asked for', () => {
    expect(found(['b', 'C', 'a'], '')).toEqual(['a', 'b', 'C']);
  });

  it('gives those that begin with the text first, then those that hold it, in any case', () => {
    expect(found(['old_orders', 'Orders', 'orders_eu', 'events'], ' ORD ')).toEqual([
      'Orders',
      'orders_eu',
      'old_orders',
    ]);
  });

  it('finds by what else a thing is known by', () => {
    expect(found(['a', 'b'], 'id-of-b')).toEqual(['b']);
  });

  it('gives no more than is asked for, and none of those that begin with the text is left out for others', () => {
    const names = [...Array.from({ length: 200 }, (_, at) => `a_x${at}`), 'x1', 'x2'];
    const some = found(names, 'x', 100);
    expect(some.length).toBe(100);
    expect(some.slice(0, 2)).toEqual(['x1', 'x2']);
  });

  it('takes names for text, whatever stands in them', () => {
    const hostile = ['__proto__', '.*', '[', '<!channel>', '', '\u202eabc', 'İ'];
    for (const name of hostile) expect(found(hostile, name)).toContain(name);
    expect(found(hostile, 'zzz')).toEqual([]);
  });
});
