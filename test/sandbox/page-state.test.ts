import { describe, expect, it } from '@jest/globals';
import { initialState, mergeState } from '../../sandbox/page/elements/values.ts';
import { coalesce } from '../../sandbox/page/live/coalesce.ts';
import { placeOfLink, printPlace, readPlace } from '../../sandbox/page/live/place.ts';
import { faultsOf } from '../../sandbox/page/modal/faults.ts';
import { completion, offersFor } from '../../sandbox/page/shell/commands.ts';
import type { Block } from '../../sandbox/slack/client-api.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const input = (block_id: string, element: object, more: object = {}) =>
  ({
    type: 'input',
    block_id,
    label: plain(block_id),
    element: { action_id: 'a', ...element },
    ...more,
  }) as Block;
const choice = { text: plain('One'), value: '1' };

describe('the values of inputs', () => {
  const blocks: Block[] = [
    input('text', { type: 'plain_text_input', initial_value: 'hi' }),
    input('none', { type: 'static_select', options: [choice] }),
    input('many', { type: 'multi_static_select', options: [choice], initial_options: [choice] }),
    {
      type: 'section',
      block_id: 'sec',
      accessory: { type: 'users_select', action_id: 'u', initial_user: 'U1' },
    },
    {
      type: 'actions',
      block_id: 'act',
      elements: [
        { type: 'button', action_id: 'b' },
        { type: 'checkboxes', action_id: 'c' },
      ],
    },
  ];

  it('begin as the blocks say, in the shapes of `state.values`', () => {
    expect(initialState(blocks)).toEqual({
      text: { a: { type: 'plain_text_input', value: 'hi' } },
      none: { a: { type: 'static_select', selected_option: null } },
      many: { a: { type: 'multi_static_select', selected_options: [choice] } },
      sec: { u: { type: 'users_select', selected_user: 'U1' } },
      act: { c: { type: 'checkboxes', selected_options: [] } },
    });
  });

  it('keep what was typed, but not for elements that are gone or became another kind', () => {
    const initial = initialState(blocks.slice(0, 2));
    const merged = mergeState(initial, {
      text: { a: { type: 'plain_text_input', value: 'typed' } },
      none: { a: { type: 'datepicker', selected_date: '2024-01-01' } },
      gone: { a: { type: 'plain_text_input', value: 'x' } },
    });
    expect(merged).toEqual({ ...initial, text: { a: { type: 'plain_text_input', value: 'typed' } } });
  });
});

describe('what may not be submitted', () => {
  const faults = (element: object, value: object, more: object = {}) =>
    faultsOf([input('b', element, more)], { b: { a: { type: 'x', ...value } } });
  const number = { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '9' };

  it.each([
    ['an empty field', { type: 'plain_text_input' }, { value: null }, /required/],
    ['an empty choice', { type: 'multi_static_select' }, { selected_options: [] }, /required/],
    ['a short text', { type: 'plain_text_input', min_length: 3 }, { value: 'ab' }, /3 characters/],
    ['no number', number, { value: 'x' }, /whole number/],
    ['half a number', number, { value: '2.5' }, /whole number/],
    ['too small a number', number, { value: '0' }, /at least 1/],
    ['too large a number', number, { value: '10' }, /at most 9/],
    ['no address', { type: 'url_text_input' }, { value: 'nowhere' }, /URL/],
    ['no mail address', { type: 'email_text_input' }, { value: 'me' }, /email/],
  ])('%s', (_, element, value, expected) => {
    expect(faults(element, value).b).toMatch(expected);
  });

  it('and what may', () => {
    expect(faults({ type: 'plain_text_input' }, { value: null }, { optional: true })).toEqual({});
    expect(faults(number, { value: '9' })).toEqual({});
    expect(faults({ ...number, is_decimal_allowed: true }, { value: '2.5' })).toEqual({});
  });
});

describe('places', () => {
  const page = new URL('http://127.0.0.1:4000/');
  it.each([
    { as: 'U1', channel: 'C1' },
    { as: 'U1', channel: 'C1', thread: '1700000000.000100' },
    { as: 'U1', channel: 'C1', target: '1700000000.000100' },
    {},
  ])('survive the address bar: %j', (place) => {
    expect(readPlace(new URL(printPlace(place), page))).toEqual(place);
  });

  it('are seen in permalinks of this workspace, whatever its port was, and in no others', () => {
    const path = '/archives/C1/p1700000000000100';
    const place = { channel: 'C1', target: '1700000000.000100' };
    expect(placeOfLink(path, page)).toEqual(place);
    expect(placeOfLink(`http://localhost:1${path}?thread_ts=1600000000.000100`, page)).toEqual({
      ...place,
      thread: '1600000000.000100',
    });
    expect(placeOfLink(`https://example.org${path}`, page)).toBeUndefined();
    expect(placeOfLink('/client/file/F1', page)).toBeUndefined();
    expect(placeOfLink('http://[', page)).toBeUndefined();
  });
});

describe('the offer of slash commands', () => {
  const alooma = { command: '/alooma', description: '', usageHint: '' };
  const invite = { command: '/invite', description: '', usageHint: '' };
  const offers = (text: string) => offersFor(text, [alooma, invite]);

  it('fits what is typed', () => {
    expect(offers('/')).toEqual([alooma, invite]);
    expect(offers('/al')).toEqual([alooma]);
    expect(offers('/alooma pause')).toEqual([alooma]);
    expect(offers('/al pause')).toEqual([]);
    expect(offers('hello /al')).toEqual([]);
  });

  it('completes a command only until it is typed out', () => {
    expect(completion('/al', alooma)).toBe('/alooma ');
    expect(completion('/alooma', alooma)).toBeUndefined();
    expect(completion('/alooma pause', alooma)).toBeUndefined();
  });
});

describe('fetching again', () => {
  it('happens once more for all calls that come while it runs, and settles after it', async () => {
    const releases: (() => void)[] = [];
    const fetchAgain = coalesce(() => new Promise<void>((resolve) => releases.push(resolve)));
    const first = fetchAgain();
    const waiting = [fetchAgain(), fetchAgain(), fetchAgain()];
    expect(releases).toHaveLength(1);
    releases[0]?.();
    await first;
    let settled = false;
    const all = Promise.all(waiting).then(() => {
      settled = true;
    });
    await new Promise(setImmediate);
    expect([releases.length, settled]).toEqual([2, false]);
    releases[1]?.();
    await all;
    void fetchAgain();
    expect(releases).toHaveLength(3);
  });
});
