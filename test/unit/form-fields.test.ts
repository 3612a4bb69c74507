import { describe, expect, it } from '@jest/globals';
import { SEED_INPUTS } from '../../sandbox/alooma/seed-inputs.ts';
import { editConfiguration } from '../../src/domain/document.ts';
import { editsFrom } from '../../src/domain/form-edits.ts';
import type { FormField } from '../../src/domain/form-field.ts';
import { formFields, seenIn } from '../../src/domain/form-fields.ts';

type Configuration = Record<string, unknown>;

function configurationOf(name: string): Configuration {
  return SEED_INPUTS.find((input) => input.name === name)?.configuration as Configuration;
}

function field(configuration: Configuration, name: string): FormField {
  const found = formFields(configuration).fields.find((one) => one.name === name);
  if (!found) throw new Error(`No field ${name}`);
  return found;
}

/** The form as it is shown, with some of its fields filled in otherwise. */
function submitted(configuration: Configuration, otherwise: Record<string, string> = {}) {
  const shown = formFields(configuration).fields.map(({ name, shown }) => [name, shown] as const);
  return editsFrom(formFields(configuration), new Map([...shown, ...Object.entries(otherwise)]));
}

const faultOf = (configuration: Configuration, otherwise: Record<string, string>) => {
  const result = submitted(configuration, otherwise);
  return 'faults' in result ? result.faults : result;
};

describe('the fields of a form', () => {
  it('have the kind of what stands in them, in the order of the configuration', () => {
    const { fields } = formFields(configurationOf('customers_db'));
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['server', 'text'],
      ['port', 'number'],
      ['schema', 'text'],
      ['database', 'text'],
      ['db_type', 'text'],
      ['user', 'text'],
      ['password', 'secret'],
      ['ssh', 'json'],
      ['tables', 'json'],
      ['replication_type', 'text'],
      ['batch_size', 'number'],
      ['auto_map', 'yes_no'],
      ['input_default_schema', 'text'],
    ]);
  });

  it.each([
    [{ on: false }, 'yes_no', 'false'],
    [{ on: 'True' }, 'yes_no', 'true'],
    [{ none: null }, 'text', ''],
    [{ none: '' }, 'text', ''],
    [{ password: '' }, 'secret', ''],
    [{ password: null }, 'secret', ''],
    [{ password: 'p4ss' }, 'secret', ''],
    [{ password: 'two\nlines' }, 'long_secret', ''],
    [{ password: 'two\rlines' }, 'long_secret', ''],
    [{ password: '****' }, 'secret', ''],
    [{ api_key: 'p4ss' }, 'secret', ''],
    [{ private_key: '' }, 'long_secret', ''],
    [{ private_key: null }, 'long_secret', ''],
    [{ private_key: '****' }, 'long_secret', ''],
    [{ ssl_pem: '' }, 'long_secret', ''],
    [{ ca_cert: '' }, 'long_text', ''],
    [{ 'שם👩‍👩‍👧': 'x' }, 'text', 'x'],
    [{ rate: -1.5 }, 'number', '-1.5'],
    [{ rate: 1e-7 }, 'text', '1e-7'],
    [{ note: 'two\r\nlines' }, 'long_text', 'two\nlines'],
    [{ note: 'x'.repeat(200) }, 'long_text', 'x'.repeat(200)],
    [{ list: ['a'] }, 'json', '[\n  "a"\n]'],
    [{ held: '{"b":1,"a":[]}' }, 'json', '{\n  "b": 1,\n  "a": []\n}'],
    [{ url: 'postgres://u:p4ss@host/db' }, 'text', 'postgres://••••••@host/db'],
    [{ ssh: '{"port":22,"password":"p4ss"}' }, 'json', '{\n  "port": 22,\n  "password": "••••••"\n}'],
    [{ turn: { 'a\u202eb': 1 } }, 'json', '{\n  "a\\u202eb": 1\n}'],
  ])('%j: %s', (configuration, kind, shown) => {
    expect(formFields(configuration).fields).toEqual([expect.objectContaining({ kind, shown })]);
  });

  it.each([
    [{ big: 'x'.repeat(3_001) }, 'too_long'],
    [{ huge: 'x'.repeat(1_000_000) }, 'too_long'],
    [{ big: Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`t${at}`, 'x'])) }, 'too_long'],
    [{ ['n'.repeat(241)]: 1 }, 'long_name'],
    [{ 'a\u0000b': 1 }, 'odd_name'],
    [{ 'a\nb': 1 }, 'odd_name'],
    [{ 'a\ud800': 1 }, 'odd_name'],
    [{ id: Number('12345678901234567890') }, 'not_kept'],
    [{ ids: [1, { deep: Number('12345678901234567890') }] }, 'not_kept'],
    [{ ids: '[12345678901234567890]' }, 'not_kept'],
    [{ control: 'a\u0000b' }, 'not_kept'],
    [{ half: 'a\ud800b' }, 'not_kept'],
    [{ 'x://u:p4ss@h': 1 }, 'secret_name'],
    [{ deep: [{ 'x://u:p4ss@h': 1 }] }, 'secret_name'],
  ])('leave out what a form cannot show or give back: %#', (configuration, obstacle) => {
    const { fields, leftOut } = formFields(configuration);
    expect(fields).toEqual([]);
    expect(leftOut).toEqual([expect.objectContaining({ obstacle })]);
    expect(JSON.stringify(leftOut)).not.toContain('p4ss');
  });

  it('are written closely where that is what makes them fit', () => {
    const list = Array.from({ length: 700 }, () => 1);
    expect(field({ list }, 'list').shown).toBe(JSON.stringify(list));
  });

  it('are as many as a modal holds, in number and in bytes', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`field${at}`, at]));
    expect(formFields(many).fields).toHaveLength(90);
    expect(formFields(many).leftOut).toHaveLength(110);
    const wide = Object.fromEntries(
      Array.from({ length: 90 }, (_, at) => [`field${at}`, '\u4e2d'.repeat(2_900)]),
    );
    const { fields, leftOut } = formFields(wide);
    expect(Buffer.byteLength(JSON.stringify(fields))).toBeLessThan(160_000);
    expect(new Set(leftOut.map(({ obstacle }) => obstacle))).toEqual(new Set(['too_many']));
    expect(fields.length + leftOut.length).toBe(90);
  });

  it('are remembered by what is shown: a secret has no part in that', () => {
    const seen = (configuration: Configuration) => seenIn(formFields(configuration));
    const base = { server: 'a', password: 'one' };
    expect(seen({ ...base })).toBe(seen({ ...base, password: 'another' }));
    expect(seen({ ...base })).not.toBe(seen({ ...base, server: 'b' }));
    expect(seen({ ...base })).not.toBe(seen({ ...base, password: '' }));
    expect(seen({ ...base })).not.toBe(seen({ ...base, more: 1 }));
  });
});

