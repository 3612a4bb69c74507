import { afterEach, describe, expect, it } from '@jest/globals';
import { refusalOfLength, refusalOfMessage } from '../../sandbox/slack/blocks/check.ts';
import { checkView } from '../../sandbox/slack/blocks/view.ts';
import { type Desk, lastMessage, startDesk } from './slack-support.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
});

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string, more: object = {}) => ({
  type: 'section',
  text: { type: 'mrkdwn', text },
  ...more,
});
const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const many = (count: number) => Array.from({ length: count }, (_, index) => section(`block ${index}`));
const option = (value: string) => ({ text: plain(value), value });
const select = (more: object) => actions({ type: 'static_select', action_id: 'a', ...more });
const rich = (...elements: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const cell = (text: string) => ({ type: 'raw_text', text });

const taken: [string, object[]][] = [
  ['fifty blocks', many(50)],
  ['3,000 characters in a section', [section('x'.repeat(3000))]],
  ['a button of 75 characters', [actions(button({ text: plain('x'.repeat(75)) }))]],
  ['a select with its first choice', [select({ options: [option('a')], initial_option: option('a') })]],
  ['a table', [{ type: 'table', rows: [[cell('a'), rich({ type: 'text', text: 'b' })]] }]],
  [
    'a data table',
    [{ type: 'data_table', caption: 'Inputs', page_size: 100, rows: [[cell('a')], [cell('b')]] }],
  ],
  [
    'rich text',
    [
      rich(
        { type: 'text', text: 'a', style: { bold: true } },
        { type: 'user', user_id: 'U0ONCALL01' },
        { type: 'usergroup', usergroup_id: 'S0ONCALL01' },
        { type: 'date', timestamp: 1_700_000_000, format: '{date}' },
        { type: 'emoji', name: 'wave' },
        { type: 'link', url: 'https://example.com' },
      ),
    ],
  ],
  ['a container', [{ type: 'container', title: plain('More'), child_blocks: [section('in it')] }]],
  [
    'a plan',
    [
      {
        type: 'plan',
        title: 'Steps',
        tasks: [{ type: 'task_card', task_id: '1', title: 'One', status: 'complete' }],
      },
    ],
  ],
  ['one action_id in two blocks', [actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))]],
];

