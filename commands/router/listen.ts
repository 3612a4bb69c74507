import type { App } from '@slack/bolt';
import { z } from 'zod';
import { ACTION, actionNameOf } from '../../blocks/ids.ts';
import { describeError, type Logger } from '../../src/log.ts';
import type { Running } from '../../src/slack/running.ts';
import type { Dispatcher } from './dispatch.ts';

/** One command and one listener for all buttons: Bolt tries every listener for every request. */

const CommandBody = z.looseObject({
  text: z.string().default(''),
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  response_url: z.string(),
  trigger_id: z.string(),
});

const ActionBody = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  team: z.looseObject({ id: z.string() }),
  channel: z.looseObject({ id: z.string() }),
  response_url: z.string(),
  trigger_id: z.string(),
  actions: z.array(z.looseObject({ action_id: z.string(), value: z.string().default('') })).min(1),
});

/** The acknowledgement goes out first; what follows is tracked, since stopping has to wait for it. */
export function listen(app: App, dispatcher: Dispatcher, running: Running, logger: Logger): void {
  app.command('/alooma', async ({ ack, body }) => {
    await ack();
    const { text, user_id, team_id, channel_id, response_url, trigger_id } = CommandBody.parse(body);
    const origin = { userId: user_id, teamId: team_id, channelId: channel_id, responseUrl: response_url };
    await running.track(dispatcher.command(text, origin, trigger_id));
  });

  app.action(/.*/, async ({ ack, body }) => {
    await ack();
    const { user, team, channel, response_url, trigger_id, actions } = ActionBody.parse(body);
    const [clicked] = actions;
    if (!clicked) return;
    const origin = { userId: user.id, teamId: team.id, channelId: channel.id, responseUrl: response_url };
    const name = actionNameOf(clicked.action_id);
    await running.track(
      name === ACTION.run
        ? dispatcher.suggestion(clicked.value, origin, trigger_id)
        : dispatcher.button(name, clicked.value, origin, trigger_id),
    );
  });

  app.error(async (error) => {
    logger.error({ error: describeError(error) }, 'A delivery could not be handled');
  });
}
