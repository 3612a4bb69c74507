import { describe, expect, it } from '@jest/globals';
import { FORM } from '../../blocks/ids.ts';
import { renderView } from '../../blocks/modal.ts';
import * as addTable from '../../blocks/modals/add-table.ts';
import * as create from '../../blocks/modals/create.ts';
import * as remove from '../../blocks/modals/delete.ts';
import * as edit from '../../blocks/modals/edit.ts';
import { readMemory } from '../../blocks/modals/memory.ts';
import * as parameter from '../../blocks/modals/parameter.ts';
import * as template from '../../blocks/modals/template.ts';
import { checkView } from '../../sandbox/slack/blocks/view.ts';
import { filledIn, formFields, seenIn } from '../../src/domain/form-fields.ts';
import type { Modal } from '../../src/domain/message.ts';
import type { Prospect } from '../../src/domain/policy/prospect.ts';
import { HOSTILE } from '../support/slack-takes.ts';

const accountLabel = 'test';
const prospect: Prospect = { reason: 'never', approvals: 'always' };

function expectSlackTakesModal(modal: Modal): void {
  expect(modal.title.length).toBeLessThanOrEqual(24);
  const view = renderView(modal, modal.metadata ?? '');
  expect(checkView(JSON.parse(JSON.stringify(view)), 'modal')).not.toHaveProperty('refusal');
}

type Configuration = Record<string, unknown>;

function input(name: string, configuration: Configuration = {}) {
  return { id: 'in-1', name, type: name || 'ODBC', configuration };
}

function editModal(
  configuration: Configuration,
  { name = 'orders_db', profiles = ['warehouse'], ask = ['', ''] } = {},
): Modal {
  const form = formFields(configuration);
  const shown = filledIn(form, ask[0] ?? '', ask[1] ?? '');
  return edit.build({
    input: input(name),
    form: shown,
    seen: seenIn(form),
    profiles,
    accountLabel,
    prospect,
  });
}

function elementOf(modal: Modal, label: string): { type: string; initial_value?: string } {
  const found = modal.blocks.find((block) => block.type === 'input' && block.label.text === label);
  if (found?.type !== 'input') throw new Error(`No field ${label}`);
  return found.element as { type: string; initial_value?: string };
}

const hintOf = (modal: Modal, label: string) => {
  const found = modal.blocks.find((block) => block.type === 'input' && block.label.text === label);
  return found?.type === 'input' ? found.hint?.text : undefined;
};

describe('every form', () => {
  it.each(HOSTILE)('is taken by Slack with names like %j', (name) => {
    const configuration = {
      [name]: name,
      tables: `{${JSON.stringify(name)}:"id"}`,
      [`${name}2`]: { [name]: [name] },
    };
    const events = Array.from({ length: 30 }, () => name);
    expectSlackTakesModal(editModal(configuration, { name, profiles: ['warehouse'] }));
    expectSlackTakesModal(
      remove.build({ input: input(name, configuration), events, accountLabel: name, prospect }),
    );
    expectSlackTakesModal(
      addTable.build({ input: input(name, configuration), accountLabel: name, prospect, shown: name }),
    );
    expectSlackTakesModal(
      template.build({
        input: input(name),
        accountLabel: name,
        prospect,
        parameters: [name],
        template: name,
      }),
    );
    expectSlackTakesModal(
      parameter.build({
        input: input(name),
        accountLabel: name,
        prospect,
        parameter: name,
        field: name,
        value: name,
      }),
    );
    expectSlackTakesModal(create.build({ profiles: ['warehouse'], accountLabel: name, prospect }));
  });

  it.each([
    [FORM.edit, editModal({ a: 1 })],
    [FORM.delete, remove.build({ input: input('x'), events: undefined, accountLabel, prospect })],
    [FORM.addTable, addTable.build({ input: input('x'), accountLabel, prospect })],
    [FORM.template, template.build({ input: input('x'), accountLabel, prospect })],
    [FORM.parameter, parameter.build({ input: input('x'), accountLabel, prospect })],
  ])('of one input (%s) remembers that input, as the pickers in it need it', (id, modal) => {
    expect(modal.id).toBe(id);
    expect(readMemory(modal.metadata ?? '').inputId).toBe('in-1');
  });

  it('that remembers something else is from another version', () => {
    expect(() => readMemory('{"inputId":""}')).toThrow('another version');
    expect(() => readMemory('what?')).toThrow('another version');
  });
});

