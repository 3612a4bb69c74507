import { afterEach, describe, expect, it } from '@jest/globals';
import type { Block } from '../../sandbox/slack/client-api.ts';
import { until } from '../support/words.ts';
import { type Desk, lastMessage, startDesk, untilState } from './slack-support.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
});

const button = (id: string): Block => ({
  type: 'actions',
  block_id: 'deciding',
  elements: [{ type: 'button', action_id: id, value: '42', text: { type: 'plain_text', text: 'Approve' } }],
});

describe.each([{ socketMode: false }, { socketMode: true }])('an app with %o', ({ socketMode }) => {
  it('is sent a command, with what the composer makes of the text, and answers in the channel', async () => {
    let received: Record<string, unknown> = {};
    desk = await startDesk({
      socketMode,
      setUp: (app) =>
        app.command('/alooma', async ({ ack, command, client }) => {
          received = { ...command };
          await ack();
          await client.chat.postMessage({ channel: command.channel_id, text: `did ${command.text}` });
        }),
    });
    const { slack } = desk;
    expect(slack.isSocketConnected()).toBe(socketMode);
    const { oncall } = slack.people;
    const channel = slack.channels.pipelines.id;
    const text = '/alooma edit "a & b" <x> http://example.com/a?b=1&c=2.';
    expect(await slack.command({ as: oncall.id, channel, text })).toEqual({ ok: true });
    const state = await untilState(slack, oncall.id, ({ messages }) => messages.length === 1);
    expect(received).toMatchObject({
      command: '/alooma',
      text: 'edit "a &amp; b" &lt;x&gt; <http://example.com/a?b=1&amp;c=2>.',
      user_id: 'U0ONCALL01',
      channel_id: 'C0PIPELINE',
      channel_name: 'pipelines',
      team_id: 'T0SANDBOX1',
    });
    expect(state.messages[0]).toMatchObject({ channel, isEphemeral: false, user: 'U0SANDBOX1' });
  });

  it('is sent a click with the message, and replaces the message over the response_url', async () => {
    let clicked: Record<string, unknown> = {};
    desk = await startDesk({
      socketMode,
      setUp: (app) =>
        app.action('approve', async ({ ack, body, respond }) => {
          clicked = { ...body };
          await ack();
          await respond({ text: 'Approved', replace_original: true });
        }),
    });
    const { slack, app } = desk;
    const { approver } = slack.people;
    const posted = await app.client.chat.postMessage({
      channel: '#pipelines',
      text: 'A card',
      blocks: [button('approve')] as never,
    });
    const ts = String(posted.ts);
    const container = { type: 'message' as const, channel: 'C0PIPELINE', ts };
    const click = { as: approver.id, container, blockId: 'deciding', actionId: 'approve' };
    expect(await slack.action(click)).toEqual({ ok: true });
    await untilState(slack, approver.id, ({ messages }) => messages[0]?.text === 'Approved');
    expect(clicked).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0APPROV01' },
      message: { ts, bot_id: 'B0SANDBOX1' },
      container: { message_ts: ts, channel_id: 'C0PIPELINE', is_ephemeral: false },
      actions: [{ type: 'button', action_id: 'approve', block_id: 'deciding', value: '42' }],
    });
    expect(lastMessage(slack, approver.id).isEdited).toBe(true);
  });

  it('is told of the same click twice when it is delivered again', async () => {
    const triggers: string[] = [];
    desk = await startDesk({
      socketMode,
      setUp: (app) =>
        app.action('approve', async ({ ack, body }) => {
          triggers.push('trigger_id' in body ? String(body.trigger_id) : '');
          await ack();
        }),
    });
    const { slack, app } = desk;
    const posted = await app.client.chat.postMessage({
      channel: 'C0PIPELINE',
      text: 'A card',
      blocks: [button('approve')] as never,
    });
    const container = { type: 'message' as const, channel: 'C0PIPELINE', ts: String(posted.ts) };
    const click = { as: 'U0ONCALL01', container, blockId: 'deciding', actionId: 'approve' };
    await slack.action(click);
    expect(await slack.redeliver()).toEqual({ ok: true, body: undefined });
    expect(triggers).toHaveLength(2);
    expect(triggers[0]).toBe(triggers[1]);
    await slack.action(click);
    expect(triggers[2]).not.toBe(triggers[0]);
  });

  it('that does not acknowledge within 3 s shows the person an error', async () => {
    desk = await startDesk({ socketMode, setUp: (app) => app.command('/alooma', async () => {}) });
    const { slack } = desk;
    const typed = { as: slack.people.oncall.id, channel: 'C0PIPELINE', text: '/alooma help' };
    const started = Date.now();
    expect(await slack.command(typed)).toEqual({
      ok: false,
      error: '/alooma failed with the error operation_timeout',
    });
    expect(Date.now() - started).toBeGreaterThan(2900);
  });
});

it('an app in Socket Mode dials again when Slack asks it to', async () => {
  let commands = 0;
  desk = await startDesk({
    socketMode: true,
    setUp: (app) =>
      app.command('/alooma', async ({ ack }) => {
        commands += 1;
        await ack();
      }),
  });
  const { slack } = desk;
  const dialled = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  expect(dialled()).toBe(1);
  slack.disconnectSocket();
  const typed = { as: 'U0ONCALL01', channel: 'C0PIPELINE', text: '/alooma help' };
  await until(() => dialled() >= 2 && slack.isSocketConnected());
  expect(await slack.command(typed)).toEqual({ ok: true });
  expect(commands).toBe(1);
});

describe('a person', () => {
  it('cannot use a command that the manifest does not have, nor reach an app that is not there', async () => {
    desk = await startDesk();
    const { slack, app } = desk;
    const typed = { as: slack.people.oncall.id, channel: 'C0PIPELINE' };
    expect(await slack.command({ ...typed, text: '/other' })).toMatchObject({ ok: false });
    await app.stop();
    expect(await slack.command({ ...typed, text: '/alooma help' })).toEqual({
      ok: false,
      error: '/alooma failed with the error dispatch_failed',
    });
  });

  it('alone sees what the app answers in its acknowledgement', async () => {
    desk = await startDesk({
      setUp: (app) => app.command('/alooma', async ({ ack }) => ack({ text: 'only you' })),
    });
    const { slack } = desk;
    await slack.command({ as: 'U0ONCALL01', channel: 'C0PIPELINE', text: '/alooma help' });
    expect(lastMessage(slack, 'U0ONCALL01')).toMatchObject({ text: 'only you', isEphemeral: true });
    expect(slack.state('U0APPROV01').messages).toEqual([]);
  });

  it('brings the app into a channel with /invite', async () => {
    desk = await startDesk();
    const { slack, app } = desk;
    const post = () => app.client.chat.postMessage({ channel: 'C0RANDOM01', text: 'hello' });
    await expect(post()).rejects.toMatchObject({ data: { error: 'not_in_channel' } });
    const typed = { as: 'U0ONCALL01', channel: 'C0RANDOM01', text: '/invite @alooma' };
    expect(await slack.command(typed)).toEqual({ ok: true });
    expect(await post()).toMatchObject({ ok: true });
  });
});
