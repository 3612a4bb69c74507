import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from '../../commands/router/command-line.ts';
import { matchArguments } from '../../commands/router/usage.ts';
import { argumentNames, parseUsage, shownUsage } from '../../commands/router/usage-line.ts';

const match = (usage: string, typed: string) => matchArguments(usage, parseCommandLine(typed));
const refusal = (sentence: string) =>
  expect.objectContaining({ code: 'bad_arguments', message: expect.stringContaining(sentence) });

const EDIT = 'edit <input> <field> <value...>';
const PAUSE = 'pause <input> [because <reason...>]';
const LIST = 'list [<part>] [--quoted]';
const FOR = 'pause <input> [for <duration..>] [until <time..>] [because <reason...>]';
const INPUTS = 'inputs [<name>] [--type <type>] [--paused] [[--page <n>]]';
const FORM = 'edit <input> [<field> <value...>] [[--form]]';
const TABLES = 'add-table <input> [<table[=indicator]...>]';
const WHY = 'edit <input> [<field> <value...>] [--because <reason>]';
const TABLES_WHY = 'add-table <input> [<table[=indicator]...>] [--because <reason>]';

const USAGES = [
  'inputs [<name>] [--type <type>] [--paused] [--running] [--page <n>] [--json]',
  LIST,
  'show <input>',
  'tables <input> [<part>] [--page <n>]',
  'pause <input> [for <duration>] [because <reason...>]',
  'edit <input> [<field> <value...>]',
  TABLES,
  'auto-map <input> <on|off>',
  'template <input> [<parameter[,parameter]> <template...>]',
  'parameter <input> [<parameter> <field> <value...>]',
  'create',
  'delete <input>',
  'help [<command>]',
];

describe('the grammar of a usage line', () => {
  it('has words that must be there, that may be, behind a keyword, and to the end', () => {
    const word = (name: string) => ({ name, label: name, takes: 'word' });
    const part = { isRequired: false, keyword: undefined };
    expect(parseUsage('help')).toEqual({ verb: 'help', parts: [], flags: [] });
    expect(parseUsage('do <a> [<b_c>] [for <d>] [because <e...>]').parts).toEqual([
      { ...part, words: [word('a')], isRequired: true },
      { ...part, words: [word('b_c')] },
      { ...part, words: [word('d')], keyword: 'for' },
      { ...part, words: [{ ...word('e'), takes: 'rest' }], keyword: 'because' },
    ]);
  });

  it('has groups, flags, and names with more than letters for the reader', () => {
    const { parts, flags } = parseUsage('do <on|off> [<a[,a]> <b[=c]...>] [--x-y] [--z <n>] [[--page <n>]]');
    expect(parts).toEqual([
      { isRequired: true, keyword: undefined, words: [{ name: 'on|off', label: 'on|off', takes: 'word' }] },
      {
        isRequired: false,
        keyword: undefined,
        words: [
          { name: 'a', label: 'a[,a]', takes: 'word' },
          { name: 'b', label: 'b[=c]', takes: 'words' },
        ],
      },
    ]);
    expect(flags).toEqual([
      { name: 'x-y', value: undefined, isHidden: false },
      { name: 'z', value: 'n', isHidden: false },
      { name: 'page', value: 'n', isHidden: true },
    ]);
  });

  it.each(USAGES)('has %s', (usage) => {
    expect(parseUsage(usage).verb).toBe(usage.split(' ', 1)[0]);
    expect(shownUsage(usage)).toBe(usage);
  });

  it('names the arguments for the schema, those that only buttons write among them', () => {
    expect(argumentNames(`${INPUTS} <on|off>`)).toEqual([
      { name: 'name', isRequired: false },
      { name: 'on|off', isRequired: true },
      { name: 'type', isRequired: false },
      { name: 'paused', isRequired: false },
      { name: 'page', isRequired: false },
    ]);
    expect(shownUsage(FOR)).toBe('pause <input> [for <duration>] [until <time>] [because <reason...>]');
    expect(shownUsage(INPUTS)).toBe('inputs [<name>] [--type <type>] [--paused]');
  });

  it.each([
    'do <A>',
    'do <a',
    'do [a]',
    'do [for a]',
    'do <a> or <b>',
    'do <a...> | <b>',
    'do [<a...> <b>]',
    'do <a> ',
    'do  <a>',
    'do <a><b>',
    'do --x',
    'do [--x <a> <b>]',
    'do [[<a>]]',
    'do <a[=b>',
  ])('has no form such as %s', (usage) => {
    expect(() => parseUsage(usage)).toThrow(`The usage "${usage}" is not of a known form`);
  });
});