describe('the form of a configuration', () => {
  it('is full and is still taken: 90 fields, and as many characters as fit', () => {
    const many = Array.from(
      { length: 200 },
      (_, at) => [`${'n'.repeat(230)}${at}`, '中"\n'.repeat(600)] as const,
    );
    expectSlackTakesModal(editModal(Object.fromEntries(many)));
    const small = Array.from({ length: 200 }, (_, at) => [`field ${at}`, at % 2 === 0] as const);
    expectSlackTakesModal(editModal(Object.fromEntries(small)));
  });

  it('has a control for each kind of value', () => {
    const modal = editModal({
      text: 'a',
      long: 'a\nb',
      port: 1.5,
      tiny: 1e-9,
      on: 'True',
      list: [1],
      password: 'p4ss',
    });
    expect(elementOf(modal, 'text')).toMatchObject({ type: 'plain_text_input', initial_value: 'a' });
    expect(elementOf(modal, 'long')).toMatchObject({ multiline: true, initial_value: 'a\nb' });
    expect(elementOf(modal, 'port')).toMatchObject({ type: 'number_input', initial_value: '1.5' });
    expect(elementOf(modal, 'tiny')).toMatchObject({ type: 'plain_text_input', initial_value: '1e-9' });
    expect(elementOf(modal, 'on')).toMatchObject({
      type: 'radio_buttons',
      initial_option: { value: 'true' },
    });
    expect(elementOf(modal, 'list')).toMatchObject({ multiline: true, initial_value: '[\n  1\n]' });
    expect(elementOf(modal, 'password')).not.toHaveProperty('initial_value');
    expect(hintOf(modal, 'password')).toContain('Leave it empty to keep the secret');
    expect(JSON.stringify(modal)).not.toContain('p4ss');
  });

  it('has several lines for a secret that has some, or may have, and says how many characters it takes', () => {
    const modal = editModal({
      key: '',
      password: 'a\nb',
      api_key: '****',
      db_password: 'p',
      text: 'x'.repeat(2_000),
    });
    for (const name of ['password', 'api_key']) {
      expect(elementOf(modal, name)).toMatchObject({ type: 'plain_text_input', multiline: true });
      expect(hintOf(modal, name)).toContain('at most 3,000 characters');
    }
    expect(elementOf(modal, 'db_password')).not.toHaveProperty('multiline');
    expect(hintOf(modal, 'db_password')).not.toContain('3,000');
    expect(hintOf(modal, 'text')).toContain('at most 3,000 characters');
  });

  it('names what it leaves out, why, and how to change that', () => {
    const modal = editModal({
      tables: 'x'.repeat(5_000),
      ['n'.repeat(241)]: 1,
      'odd\u0000name': 1,
      control: '\u0000',
      server: 'a',
    });
    const note = JSON.stringify(modal.blocks.at(-1));
    expect(note).toContain('`tables` (too long for a form)');
    expect(note).toContain('a name too long for a form');
    expect(JSON.parse(note).elements[0].text).toContain('`odd\\u0000name` (a name with characters');
    expect(note).toContain('`control` (with characters');
    expect(note).toContain('/alooma edit orders_db');
    expect(note).toContain('/alooma add-table orders_db');
  });

  it('cannot be submitted where there is nothing to fill in', () => {
    expect(editModal({}).submit).toBeUndefined();
    expectSlackTakesModal(editModal({}));
  });

  it('offers the profiles, and none where there are none', () => {
    expect(elementOf(editModal({ a: 1 }), 'Credentials profile').type).toBe('static_select');
    expect(() => elementOf(editModal({ a: 1 }, { profiles: [] }), 'Credentials profile')).toThrow('No field');
  });

  it('says where the pipeline gave only a mask, and what can be done', () => {
    const masked = { password: '****', ssh: '{"password":"****"}' };
    expect(hintOf(editModal(masked), 'password')).toContain('or choose a credentials profile');
    expect(hintOf(editModal(masked, { profiles: [] }), 'password')).toMatch(/enter it again\.$/);
    expect(hintOf(editModal(masked), 'ssh')).toContain('enter it again');
  });

  it.each([
    [{ port: 1 }, ['port', '7'], 'port', '7'],
    [{ port: 1 }, ['port', '1e3'], 'port', '1'],
    [{ text: 'a' }, ['text', 'b c'], 'text', 'b c'],
    [{ list: [1] }, ['list', '[2]'], 'list', '[2]'],
    [{ list: [1] }, ['list', '[{"password":"p4ss"'], 'list', '[\n  1\n]'],
    [{ url: 'a' }, ['url', 'x://u:p4ss@h'], 'url', 'a'],
    [{ password: 'p' }, ['password', 'p4ss'], 'password', undefined],
    [{ text: 'a' }, ['another', 'b'], 'text', 'a'],
  ])('%j is opened with %j filled in where that is no secret', (configuration, ask, label, shown) => {
    expect(elementOf(editModal(configuration, { ask }), label).initial_value).toBe(shown);
  });

  it('remembers what was there and not what is filled in', () => {
    expect(editModal({ port: 1 }, { ask: ['port', '7'] }).metadata).toBe(editModal({ port: 1 }).metadata);
  });

  it('is read by the names of the fields, a profile’s own name among them', () => {
    const { typed, profile } = edit.parse({
      'field:server': 'a',
      'field:__proto__': 'b',
      'field:profile': 'c',
      'field:empty': undefined,
      profile: 'warehouse',
    });
    expect([...typed]).toEqual([
      ['server', 'a'],
      ['__proto__', 'b'],
      ['profile', 'c'],
      ['empty', ''],
    ]);
    expect(profile).toBe('warehouse');
    expect(edit.parse({}).profile).toBeUndefined();
    expect(['profile', 'server'].map(edit.blockOf)).toEqual(['profile', 'field:server']);
  });
});

