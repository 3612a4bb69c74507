import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from '../../commands/router/command-line.ts';
import { matchArguments, parseUsage } from '../../commands/router/usage.ts';

const match = (usage: string, typed: string) => matchArguments(usage, parseCommandLine(typed));
const refusal = (sentence: string) =>
  expect.objectContaining({ code: 'bad_arguments', message: expect.stringContaining(sentence) });

const EDIT = 'edit <input> <field> <value...>';
const PAUSE = 'pause <input> [because <reason...>]';
const LIST = 'list [<part>]';

describe('the grammar of a usage line', () => {
  it('has words that must be there, that may be, behind a keyword, and to the end', () => {
    const part = { isRequired: false, takesRest: false, keyword: undefined };
    expect(parseUsage('help')).toEqual({ verb: 'help', parts: [] });
    expect(parseUsage('do <a> [<b_c>] [for <d>] [because <e...>]')).toEqual({
      verb: 'do',
      parts: [
        { ...part, name: 'a', isRequired: true },
        { ...part, name: 'b_c' },
        { ...part, name: 'd', keyword: 'for' },
        { ...part, name: 'e', keyword: 'because', takesRest: true },
      ],
    });
    expect(parseUsage(EDIT).parts.at(-1)).toEqual({
      ...part,
      name: 'value',
      isRequired: true,
      takesRest: true,
    });
  });

  it.each(['do a', 'do <A>', 'do <a', 'do [a]', 'do [for a]', 'do <a> or <b>', 'do <a...> | <b>'])(
    'has no form such as %s',
    (usage) => {
      expect(() => parseUsage(usage)).toThrow(`The usage "${usage}" is not of a known form`);
    },
  );
});

describe('the arguments of a command', () => {
  it.each([
    ['help', 'help', {}],
    [LIST, 'list', {}],
    [LIST, 'list orders', { part: 'orders' }],
    [PAUSE, 'pause "my input"', { input: 'my input' }],
    [PAUSE, 'pause a BECAUSE it  is late', { input: 'a', reason: 'it  is late' }],
    [PAUSE, 'pause a because "late"', { input: 'a', reason: 'late' }],
    [PAUSE, 'pause because', { input: 'because' }],
    [EDIT, 'edit a b {"x": 1}', { input: 'a', field: 'b', value: '{"x": 1}' }],
    [EDIT, 'edit a b two  words', { input: 'a', field: 'b', value: 'two  words' }],
    [EDIT, 'edit a b ""', { input: 'a', field: 'b', value: '' }],
    ['do <a> [for <b>] [because <c...>]', 'do x because for y', { a: 'x', c: 'for y' }],
    ['do <a> [for <b>] [because <c...>]', 'do x for 2h because y z', { a: 'x', b: '2h', c: 'y z' }],
  ])('of %s are found in: %s', (usage, typed, expected) => {
    expect(match(usage, typed)).toEqual(expected);
  });

  it.each([
    [PAUSE, 'pause', 'It needs `&lt;input&gt;`.'],
    [EDIT, 'edit a b', 'It needs `&lt;value&gt;`.'],
    [EDIT, 'edit a', 'It needs `&lt;field&gt;`.'],
    [PAUSE, 'pause a because', 'After `because` something is missing.'],
    [PAUSE, 'pause a because ""', 'After `because` something is missing.'],
    [PAUSE, 'pause my input', 'I do not know what `input` means here.'],
    [PAUSE, 'pause my input', 'A name with spaces goes in quotes.'],
    [PAUSE, 'pause a becuase it is late', '`becuase` means here. Did you mean `because`?'],
    ['do <a> [for <b>] [because <c...>]', 'do x fo 2h', 'Did you mean `for`?'],
    ['do <a> [for <b>]', 'do x for 2h fo', 'A name with spaces goes in quotes.'],
    ['help', 'help <!channel>', 'I do not know what `&lt;!channel&gt;` means here.'],
    ['do <a> [for <b>]', 'do x for 2h more', 'I do not know what `more` means here.'],
  ])('of %s are refused in: %s', (usage, typed, sentence) => {
    expect(() => match(usage, typed)).toThrow(refusal(sentence));
  });

  it('are refused with the form, and that nothing was done', () => {
    expect(() => match(PAUSE, 'pause')).toThrow(
      refusal('The form is `/alooma pause &lt;input&gt; [because &lt;reason...&gt;]`. Nothing was done.'),
    );
  });
});