describe('the arguments of a command', () => {
  it.each([
    [FOR, 'pause a for 2 hours', { input: 'a', duration: '2 hours' }],
    [
      FOR,
      'pause a for 2 hours BECAUSE it is late',
      { input: 'a', duration: '2 hours', reason: 'it is late' },
    ],
    [
      FOR,
      'pause a for "2 hours" until tomorrow 9:00',
      { input: 'a', duration: '2 hours', time: 'tomorrow 9:00' },
    ],
    [FOR, 'pause a until "because" because b', { input: 'a', time: 'because', reason: 'b' }],
    [FOR, 'pause for for for', { input: 'for', duration: 'for' }],
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
    [EDIT, 'edit a b --c', { input: 'a', field: 'b', value: '--c' }],
    [FORM, 'edit a', { input: 'a' }],
    [FORM, 'edit a b ""', { input: 'a', field: 'b', value: '' }],
    [FORM, 'edit a --form b  c --form', { input: 'a', field: 'b', value: 'c --form', form: true }],
    [FORM, 'edit a --other --x y', { input: 'a', field: '--other', value: '--x y' }],
    [LIST, 'list --quoted', { quoted: true }],
    [LIST, 'list --QUOTED a', { part: 'a', quoted: true }],
    [LIST, 'list a —quoted', { part: 'a', quoted: true }],
    [LIST, 'list "--quoted"', { part: '--quoted' }],
    [LIST, 'list -- --quoted', { part: '--', quoted: true }],
    [LIST, 'list --5', { part: '--5' }],
    [INPUTS, 'inputs --type ODBC --paused x --page 2', { name: 'x', type: 'ODBC', paused: true, page: '2' }],
    [INPUTS, 'inputs --type=ODBC', { type: 'ODBC' }],
    [INPUTS, 'inputs --type="ODBC"', { type: 'ODBC' }],
    [INPUTS, 'inputs --type "a b"', { type: 'a b' }],
    [INPUTS, 'inputs --type "--paused"', { type: '--paused' }],
    [INPUTS, 'inputs constructor', { name: 'constructor' }],
    [TABLES, 'add-table a', { input: 'a' }],
    [TABLES, 'add-table a "x y"', { input: 'a', table: '"x y"' }],
    [TABLES, 'add-table a b=c  "x y"', { input: 'a', table: 'b=c  "x y"' }],
    [WHY, 'edit a b c  d --because x', { input: 'a', field: 'b', value: 'c  d', because: 'x' }],
    [WHY, 'edit a b "c  d" --because "x y"', { input: 'a', field: 'b', value: 'c  d', because: 'x y' }],
    [WHY, 'edit a b c —because “it’s late”', { input: 'a', field: 'b', value: 'c', because: "it's late" }],
    [WHY, 'edit a b c --because="x y"', { input: 'a', field: 'b', value: 'c', because: 'x y' }],
    [WHY, "edit a b c --because='x y'", { input: 'a', field: 'b', value: 'c', because: 'x y' }],
    [WHY, 'edit a --because "x y" b c d', { input: 'a', field: 'b', value: 'c d', because: 'x y' }],
    [WHY, 'edit --because x a', { input: 'a', because: 'x' }],
    [WHY, 'edit a b "c --because d"', { input: 'a', field: 'b', value: 'c --because d' }],
    [WHY, 'edit a b --c d --e', { input: 'a', field: 'b', value: '--c d --e' }],
    [WHY, 'edit a b "" --because x', { input: 'a', field: 'b', value: '', because: 'x' }],
    [TABLES_WHY, 'add-table a b=c  "x y" --because z', { input: 'a', table: 'b=c  "x y"', because: 'z' }],
    [TABLES_WHY, 'add-table a "b" --because z', { input: 'a', table: '"b"', because: 'z' }],
    ['auto-map <input> <on|off>', 'auto-map a on', { input: 'a', 'on|off': 'on' }],
    ['do <a> [for <b>] [because <c...>]', 'do x because for y', { a: 'x', c: 'for y' }],
    ['do <a> [for <b>] [because <c...>]', 'do x for 2h because y z', { a: 'x', b: '2h', c: 'y z' }],
  ])('of %s are found in: %s', (usage, typed, expected) => {
    expect(match(usage, typed)).toEqual(expected);
  });

  it.each([
    [PAUSE, 'pause', 'It needs `&lt;input&gt;`.'],
    [EDIT, 'edit a b', 'It needs `&lt;value&gt;`.'],
    [EDIT, 'edit a', 'It needs `&lt;field&gt;`.'],
    [FORM, 'edit a b', '`&lt;value&gt;` is missing'],
    [FORM, 'edit a ""', '`&lt;field&gt;` is empty.'],
    [FORM, 'edit', 'It needs `&lt;input&gt;`.'],
    [LIST, 'list ""', '`&lt;part&gt;` is empty.'],
    [LIST, 'list --quotd', '`--quotd` is not known here. Did you mean `--quoted`?'],
    [LIST, 'list --zzzzzzzzzz', 'A name that begins with dashes goes in quotes.'],
    [LIST, 'list --quoted --quoted', '`--quoted` stands there twice.'],
    [LIST, 'list --quoted=yes', '`--quoted` takes no value.'],
    [LIST, 'list a quoted', 'Did you mean `--quoted`?'],
    [INPUTS, 'inputs --type', 'After `--type` something is missing.'],
    [INPUTS, 'inputs --type --paused', 'After `--type` something is missing.'],
    [INPUTS, 'inputs --type=', 'After `--type` something is missing.'],
    [INPUTS, 'inputs --type ""', 'After `--type` something is missing.'],
    [INPUTS, 'inputs --pages 1', '`--pages` is not known here. Did you mean `--paused`?'],
    [WHY, 'edit a b c --because', 'After `--because` something is missing.'],
    [WHY, 'edit a b c --because ""', 'After `--because` something is missing.'],
    [WHY, 'edit a b c --because x y', 'at the end of the line: `/alooma edit … --because "x y"`.'],
    [
      WHY,
      'edit a b c because d e',
      'type it as `/alooma edit … --because "d e"`. If it belongs to the value,',
    ],
    [WHY, 'edit a b c --because x --because y', '`--because` stands there twice.'],
    [WHY, 'edit a --because x b c --because y', '`--because` stands there twice.'],
    [WHY, 'edit a b c --becuase x', '`--becuase` is not known here. Did you mean `--because`?'],
    [WHY, 'edit a --c d', '`--c` is not known here.'],
    [TABLES_WHY, 'add-table a b --because c d', '`/alooma add-table … --because "c d"`'],
    [TABLES_WHY, 'add-table a because c', 'If it belongs to the table, put the whole table in quotes.'],
    ['auto-map <input> <on|off>', 'auto-map a', 'It needs `&lt;on|off&gt;`.'],
    [PAUSE, 'pause a because', 'After `because` something is missing.'],
    [PAUSE, 'pause a because ""', 'After `because` something is missing.'],
    [PAUSE, 'pause my input', 'I do not know what `input` means here.'],
    [PAUSE, 'pause my input', 'A name with spaces goes in quotes.'],
    [PAUSE, 'pause a becuase it is late', '`becuase` means here. Did you mean `because`?'],
    ['do <a> [for <b>] [because <c...>]', 'do x fo 2h', 'Did you mean `for`?'],
    ['do <a> [for <b>]', 'do x for 2h fo', 'A name with spaces goes in quotes.'],
    ['help', 'help <!channel>', 'I do not know what `&lt;!channel&gt;` means here.'],
    ['do <a> [for <b>]', 'do x for 2h more', 'I do not know what `more` means here.'],
    [FOR, 'pause a for', 'After `for` something is missing.'],
    [FOR, 'pause a for ""', 'After `for` something is missing.'],
    [FOR, 'pause a for 2h for 3h', 'I do not know what `for` means here.'],
  ])('of %s are refused in: %s', (usage, typed, sentence) => {
    expect(() => match(usage, typed)).toThrow(refusal(sentence));
  });

  it('are refused with the form, and that nothing was done', () => {
    expect(() => match(PAUSE, 'pause')).toThrow(
      refusal('The form is `/alooma pause &lt;input&gt; [because &lt;reason...&gt;]`. Nothing was done.'),
    );
  });

  it('are refused with the form as help shows it', () => {
    expect(() => match(FORM, 'edit')).toThrow(
      refusal('[&lt;field&gt; &lt;value...&gt;]`. Nothing was done.'),
    );
  });

  it.each([
    ['edit a b', 'edit a'],
    ['edit a b --because "x y"', 'edit a --because "x y"'],
    ['edit a --because x b', 'edit a --because x'],
  ])('of which a value is missing in %s are asked for by the form of: %s', (typed, form) => {
    expect(() => match(WHY, typed)).toThrow(expect.objectContaining({ form }));
  });

  it.each([
    [WHY, 'edit a b c because it is late', 'edit a b c --because "it is late"'],
    [WHY, 'edit a b "c  d" Because "it is late"', 'edit a b "c  d" --because "it is late"'],
    [WHY, 'edit a b c because "x" is it', String.raw`edit a b c --because "\"x\" is it"`],
    [WHY, 'edit a b c --because it is late', 'edit a b c --because "it is late"'],
    [WHY, 'edit a b c --because=it is late', 'edit a b c --because "it is late"'],
    [TABLES_WHY, 'add-table a b=c d because late', 'add-table a b=c d --because late'],
  ])('of %s with a reason that is no part of a value are offered for %s: %s', (usage, typed, instead) => {
    expect(() => match(usage, typed)).toThrow(expect.objectContaining({ instead }));
    expect(match(usage, instead)).toHaveProperty('because');
  });

  it.each([
    ['edit a b because it is late'],
    ['edit a b c because'],
    ['edit a b c because d --because e'],
    ['edit a --because e b c because d'],
    ['edit a b c because the password=hunter2 leaked'],
  ])('are refused, and nothing is offered, where that is not sure or not to be kept: %s', (typed) => {
    expect(() => match(WHY, typed)).toThrow(
      expect.objectContaining({
        code: 'bad_arguments',
        instead: undefined,
        message: expect.not.stringContaining('hunter2'),
      }),
    );
  });

  it.each([
    ['edit a b "c because d"', 'c because d'],
    ['edit a b {"note": "late because of d"}', '{"note": "late because of d"}'],
    ['edit a b c becauseway', 'c becauseway'],
  ])('of a value with because in quotes are found in: %s', (typed, value) => {
    expect(match(WHY, typed)).toEqual({ input: 'a', field: 'b', value });
  });
});