const refusedBlocks: [string, object[], string][] = [
  ['fifty-one blocks', many(51), 'no more than 50 items'],
  ['3,001 characters in a section', [section('x'.repeat(3001))], 'must be less than 3001 characters'],
  ['an empty text', [section('')], 'must be more than 0 characters'],
  ['a section of nothing', [{ type: 'section' }], 'must have text or fields'],
  ['a header in mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], '/blocks/0/text/type'],
  ['a header of 151 characters', [{ type: 'header', text: plain('x'.repeat(151)) }], 'less than 151'],
  ['a button of 76 characters', [actions(button({ text: plain('x'.repeat(76)) }))], 'less than 76'],
  ['a value of 2,001 characters', [actions(button({ value: 'x'.repeat(2001) }))], 'less than 2001'],
  ['26 elements', [actions(...Array.from({ length: 26 }, () => button()))], 'no more than 25'],
  [
    '11 in a context',
    [{ type: 'context', elements: Array.from({ length: 11 }, () => plain('x')) }],
    'no more than 10',
  ],
  [
    '101 options',
    [select({ options: Array.from({ length: 101 }, (_, n) => option(`${n}`)) })],
    'no more than 100',
  ],
  ['no options', [select({})], 'exactly one of options'],
  [
    'a first choice that is no choice',
    [select({ options: [option('a')], initial_option: option('b') })],
    'not among',
  ],
  [
    'six in an overflow',
    [actions({ type: 'overflow', options: ['1', '2', '3', '4', '5', '6'].map(option) })],
    'no more than 5',
  ],
  [
    'a block_id twice',
    [section('a', { block_id: 'x' }), section('b', { block_id: 'x' })],
    'block_id must be unique',
  ],
  [
    'an action_id twice in a block',
    [actions(button({ action_id: 'a' }), button({ action_id: 'a' }))],
    'action_id must be unique',
  ],
  ['an unknown block', [{ type: 'bogus' }], 'unsupported type'],
  ['an unknown element', [actions({ type: 'bogus' })], 'unsupported type'],
  ['an unknown field', [section('a', { colour: 'red' })], 'invalid additional property: colour'],
  ['an alert in a message', [{ type: 'alert', text: plain('x') }], 'unsupported type'],
  [
    'a file input in a message',
    [{ type: 'input', label: plain('x'), element: { type: 'file_input' } }],
    'modals only',
  ],
  [
    'two tables',
    [
      { type: 'table', rows: [[cell('a')]] },
      { type: 'table', rows: [[cell('a')]] },
    ],
    'only one table',
  ],
  [
    'a table of 101 rows',
    [{ type: 'table', rows: Array.from({ length: 101 }, () => [cell('a')]) }],
    'no more than 100',
  ],
  ['a table of 10,001 characters', [{ type: 'table', rows: [[cell('x'.repeat(10_001))]] }], '10000'],
  [
    'a data table without a caption',
    [{ type: 'data_table', rows: [[cell('a')], [cell('b')]] }],
    'missing required field',
  ],
  [
    'eleven in a container',
    [{ type: 'container', title: plain('x'), child_blocks: many(11) }],
    'no more than 10',
  ],
];

describe('a message', () => {
  it.each(taken)('may have %s', (_, blocks) => {
    expect(refusalOfMessage(blocks)).toBeUndefined();
  });

  it.each(refusedBlocks)('may not have %s', (_, blocks, why) => {
    const refusal = refusalOfMessage(blocks);
    expect(refusal?.error).toBe('invalid_blocks');
    expect(refusal?.messages.join('\n')).toContain(why);
  });

  it('may not hold too much text in all its blocks together', () => {
    const four = (length: number) => Array.from({ length: 4 }, () => section('x'.repeat(length)));
    expect(refusalOfLength(four(2500))).toBeUndefined();
    expect(refusalOfLength(four(2501))?.error).toBe('msg_blocks_too_long');
  });
});

describe('a view', () => {
  const modal = (more: object) => ({ type: 'modal', title: plain('Edit'), blocks: many(1), ...more });
  it('may have a hundred blocks and an alert', () => {
    expect(checkView(modal({ blocks: many(100) }), 'modal')).toHaveProperty('view');
    const alert = [{ type: 'alert', text: plain('Careful') }];
    expect(checkView(modal({ blocks: alert }), 'modal')).toHaveProperty('view');
  });

  it.each([
    ['101 blocks', modal({ blocks: many(101) })],
    ['a long title', modal({ title: plain('x'.repeat(25)) })],
    ['long private_metadata', modal({ private_metadata: 'x'.repeat(3001) })],
    ['a table', modal({ blocks: [{ type: 'table', rows: [[cell('a')]] }] })],
    [
      'an input without submit',
      modal({ blocks: [{ type: 'input', label: plain('x'), element: { type: 'plain_text_input' } }] }),
    ],
  ])('may not have %s', (_, view) => {
    expect(checkView(view, 'modal')).toMatchObject({ refusal: { error: 'invalid_arguments' } });
  });

  it('may not be larger than 250 kB', () => {
    const big = Array.from({ length: 90 }, () => section('x'.repeat(2900)));
    expect(checkView(modal({ blocks: big }), 'modal')).toMatchObject({
      refusal: { error: 'view_too_large' },
    });
  });
});

describe('the Web API', () => {
  const channel = 'C0PIPELINE';
  const refusedWith = (error: string) => ({ data: { ok: false, error } });

  it('refuses blocks with what is wrong and where', async () => {
    desk = await startDesk();
    const post = desk.app.client.chat.postMessage({
      channel,
      text: 'x',
      blocks: [section('')] as never,
    });
    await expect(post).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
  });

  it('refuses a wrong token, a missing scope, and what is not there', async () => {
    desk = await startDesk({ scopes: ['commands', 'users:read'] });
    const { client } = desk.app;
    await expect(client.auth.test({ token: 'xoxb-other' })).rejects.toMatchObject(
      refusedWith('invalid_auth'),
    );
    await expect(client.chat.postMessage({ channel, text: 'x' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'chat:write' },
    });
    await expect(client.usergroups.list()).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'usergroups:read' },
    });
    await expect(client.apiCall('no.such.method')).rejects.toMatchObject(refusedWith('unknown_method'));
  });

  it('cuts a long post and refuses a long update', async () => {
    desk = await startDesk();
    const { client } = desk.app;
    const posted = await client.chat.postMessage({ channel, text: 'x'.repeat(40_001) });
    expect(lastMessage(desk.slack, 'U0ONCALL01').text).toHaveLength(40_000);
    const update = client.chat.update({ channel, ts: String(posted.ts), text: 'x'.repeat(4001) });
    await expect(update).rejects.toMatchObject(refusedWith('msg_too_long'));
  });

  it('refuses direct messages of an app without a Messages tab', async () => {
    desk = await startDesk({ hasMessagesTab: false });
    const { chat } = desk.app.client;
    const direct = chat.postMessage({ channel: 'U0ONCALL01', text: 'x' });
    await expect(direct).rejects.toMatchObject(refusedWith('messages_tab_disabled'));
    expect(await chat.postMessage({ channel, text: 'x' })).toMatchObject({ ok: true });
  });

  it('takes five answers at a response_url, and no sixth', async () => {
    let url = '';
    desk = await startDesk({
      setUp: (app) =>
        app.command('/alooma', async ({ ack, command }) => {
          url = command.response_url;
          await ack();
        }),
    });
    await desk.slack.command({ as: 'U0ONCALL01', channel, text: '/alooma help' });
    const answer = async (body: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
      return [response.status, await response.text()];
    };
    const shown = () => desk?.slack.state('U0ONCALL01').messages.map(({ text }) => text);
    expect(await answer({ text: 'one' })).toEqual([200, '{"ok":true}']);
    expect(await answer({ text: 'two', replace_original: true })).toEqual([200, '{"ok":true}']);
    expect(shown()).toEqual(['two']);
    expect(await answer({ text: 'three', response_type: 'in_channel' })).toEqual([200, '{"ok":true}']);
    expect(desk.slack.state('U0APPROV01').messages.map(({ text }) => text)).toEqual(['three']);
    expect(await answer({ delete_original: true })).toEqual([200, '{"ok":true}']);
    expect(shown()).toEqual(['two']);
    expect(await answer({ text: 'x', blocks: [{ type: 'bogus' }] })).toEqual([400, 'invalid_blocks']);
    expect(await answer({ text: 'six' })).toEqual([404, 'used_url']);
    expect(shown()).toEqual(['two']);
  });

  it('tells guests, strangers and members of groups', async () => {
    desk = await startDesk();
    const { client } = desk.app;
    const info = async (user: string) => (await client.users.info({ user })).user;
    expect(await info('U0GUEST001')).toMatchObject({ is_ultra_restricted: true, team_id: 'T0SANDBOX1' });
    expect(await info('U0ONCALL01')).toMatchObject({ is_ultra_restricted: false, is_bot: false });
    expect(await info('U0SANDBOX1')).toMatchObject({ is_bot: true });
    expect(await info('U0STRANGE1')).toMatchObject({ is_stranger: true, team_id: 'T0OUTSIDE1' });
    expect(await client.usergroups.users.list({ usergroup: 'S0APPROV01' })).toMatchObject({
      users: ['U0APPROV01', 'U0BACKUP01'],
    });
    expect(await client.auth.test()).toMatchObject({ user_id: 'U0SANDBOX1', bot_id: 'B0SANDBOX1' });
  });
});
