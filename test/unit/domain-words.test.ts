import { describe, expect, it } from '@jest/globals';
import { formatPath } from '../../src/domain/keypaths.ts';
import {
  ago,
  asTyped,
  code,
  escapeMrkdwn,
  link,
  person,
  quoted,
  shorten,
  slackDate,
} from '../../src/domain/mrkdwn.ts';
import { nearest } from '../../src/domain/nearest.ts';
import { fc } from '../support/properties.ts';

describe("people's own words in a sentence", () => {
  it.each([
    ['*bold* now', '∗bold∗ now'],
    ['_i_ ~s~ *_both_*', 'ˍiˍ ∼s∼ ∗ˍbothˍ∗'],
    ['a `code` and ```more```', 'a ˋcodeˋ and ˋˋˋmoreˋˋˋ'],
    [':rotating_light: done :+1::skin-tone-2:', '∶rotating_light: done ∶+1:∶skin-tone-2:'],
    ['at 18:00, see http://host:80/a_b', 'at 18:00, see http://host:80/a_b'],
    ['orders_db is 5*3~4', 'orders_db is 5*3~4'],
    ['<!channel> & <@U123>', '&lt;!channel&gt; &amp; &lt;@U123&gt;'],
    ['first\n> second\u202e', 'first &gt; second'],
  ])('%j stands as %s', (text, shown) => {
    expect(asTyped(text)).toBe(shown);
    expect(quoted(text)).toBe(`“${shown}”.`);
  });
});