describe('what a form changes', () => {
  it.each(SEED_INPUTS.map(({ name, configuration }) => [name, configuration as Configuration] as const))(
    'is nothing of %s where it is submitted as it is shown',
    (_, configuration) => {
      expect(submitted(configuration)).toEqual({ edits: [] });
    },
  );

  it.each([
    ['orders_db', { port: '6543' }, ['port'], '6543'],
    ['customers_db', { port: '6543' }, ['port'], 6543],
    ['customers_db', { auto_map: 'false' }, ['auto_map'], 'false'],
    ['web_events', { include_url_query: 'false' }, ['include_url_query'], false],
    ['orders_db', { password: 'new' }, ['password'], 'new'],
    ['orders_db', { schema: '' }, ['schema'], ''],
    ['event_archive', { fileFormat: '{"type": "csv"}' }, ['fileFormat', 'type'], 'csv'],
    [
      'support_tickets',
      { base_url: 'https://••••••@other.example.com/api' },
      ['base_url'],
      'https://reader:s3cr3t-in-url@other.example.com/api',
    ],
    ['marketing_budget', { sheets: '["Plan","Other"]' }, ['sheets', '1'], 'Other'],
  ])('%s with %j: %j', (name, otherwise, path, value) => {
    expect(submitted(configurationOf(name), otherwise as Record<string, string>)).toEqual({
      edits: [{ path, value }],
    });
  });

  it('is no difference in line ends, and a text keeps its own', () => {
    const windows = { note: 'one\r\ntwo' };
    expect(submitted(windows, { note: 'one\r\ntwo\n' })).toEqual({ edits: [] });
    expect(submitted(windows, { note: 'one\n2' })).toEqual({
      edits: [{ path: ['note'], value: 'one\r\n2' }],
    });
    expect(submitted({ note: 'one\n' }, { note: 'one\ntwo' })).toEqual({
      edits: [{ path: ['note'], value: 'one\ntwo' }],
    });
  });

  it('is no difference in how JSON or a number is written', () => {
    const configuration = { port: 5, format: { a: 1, b: [1.5] } };
    expect(submitted(configuration, { port: '5.0', format: '{"b":[1.50],"a":1.0}' })).toEqual({ edits: [] });
  });

  it.each([
    [{ port: 5 }, { port: 'many' }, 'is a number'],
    [{ port: 5 }, { port: '' }, 'is a number'],
    [{ format: { a: 1 } }, { format: '' }, 'is an object, written as JSON'],
    [{ format: { a: 1 } }, { format: '[1]' }, 'is an object, written as JSON'],
    [{ format: { a: 1 } }, { format: '{"a":1,"a":2}' }, 'each key stands once'],
    [{ tables: '{"a":"b"}' }, { tables: 'a=b' }, 'is an object, written as JSON'],
    [{ fields: [1] }, { fields: '[1' }, 'is a list, written as JSON'],
    [{ fields: [1] }, { fields: '[12345678901234567890]' }, 'at most 15 digits'],
  ])('of %j by %j is refused under the field: %s', (configuration, otherwise, says) => {
    const [name = ''] = Object.keys(otherwise);
    expect(faultOf(configuration, otherwise as Record<string, string>)).toEqual({
      [name]: expect.stringContaining(says),
    });
  });

  it('tells the faults of all fields at once', () => {
    const faults = faultOf({ a: 1, b: 2, c: 'x' }, { a: 'x', b: 'y', c: 'z' });
    expect(Object.keys(faults)).toEqual(['a', 'b']);
  });
});

