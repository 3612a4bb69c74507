import { describe, expect, it } from '@jest/globals';
import { parseCommandLine, readLine, replaceWord, restFrom } from '../../commands/router/command-line.ts';
import { quote } from '../../src/domain/command-words.ts';
import { fc } from '../support/properties.ts';

const words = (delivered: string) => parseCommandLine(delivered).words.map(({ text }) => text);
const rest = (delivered: string, index: number) => restFrom(parseCommandLine(delivered), index);

describe('a command as Slack delivers it', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['pause orders_db', ['pause', 'orders_db']],
    ['  pause\torders_db  ', ['pause', 'orders_db']],
    ['pause\u00a0orders_db\u202f', ['pause', 'orders_db']],
    ['pause "my input"', ['pause', 'my input']],
    ['pause “my input”', ['pause', 'my input']],
    ['pause ‘my input’', ['pause', 'my input']],
    ["pause 'my input'", ['pause', 'my input']],
    ['pause "a \\"b\\" \\\\ c"', ['pause', 'a "b" \\ c']],
    ['pause "a\\n"', ['pause', 'a\\n']],
    ['pause ""', ['pause', '']],
    ['pause R&amp;D &lt;a&gt;', ['pause', 'R&D', '<a>']],
    ['pause &amp;lt;', ['pause', '&lt;']],
    ['show <http://example.com|example.com>', ['show', 'example.com']],
    ['show <https://example.com/a?b=1&amp;c=2>', ['show', 'https://example.com/a?b=1&c=2']],
    ['show <mailto:me@example.com|me@example.com>', ['show', 'me@example.com']],
    ['show <tel:+123|+123>', ['show', '+123']],
    ['show &lt;http://not.a.link&gt;', ['show', '<http://not.a.link>']],
    ['pause a —force', ['pause', 'a', '--force']],
    ['pause a –force', ['pause', 'a', '--force']],
    ['edit a b –5', ['edit', 'a', 'b', '-5']],
    ['edit a b –0.5', ['edit', 'a', 'b', '-0.5']],
    ['edit a b 2019–2020', ['edit', 'a', 'b', '2019–2020']],
    ['pause a — b', ['pause', 'a', '—', 'b']],
    ['pause a because it’s late', ['pause', 'a', 'because', "it's", 'late']],
    ["don't 'quote me'", ["don't", 'quote me']],
    ['pause "unbalanced input', ['pause', '"unbalanced', 'input']],
    ['pause "a"b', ['pause', '"a"b']],
    ['a"b c"', ['a"b', 'c"']],
    ["pause '", ['pause', "'"]],
  ])('%j is read as %j', (delivered, expected) => {
    expect(words(delivered)).toEqual(expected);
  });

  it('says which words were quoted and where they stand', () => {
    const { text, words: found } = parseCommandLine(' edit “my input”  x ');
    expect(found.map(({ start, end, isQuoted }) => [text.slice(start, end), isQuoted])).toEqual([
      ['edit', false],
      ['"my input"', true],
      ['x', false],
    ]);
  });
});

describe('a command that is meant to take long', () => {
  it.each(['<http:', '<http:|', '"a ', "'a ", '"\\', '--a="', '--a="x ', "--a='x ", '--a="\\'])(
    'of %j again and again is read at once',
    (part) => {
      const delivered = part.repeat(100_000);
      const before = performance.now();
      parseCommandLine(delivered);
      expect(performance.now() - before).toBeLessThan(5_000);
    },
  );
});

describe('the rest of a line', () => {
  it.each([
    ['edit a b {"x": "y  z", "n": 1.0}', '{"x": "y  z", "n": 1.0}'],
    ['edit a b {“x”: “y”}', '{"x": "y"}'],
    ['edit a b [1,  2]', '[1,  2]'],
    ['edit a b "quoted words"', 'quoted words'],
    ['edit a b "one" and "two"', '"one" and "two"'],
    ['edit a b <https://h/p|h/p> x', 'h/p x'],
    ['edit a b ""', ''],
    ['edit a b', ''],
  ])('of %j is as it was typed', (delivered, expected) => {
    expect(rest(delivered, 3)).toBe(expected);
  });
});

describe('a word that the bot writes', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom('"', "'", '\\', ' ', 'a', '\n', '“', '’', '&amp;', '<http://h|h>', '\u00a0'),
    }),
  );

  it('is read again as that word', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(readLine(quote(text)).words.map((word) => word.text)).toEqual([text]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read as that word also behind /alooma, where Slack changes none of its characters', () => {
    const plain = fc.string({ unit: fc.constantFrom('"', "'", '\\', ' ', 'a', 'é', '-', '{', ':', '}') });
    fc.assert(
      fc.property(plain, (text) => {
        expect(words(quote(text))).toEqual([text]);
      }),
    );
  });

  it('takes the place of another, and leaves the rest as it was', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const line = parseCommandLine('edit "my  input" x  {"a":  1}');
        const [, word] = line.words;
        if (!word) throw new Error('The line has a second word');
        const replaced = replaceWord(line, word, name);
        expect(replaced).toBe(`edit ${quote(name)} x  {"a":  1}`);
        expect(readLine(replaced).words[1]?.text).toBe(name);
      }),
    );
  });

  it('is in quotes only where it has to be', () => {
    expect(quote('orders_db')).toBe('orders_db');
    expect(quote('my input')).toBe('"my input"');
    expect(quote("it's")).toBe('"it\'s"');
    expect(quote('')).toBe('""');
    expect(quote('--paused')).toBe('"--paused"');
    expect(quote('-5')).toBe('-5');
  });
});
