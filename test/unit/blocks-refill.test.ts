import { describe, expect, it } from '@jest/globals';
import { radioField, textField } from '../../blocks/modals/fields.ts';
import { refill } from '../../blocks/modals/refill.ts';

const blocks = [
  { type: 'section', block_id: 'about', text: { type: 'mrkdwn', text: 'About it' } },
  textField({ id: 'host', label: 'Host' }, { shown: 'before' }),
  textField({ id: 'password', label: 'Password' }),
  textField({ id: 'value', label: 'API key' }),
];
const valuesIn = (again: readonly object[]) =>
  again.flatMap((block) => ('element' in block ? [block.element] : [])).map((element) => element);

describe('a form that is shown again', () => {
  it('holds what was typed, but no secret', () => {
    const typed = { host: 'after', password: 'hunter2', value: 'k3y' };
    const again = refill(blocks, typed, 'Wrong.');
    expect(again).toHaveLength(5);
    expect(valuesIn(again)[0]).toMatchObject({ initial_value: 'after' });
    expect(JSON.stringify(again)).not.toMatch(/hunter2|k3y/);
  });

  it.each([
    ['the value of a parameter that is a secret', { parameter: 'session_id', value: 'hunter2' }, ['Value']],
    ['a secret in an address', { url: 'https://example.com/?api_key=hunter2&page=2' }, ['URL']],
    ['a password in an address', { url: 'https://me:hunter2@example.com' }, ['URL']],
    ['a secret in JSON', { payload: '{"page": 2, "access_token": "hunter2"}' }, ['Query']],
    ['a secret in JSON that is none', { payload: '{"access_token": "hunter2"' }, ['Query']],
    ['what a label calls one', { other: 'hunter2' }, ['Their <token>']],
    ['several', { password: 'hunter2', url: 'https://example.com/?token=hunter2' }, ['Password', 'URL']],
  ])('does not hold %s, and says what is to be entered again', (_, typed, labels) => {
    const fields = [
      ...[textField({ id: 'parameter', label: 'Parameter' }), textField({ id: 'value', label: 'Value' })],
      ...[textField({ id: 'password', label: 'Password' }), textField({ id: 'url', label: 'URL' })],
      ...[textField({ id: 'payload', label: 'Query' }), textField({ id: 'other', label: 'Their <token>' })],
    ];
    const again = refill(fields, typed, 'Wrong.');
    expect(JSON.stringify(again)).not.toContain('hunter2');
    const shown = labels.map((label) => `\`${label.replace('<', '&lt;').replace('>', '&gt;')}\``).join(', ');
    expect(again[0]).toMatchObject({ text: { text: expect.stringMatching(/^Wrong\.\nNot kept/) } });
    expect(again[0]).toMatchObject({ text: { text: expect.stringContaining(`enter it again: ${shown}.`) } });
    const kept = Object.keys(typed).length - labels.length;
    expect(JSON.stringify(again).match(/"initial_value"/g) ?? []).toHaveLength(kept);
  });

  it('says nothing of secrets where none was filled in', () => {
    expect(refill(blocks, { host: 'after', password: '' }, 'Wrong.')[0]).toMatchObject({
      text: { text: 'Wrong.' },
    });
  });

  it('holds what was chosen, also of keys', () => {
    const choices = ['one', 'two'].map((value) => ({ text: value, value }));
    const form = [radioField({ id: 'profile', label: 'API key' }, choices)];
    const [, again] = refill(form, { profile: 'two' }, 'Wrong.');
    expect(again).toMatchObject({ element: { initial_option: { value: 'two' } } });
  });

  it('leaves empty what was emptied', () => {
    expect(valuesIn(refill(blocks, {}, 'Wrong.'))[0]).not.toHaveProperty('initial_value');
  });

  it('says what is wrong once, however often', () => {
    const twice = refill(refill(blocks, {}, 'First.'), {}, 'Second.');
    expect(twice).toHaveLength(5);
    expect(JSON.stringify(twice)).not.toContain('First.');
    expect(JSON.stringify(twice)).toContain('Second.');
  });
});