describe('what is left alone in a list', () => {
  const odd = '[ {"a":1.50, "z":0.1234567890123456789},{"a":2e3} ]';

  /** What a form makes of a list that is written like this, as it then stands in the input. */
  function edited(list: string, typed: string): string | Record<string, string> {
    const document = `{"id":"1","name":"n","configuration":{"list":${list}}}`;
    const form = formFields({ list: JSON.parse(list) });
    const result = editsFrom(form, new Map([['list', typed]]), { document });
    if ('faults' in result) return result.faults;
    return editConfiguration(document, result.edits).slice(document.indexOf(list), -2);
  }

  it.each([
    [
      'one more',
      '[{"a":1.5,"z":0.12345678901234568},{"a":2000},{"a":3.0}]',
      odd.replace('} ]', '},{"a":3} ]'),
    ],
    [
      'one more, and another that changed',
      '[{"a":7,"z":0.12345678901234568},{"a":2000},1.5]',
      odd.replace('1.50', '7').replace('} ]', '},1.5 ]'),
    ],
    ['one less at the end', '[{"a":1.5,"z":0.12345678901234568}]', odd.replace(',{"a":2e3}', '')],
    ['one less at the beginning', '[{"a":2000}]', '[ {"a":2e3} ]'],
    ['a number', '[{"a":1.5,"z":0.12345678901234568},{"a":1.5}]', odd.replace('2e3', '1.5')],
  ])('keeps the form of its numbers beside %s', (_, typed, is) => {
    expect(edited(odd, typed)).toBe(is);
    const held = edited(JSON.stringify(odd), typed);
    expect(JSON.parse(String(held))).toBe(is);
  });

  const rewriting = [
    ['another order', '[{"a":2000},{"a":1.5,"z":0.12345678901234568}]'],
    ['one more before', '[{"a":3},{"a":1.5,"z":0.12345678901234568},{"a":2000}]'],
    ['one less, and another that changed', '[{"a":2000,"b":1}]'],
  ] as const;

  it.each(rewriting)('is refused where it would be written anew: %s', (_, typed) => {
    const refused = { list: expect.stringContaining('written in a form that moving them would change') };
    expect(edited(odd, typed)).toEqual(refused);
    expect(edited(JSON.stringify(odd), typed)).toEqual(refused);
  });

  it.each(rewriting)('is written anew where all numbers have the form that they then get: %s', (_, typed) => {
    expect(edited(JSON.stringify(JSON.parse(odd)), typed)).toBe(typed);
  });
});

