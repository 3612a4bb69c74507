import { describe, expect, it } from '@jest/globals';
import { textField } from '../../blocks/modals/fields.ts';
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