describe('a name in a sentence', () => {
  it.each([
    ['orders_db', '`orders_db`'],
    ['<!channel>', '`&lt;!channel&gt;`'],
    ['<@U123>', '`&lt;@U123&gt;`'],
    ['*bold* _i_ ~s~', '`*bold* _i_ ~s~`'],
    ['R&D &amp;', '`R&amp;D &amp;amp;`'],
    ['a`b```c', '`aˋbˋˋˋc`'],
    ['two\nlines\u2028three\tfour', '`two lines three four`'],
    ['abc\u202ecba\u2066\u200f\u061c', '`abccba`'],
    ['👩‍👩‍👧 family', '`👩‍👩‍👧 family`'],
    ['', '` `'],
    ['\n', '`␣`'],
    ['\u202e', '` `'],
    ['orders_db ', '`orders_db␣`'],
    [' \u202e two  spaces\u00a0', '`␣␣two spaces␣`'],
  ])('%j stands as %s', (name, shown) => {
    expect(code(name)).toBe(shown);
  });

  it('is read at once, however many spaces it holds', () => {
    const before = performance.now();
    code(`a${' '.repeat(200_000)}b`.repeat(2));
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('is cut in the middle when it is long', () => {
    const cut = code(`${'a'.repeat(150)}${'z'.repeat(150)}`);
    expect(cut).toBe(`\`${'a'.repeat(40)}…${'z'.repeat(39)}\``);
    expect(code('🚰'.repeat(300), 5)).toBe('`🚰🚰…🚰🚰`');
  });

  it('never ends its code, begins a mention or another line, or grows past its length', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '&',
        '`',
        '*',
        '!',
        '@',
        '\n',
        '\r',
        '\u2028',
        '\u202e',
        'a',
        ' ',
        '👩‍👧',
        '|',
      ),
      maxLength: 300,
    });
    fc.assert(
      fc.property(hostile, (name) => {
        const shown = code(name);
        const inner = shown.slice(1, -1);
        expect(shown).toMatch(/^`[^`<>\n\r\u2028\u202e]+`$/);
        expect(inner.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
        expect([...inner.replace(/&(amp|lt|gt);/g, '.')].length).toBeLessThanOrEqual(80);
      }),
    );
  });
});

describe('words of Slack', () => {
  it('are escaped where they are text', () => {
    expect(escapeMrkdwn('a < b && c > d')).toBe('a &lt; b &amp;&amp; c &gt; d');
    expect(link('https://h/?a=1&b=2', 'the <card>')).toBe('<https://h/?a=1&amp;b=2|the &lt;card&gt;>');
  });

  it('mention only what looks like a person’s id', () => {
    expect(person('U0123ABC')).toBe('<@U0123ABC>');
    expect(person('W0123ABC')).toBe('<@W0123ABC>');
    for (const id of ['!channel', 'U1> <!here', 'u123', 'C123', '']) expect(person(id)).toMatch(/^`.*`$/);
  });

  it('shorten only what is too long', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef');
    expect(shorten('abcdefg', 6)).toBe('abc…fg');
  });

  it('give a moment in each reader’s own zone, and in UTC where that cannot be', () => {
    expect(slackDate(new Date('2019-03-14T09:26:53.589Z'))).toBe(
      '<!date^1552555613^{date_short_pretty} at {time}|2019-03-14 09:26 UTC>',
    );
  });

  it.each([
    [-5, '0 s ago'],
    [59, '59 s ago'],
    [60, '1 min ago'],
    [3_599, '59 min ago'],
    [3_600, '1 h ago'],
    [172_799, '47 h ago'],
    [172_800, '2 days ago'],
  ])('say that %i s were %s', (seconds, words) => {
    const now = new Date('2019-03-14T09:00:00Z');
    expect(ago(new Date(now.getTime() - seconds * 1000), now)).toBe(words);
  });
});

describe('the nearest names', () => {
  const names = ['orders_db', 'orders_eu', 'customers_db', 'payments', 'salesforce_accounts', 'Orders_DB'];

  it.each([
    ['order_db', 'orders_db'],
    ['ordersdb', 'orders_db'],
    ['PAYMENT', 'payments'],
    ['salesforce', 'salesforce_accounts'],
    ['paymnets', 'payments'],
  ])('of %s begin with %s', (typed, first) => {
    expect(nearest(typed, names)[0]).toBe(first);
  });

  it('are those whose letters are only in each other’s place', () => {
    expect(nearest('svae', ['sale', 'save'])).toEqual(['save', 'sale']);
  });

  it('are none where nothing is near', () => {
    expect(nearest('zzzzzz', names)).toEqual([]);
    expect(nearest('', names)).toEqual([]);
    expect(nearest('orders', [])).toEqual([]);
  });

  it('are at most as many as wanted, each once', () => {
    expect(nearest('orders', names)).toHaveLength(3);
    expect(nearest('orders', names, 1)).toHaveLength(1);
    expect(nearest('orders', ['orders', 'orders'])).toEqual(['orders']);
  });
});

describe('a very long line that somebody typed', () => {
  it('is compared with thousands of names at once', () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `orders_database_of_customer_${index}`);
    const before = performance.now();
    expect(nearest('x'.repeat(40_000), names)).toEqual([]);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('of hundreds of characters takes hardly longer to compare than one of eighty', () => {
    const timeOf = (length: number) => {
      const letters = (at: number) =>
        String.fromCharCode(...Array.from({ length }, (_, i) => 97 + ((at * 7 + i * at) % 26)));
      const names = Array.from({ length: 2_000 }, (_, at) => letters(at));
      const times = [1, 2, 3, 4, 5].map((at) => {
        const before = performance.now();
        nearest(letters(-at), names);
        return performance.now() - before;
      });
      return Math.min(...times);
    };
    timeOf(80);
    expect(timeOf(285) / timeOf(80)).toBeLessThan(4);
  });
});

describe('the places in which two values differ', () => {
  it('are written so that a key with a dot is told from two keys', () => {
    expect(formatPath(['configuration', 'batch_size'])).toBe('configuration.batch_size');
    expect(formatPath(['tables', 'a.b', 'c"d', '', '0'])).toBe('tables["a.b"]["c\\"d"][""].0');
    expect(formatPath(['a b'])).toBe('["a b"]');
    expect(formatPath([])).toBe('');
  });
});
