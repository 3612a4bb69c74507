import { afterEach, describe, expect, it } from '@jest/globals';
import type { App } from '@slack/bolt';
import type { View, ViewState } from '../../sandbox/slack/client-api.ts';
import { type Desk, startDesk } from './slack-support.ts';

let desk: Desk | undefined;
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
});

const text = (value: string) => ({ type: 'plain_text' as const, text: value });
const modal = (callback_id: string) => ({
  type: 'modal' as const,
  callback_id,
  notify_on_close: true,
  title: text('Edit'),
  submit: text('Ask'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'input',
      label: text('Input'),
      element: { type: 'external_select' as const, action_id: 'which', min_query_length: 0 },
    },
    {
      type: 'input' as const,
      block_id: 'value',
      optional: true,
      label: text('Value'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
  ],
});

const chosen: ViewState = {
  input: {
    which: { type: 'external_select', selected_option: { text: text('orders_db'), value: 'orders_db' } },
  },
  value: { text: { type: 'plain_text_input', value: '5' } },
};

const as = 'U0ONCALL01';

/** Starts the app and opens its modal with a command. */
async function opened(setUp: (app: App) => void): Promise<{ desk: Desk; view: View }> {
  const started = await startDesk({
    setUp: (app) => {
      app.command('/alooma', async ({ ack, client, command }) => {
        await client.views.open({ trigger_id: command.trigger_id, view: modal('edit') });
        await ack();
      });
      setUp(app);
    },
  });
  desk = started;
  await started.slack.command({ as, channel: 'C0PIPELINE', text: '/alooma edit' });
  return { desk: started, view: top(started) };
}

function top({ slack }: Desk): View {
  const view = slack.state(as).views.at(-1);
  if (!view) throw new Error('no modal is open');
  return view;
}

describe('a modal', () => {
  it('asks the app for options, tells it what was submitted, and closes', async () => {
    let values: unknown;
    const { desk, view } = await opened((app) => {
      app.options('which', async ({ ack, payload }) =>
        ack({ options: [{ text: text(`${payload.value}_db`), value: `${payload.value}_db` }] }),
      );
      app.view('edit', async ({ ack, view }) => {
        values = view.state.values;
        await ack();
      });
    });
    const container = { type: 'view' as const, viewId: view.id };
    const asked = { as, container, blockId: 'input', actionId: 'which', value: 'orders' };
    expect(await desk.slack.options(asked)).toEqual({
      ok: true,
      options: [{ text: text('orders_db'), value: 'orders_db' }],
    });
    expect(await desk.slack.submit({ as, viewId: view.id, state: chosen })).toEqual({ ok: true });
    expect(values).toEqual(chosen);
    expect(desk.slack.state(as).views).toEqual([]);
  });

  it('stays open with the errors of the app, and does not reach it while a required input is empty', async () => {
    let submissions = 0;
    const { desk, view } = await opened((app) =>
      app.view('edit', async ({ ack }) => {
        submissions += 1;
        await ack({ response_action: 'errors', errors: { value: 'Not a number' } });
      }),
    );
    const submit = (state: ViewState) => desk.slack.submit({ as, viewId: view.id, state });
    expect(await submit({})).toEqual({
      ok: false,
      errors: { input: 'Please complete this required field.' },
    });
    expect(submissions).toBe(0);
    expect(await submit(chosen)).toEqual({ ok: false, errors: { value: 'Not a number' } });
    expect(submissions).toBe(1);
    expect(desk.slack.answers).toEqual([{ response_action: 'errors', errors: { value: 'Not a number' } }]);
    expect(top(desk).id).toBe(view.id);
  });

  it('is replaced, covered and cleared by the answer to a submission', async () => {
    const answers = [
      { response_action: 'update' as const, view: modal('edit') },
      { response_action: 'push' as const, view: modal('edit') },
      { response_action: 'clear' as const },
    ];
    const { desk, view } = await opened((app) =>
      app.view('edit', async ({ ack }) => {
        const answer = answers.shift();
        if (answer) await ack(answer);
      }),
    );
    const submit = () => desk.slack.submit({ as, viewId: top(desk).id, state: chosen });
    const depth = () => desk.slack.state(as).views.length;
    await submit();
    expect([depth(), top(desk).id]).toEqual([1, view.id]);
    await submit();
    expect(depth()).toBe(2);
    expect(top(desk).id).not.toBe(view.id);
    await submit();
    expect(depth()).toBe(0);
  });

  it('tells the app that it was closed', async () => {
    let closed = '';
    const { desk, view } = await opened((app) =>
      app.view({ callback_id: 'edit', type: 'view_closed' }, async ({ ack, view }) => {
        closed = view.id;
        await ack();
      }),
    );
    await desk.slack.closeView({ as, viewId: view.id });
    expect(closed).toBe(view.id);
    expect(desk.slack.state(as).views).toEqual([]);
  });

  it('opens once for one trigger, for three seconds, and lies at most three deep', async () => {
    const triggers: string[] = [];
    desk = await startDesk({
      setUp: (app) => {
        app.command('/alooma', async ({ ack, command }) => {
          triggers.push(command.trigger_id);
          await ack();
        });
        app.action('more', async ({ ack, body }) => {
          triggers.push('trigger_id' in body ? String(body.trigger_id) : '');
          await ack();
        });
      },
    });
    const { slack, app } = desk;
    const more = {
      ...modal('edit'),
      blocks: [
        {
          type: 'actions' as const,
          block_id: 'row',
          elements: [{ type: 'button' as const, action_id: 'more', text: text('More') }],
        },
      ],
    };
    const next = () => ({ trigger_id: triggers.at(-1) ?? '', view: more });
    await slack.command({ as, channel: 'C0PIPELINE', text: '/alooma edit' });
    await app.client.views.open(next());
    await expect(app.client.views.open(next())).rejects.toMatchObject({
      data: { error: 'exchanged_trigger_id' },
    });
    const push = async () => {
      const container = { type: 'view' as const, viewId: slack.state(as).views.at(-1)?.id ?? '' };
      await slack.action({ as, container, blockId: 'row', actionId: 'more' });
      return app.client.views.push(next());
    };
    await push();
    await push();
    await expect(push()).rejects.toMatchObject({ data: { error: 'push_limit_reached' } });
    await slack.command({ as, channel: 'C0PIPELINE', text: '/alooma edit' });
    await new Promise((resolve) => setTimeout(resolve, 3050));
    await expect(app.client.views.open(next())).rejects.toMatchObject({
      data: { error: 'expired_trigger_id' },
    });
  });
});