describe('a secret in a form', () => {
  const ssh = '{"server":"b","password":"p4ss","user":"t"}';

  it('stays where its mask is left in JSON, whatever changes beside it', () => {
    expect(submitted({ ssh }, { ssh: '{"server":"c","password":"••••••","port":22}' })).toEqual({
      edits: [
        { path: ['ssh', 'user'], value: undefined },
        { path: ['ssh', 'server'], value: 'c' },
        { path: ['ssh', 'port'], value: 22 },
      ],
    });
  });

  it('is replaced where another is typed', () => {
    expect(submitted({ ssh }, { ssh: '{"server":"b","password":"new","user":"t"}' })).toEqual({
      edits: [{ path: ['ssh', 'password'], value: 'new' }],
    });
  });

  it('stays with its own item where a list gets longer, shorter or another order', () => {
    const headers = [
      { header: 'X-A', value: 'secret-a' },
      { header: 'X-B', value: 'secret-b' },
    ];
    const masked = (...names: string[]) =>
      JSON.stringify(names.map((header) => ({ header, value: '••••••' })));
    const list = (typed: string) => submitted({ headers }, { headers: typed });
    expect(list(masked('X-B'))).toEqual({ edits: [{ path: ['headers', '0'], value: undefined }] });
    expect(list('[]')).toEqual({
      edits: [
        { path: ['headers', '0'], value: undefined },
        { path: ['headers', '1'], value: undefined },
      ],
    });
    expect(list(masked('X-B', 'X-A'))).toEqual({
      edits: [{ path: ['headers'], value: [headers[1], headers[0]] }],
    });
    expect(list('[{"header":"X-B","value":"••••••","more":1}]')).toEqual({
      edits: [{ path: ['headers'], value: [{ ...headers[1], more: 1 }] }],
    });
    expect(
      list(JSON.stringify([...headers.map(({ header }) => ({ header, value: '••••••' })), 'x'])),
    ).toEqual({
      edits: [{ path: ['headers', '2'], value: 'x' }],
    });
    expect(list('[{"header":"X-B","value":"••••••","more":1},{"header":"X-C","value":"new"}]')).toEqual({
      edits: [
        {
          path: ['headers'],
          value: [
            { ...headers[1], more: 1 },
            { header: 'X-C', value: 'new' },
          ],
        },
      ],
    });
    expect(list(masked('X-C', 'X-B'))).toEqual({
      edits: [{ path: ['headers', '0', 'header'], value: 'X-C' }],
    });
  });

  it('stays with the one item of that name that is left', () => {
    const parameters = [1, 2, 3].map((a) => ({ parameter: a === 3 ? 'z' : 'k', password: `p${a}`, a }));
    const typed = [1, 4].map((a) => ({ parameter: 'k', password: '••••••', a }));
    expect(submitted({ parameters }, { parameters: JSON.stringify(typed) })).toEqual({
      edits: [{ path: ['parameters'], value: [parameters[0], { ...parameters[1], a: 4 }] }],
    });
  });

  it('stays with its own text where texts change places', () => {
    const urls = ['x://u:one@a', 'x://u:two@b'];
    expect(submitted({ urls }, { urls: '["x://••••••@b","x://••••••@a"]' })).toEqual({
      edits: [{ path: ['urls'], value: [urls[1], urls[0]] }],
    });
  });

  it('keeps a list in the string that it stands in', () => {
    const headers = '[{"header":"X-A","value":"secret-a"},{"header":"Accept","value":"x"}]';
    const typed = '[{"header":"X-A","value":"••••••"}]';
    expect(submitted({ headers }, { headers: typed })).toEqual({
      edits: [{ path: ['headers', '1'], value: undefined }],
    });
    const turned = '[{"header":"Accept","value":"x"},{"header":"X-A","value":"••••••"}]';
    expect(submitted({ headers }, { headers: turned })).toEqual({
      edits: [
        {
          path: ['headers'],
          value: '[{"header":"Accept","value":"x"},{"header":"X-A","value":"secret-a"}]',
        },
      ],
    });
  });

  it.each([
    ['a mask under a new key', { ssh }, { ssh: '{"server":"b","password":"p","token":"••••••"}' }],
    ['a mask of a key that is gone', { ssh }, { ssh: '{"secret":"••••••"}' }],
    ['a part of a mask’s text', { ssh }, { ssh: '{"server":"b","password":"••••••x","user":"t"}' }],
    ['a mask where none was', { server: 'a' }, { server: '••••••' }],
    ['a mask where none was, in a number’s place', { none: null }, { none: '••••••' }],
    ['a mask as a secret', { password: 'p' }, { password: '••••••' }],
    ['another’s mask as a secret', { password: 'p' }, { password: '********' }],
    ['a mask more in a URL', { url: 'x://u:p@h' }, { url: 'x://••••••@h?token=••••••' }],
    ['a mask less of two', { url: 'x://u:p@h/d?token=t0ken' }, { url: 'x://h/d?token=••••••' }],
    ['one of two items that look alike', { tokens: ['one', 'two'] }, { tokens: '["••••••"]' }],
    ['one of three', { tokens: ['one', 'two', 'two'] }, { tokens: '["••••••","••••••"]' }],
    ['a mask behind those that there are', { tokens: ['one'] }, { tokens: '["••••••","••••••"]' }],
    [
      'an item of another name where one more is there',
      { headers: [{ header: 'X-A', value: 'a' }] },
      { headers: '[{"header":"X-C","value":"••••••"},{"header":"X-A","value":"new"}]' },
    ],
    [
      'one of two items of the same name',
      { parameters: [...'123'].map((password) => ({ parameter: 'k', password })) },
      { parameters: '[{"parameter":"k","password":"••••••","more":1}]' },
    ],
    [
      'a mask under a header that is new beside one that was moved',
      {
        headers: [
          { header: 'X-A', value: 'a' },
          { header: 'X-B', value: 'b' },
        ],
      },
      { headers: '[{"header":"X-B","value":"••••••"},{"header":"X-C","value":"••••••"}]' },
    ],
  ])('%s: asks to enter it again', (_, configuration, otherwise) => {
    const [name = ''] = Object.keys(otherwise);
    expect(faultOf(configuration as Configuration, otherwise as Record<string, string>)).toEqual({
      [name]: expect.stringContaining('Enter the secret itself again'),
    });
  });

  it('that another stands before in the same text is found by its place', () => {
    const url = 'x://u:p@h/d?token=t0ken';
    expect(submitted({ url }, { url: 'y://••••••@i/d?token=••••••&more=1' })).toEqual({
      edits: [{ path: ['url'], value: 'y://u:p@i/d?token=t0ken&more=1' }],
    });
  });

  it('that holds another is given back whole', () => {
    const dsn = 'a;password=https://u:p@h;b=1';
    expect(submitted({ dsn }, { dsn: field({ dsn }, 'dsn').shown.replace('b=1', 'b=2') })).toEqual({
      edits: [{ path: ['dsn'], value: 'a;password=https://u:p@h;b=2' }],
    });
  });

  it.each([
    [{ password: '****' }, {}],
    [{ ssh: '{"password":"••••••"}' }, {}],
    [{ ssh: '{"password":"••••••"}' }, { ssh: '{"password":"••••••","port":1}' }],
    [{ url: 'x://reader:****@h' }, {}],
    [{ url: 'x://reader:****@h' }, { url: 'x://••••••@other' }],
  ])('that came as a mask has to be entered again: %j, %j', (configuration, otherwise) => {
    const name = Object.keys(configuration)[0] ?? '';
    expect(faultOf(configuration, otherwise as Record<string, string>)).toEqual({
      [name]: expect.stringContaining('Enter the secret itself again'),
    });
  });

  it.each([
    [{ password: '****' }, { password: 'p' }, ['password'], 'p'],
    [{ ssh: '{"password":"••••••"}' }, { ssh: '{"password":"p"}' }, ['ssh', 'password'], 'p'],
    [{ url: 'x://reader:****@h' }, { url: 'x://reader:p@h' }, ['url'], 'x://reader:p@h'],
  ])('that came as a mask and is entered is taken: %j, %j', (configuration, otherwise, path, value) => {
    expect(submitted(configuration, otherwise as Record<string, string>)).toEqual({
      edits: [{ path, value }],
    });
  });

  it.each([
    ['a\nb', 'c\nd', 'c\nd'],
    ['a\r\nb', 'c\nd\n', 'c\r\nd\r\n'],
    ['a\r\nb\r\n', 'c\nd', 'c\r\nd\r\n'],
    ['a\nb\n', 'c\nd\n\n', 'c\nd\n'],
    ['a\nb', 'c\n', 'c'],
    ['****', 'c\nd\n', 'c\nd\n'],
    ['', 'c\r\nd', 'c\nd'],
    ['', 'c\n', 'c'],
  ])('of several lines keeps its line ends, and ends as the one before: %j, %j', (private_key, typed, is) => {
    expect(submitted({ private_key }, { private_key: typed })).toEqual({
      edits: [{ path: ['private_key'], value: is }],
    });
  });

  it.each(['a\r\nb\r\n', 'a\nb\n'])(
    'of several lines that is entered as it is changes nothing: %j',
    (private_key) => {
      for (const typed of ['a\nb', 'a\nb\n', 'a\r\nb', '', '\n']) {
        expect(submitted({ private_key }, { private_key: typed })).toEqual({ edits: [] });
      }
    },
  );

  it('that came as a mask may be left to the credentials profile', () => {
    const configuration = { server: 'a', password: '****' };
    const typed = new Map([['server', 'b']]);
    expect(editsFrom(formFields(configuration), typed, { hasProfile: true })).toEqual({
      edits: [{ path: ['server'], value: 'b' }],
    });
    expect(editsFrom(formFields(configuration), typed)).toHaveProperty('faults.password');
  });
});
