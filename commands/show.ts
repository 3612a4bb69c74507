import { z } from 'zod';
import { CONFIGURATION_LIMIT, renderInput } from '../blocks/input.ts';
import { type Head, jsonHeadSteps } from '../src/domain/json-lines.ts';
import { redactSteps } from '../src/domain/secrets.ts';
import type { Steps } from '../src/domain/steps.ts';
import { summarise } from '../src/domain/summary.ts';
import { inSlices } from '../src/services/in-slices.ts';
import { defineCommand } from './router/define.ts';

export const show = defineCommand({
  verb: 'show',
  also: ['view', 'get', 'status', 'describe', 'info'],
  usage: 'show <input>',
  summary:
    'Show an input: is it paused, by whom and why, what waits on it, its configuration without secrets',
  args: z.object({ input: z.string() }),
  action: 'read',
  run: async ({ args, services: { inputs, changes, pauses, previews, accountLabel } }) => {
    const input = await inputs.find(args.input);
    const [lastSwitch, pause, { readable, unreadable }, configuration] = await Promise.all([
      changes.lastSwitch(input.id),
      pauses.runningOf(input.id),
      changes.openOf(input.id),
      inSlices(shownSteps(input.configuration)),
    ]);
    const waiting = await Promise.all(
      readable.map(async (change) => ({ ...change, summary: summarise(change, await previews.of(change)) })),
    );
    const history = { lastSwitch, pausedUntil: pause?.until, open: { readable: waiting, unreadable } };
    return {
      kind: 'message',
      to: 'channel',
      message: renderInput(input, configuration, history, accountLabel),
    };
  },
});

function* shownSteps(configuration: unknown): Steps<Head> {
  return yield* jsonHeadSteps(yield* redactSteps(configuration), CONFIGURATION_LIMIT);
}