describe('the form to create an input', () => {
  it('has the documented fields, the credentials optional only where a profile may hold them', () => {
    const required = (profiles: string[]) =>
      create
        .build({ profiles, accountLabel, prospect })
        .blocks.flatMap((block) => (block.type === 'input' && !block.optional ? block.label.text : []));
    expect(required([])).toEqual([
      'Name',
      'Copy from',
      'Server',
      'Port',
      'Database',
      'User',
      'Password',
      'Tables',
    ]);
    expect(required(['p'])).toEqual(['Name', 'Copy from', 'Tables']);
    const labels = create
      .build({ profiles: ['p'], accountLabel, prospect })
      .blocks.flatMap((block) => (block.type === 'input' ? block.label.text : []));
    expect(labels).toEqual([
      'Name',
      'Copy from',
      'Credentials profile',
      'Server',
      'Port',
      'Database',
      'User',
      'Password',
      'Tables',
      'Type',
      'Schema',
      'Replication type',
      'Batch size',
      'Auto-map',
      'Default schema',
      'Reason',
    ]);
  });

  it('is read without what was left empty: it would be taken for something typed', () => {
    expect(
      create.parse({ name: 'n', copy_from: 'in-1', tables: 'a', server: undefined, auto_map: 'copied' }),
    ).toEqual({
      newInputName: 'n',
      existingInput: 'in-1',
      tables: 'a',
      credentials: {},
    });
    expect(
      create.parse({
        password: 'p',
        type: 'mysql',
        schema: 's',
        auto_map: 'off',
        batch_size: '5',
        profile: 'w',
      }),
    ).toMatchObject({
      credentials: { password: 'p', db_type: 'mysql', schema: 's' },
      autoMap: false,
      batchSize: '5',
      profile: 'w',
    });
  });
});

describe('what is filled in', () => {
  it('is read without spaces around it, but for a password', () => {
    const parsed = create.parse({ name: ' n ', server: 'a ', user: '  ', password: ' p ' });
    expect(parsed).toMatchObject({ newInputName: 'n', credentials: { server: 'a', password: ' p ' } });
    expect(parsed.credentials).not.toHaveProperty('user');
    expect(parameter.parse({ parameter: ' p', field: ' value ', value: ' v ' })).toEqual({
      parameter: ' p',
      field: 'value',
      value: ' v ',
    });
  });
});

describe('the form to delete an input', () => {
  it('says what would be lost', () => {
    const configuration = { tables: '{"a":"id","b":"id"}' };
    const modal = remove.build({
      input: input('orders_db', configuration),
      events: ['orders', 'lines'],
      ...{ accountLabel, prospect },
    });
    const words = JSON.stringify(modal.blocks);
    expect(words).toContain('cannot be undone');
    expect(words).toContain('2 tables');
    expect(words).toContain('2 event types would get no more data: `orders`, `lines`');
  });
});

describe('what the policy says of a form', () => {
  const forms = (said: Prospect) => {
    const common = { input: input('x'), accountLabel, prospect: said };
    const form = formFields({ a: 1 });
    return [
      edit.build({ ...common, form, seen: seenIn(form), profiles: [] }),
      remove.build({ ...common, events: undefined }),
      addTable.build(common),
      template.build(common),
      parameter.build(common),
      create.build({ ...common, profiles: [] }),
    ];
  };
  const reasonIn = ({ blocks }: Modal) =>
    blocks.find((block) => 'block_id' in block && block.block_id === 'reason');
  const leadIn = ({ blocks }: Modal) => JSON.stringify(blocks[0]);

  it.each([
    ['always', false, 'The policy asks for one.'],
    ['sometimes', true, 'For some of what can be filled in here, the policy asks for one.'],
    ['never', true, 'Shown on the card'],
  ] as const)('is that a reason is owed: %s', (reason, optional, hint) => {
    for (const modal of forms({ reason, approvals: 'always' })) {
      const field = reasonIn(modal);
      expect(field).toMatchObject({ label: { text: 'Reason' } });
      expect(JSON.stringify(field).includes('"optional":true')).toBe(optional);
      expect(JSON.stringify(field)).toContain(hint);
    }
  });

  it.each([
    ['always', /^Ask for approval$/, 'once it is approved.'],
    ['sometimes', /^Ask for approval$/, 'once it is approved, or at once'],
    ['never', /^(Apply|Delete|Create)$/, 'at once.'],
  ] as const)('is that somebody has to approve it: %s', (approvals, label, when) => {
    for (const modal of forms({ reason: 'never', approvals })) {
      expect(modal.submit).toMatch(label);
      expect(leadIn(modal)).toContain(when);
    }
  });
});
