import type { App } from '@slack/bolt';
import { actionNameOf } from '../../blocks/ids.ts';
import { renderOptions } from '../../blocks/options.ts';
import { describeError, type Logger } from '../../src/log.ts';
import type { Running } from '../../src/slack/running.ts';
import { clickIn, commandIn, searchIn, submissionIn } from './bodies.ts';
import type { Dispatcher } from './dispatch.ts';

/**
 * One listener for each kind of delivery: Bolt tries every listener for every request. The acknowledgement goes out first,
 * but where it is itself the answer; what follows is tracked, since stopping has to wait for it.
 */
export function listen(app: App, dispatcher: Dispatcher, running: Running, logger: Logger): void {
  app.command('/alooma', async ({ ack, body }) => {
    await ack();
    const { text, delivery } = commandIn(body);
    await running.track(dispatcher.command(text, delivery));
  });

  app.action(/.*/, async ({ ack, body }) => {
    await ack();
    const clicked = clickIn(body);
    if (!clicked) return;
    await running.track(dispatcher.click(actionNameOf(clicked.actionId), clicked.value, clicked.delivery));
  });

  app.view(/.*/, async ({ ack, body }) => {
    await running.track(dispatcher.submit(submissionIn(body), (reply) => ack(reply)));
  });

  app.options(/.*/, async ({ ack, body }) => {
    const { id, search, metadata } = searchIn(body);
    const choices = await dispatcher.choices(id, search, metadata);
    await ack({ options: renderOptions(choices) });
  });

  app.error(async (error) => {
    logger.error({ error: describeError(error) }, 'A delivery could not be handled');
  });
}
