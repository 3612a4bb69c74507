import { z } from 'zod';
import { MenuOption, OptionGroup } from '../blocks/composition.ts';
import { findElement } from '../blocks/find.ts';
import type { ClientAction, ClientOptions, Json } from '../client-api.ts';
import { memberWith } from '../workspace.ts';
import { blocksOf, containerOf, done, failed, NOT_THERE, type Result, type Stage } from './acting.ts';
import { actionEntry, isOffered } from './action-payload.ts';
import { blockActions, blockSuggestion, type Container } from './payloads.ts';

/** Clicks and choices, and the options that an external select asks the app for. */

const GONE = 'What you clicked is not there any more.';

export async function act(stage: Stage, clicked: ClientAction): Promise<Result> {
  const person = memberWith(clicked.as);
  if (!person) return failed(NOT_THERE);
  const values = clicked.state ?? {};
  const container = containerOf(stage, person, clicked.container, values);
  const found = container && findElement(blocksOf(container), clicked.blockId, clicked.actionId);
  if (!container || !found) return failed(GONE);
  if (!isOffered(found.element, clicked.value)) return failed('The app does not offer this choice.');
  const payload = blockActions(person, container, {
    action: actionEntry(clicked.blockId, found.element, clicked.value),
    values,
    triggerId: stage.context.triggers.issue({
      user: person.id,
      viewId: container.kind === 'view' ? container.view.id : undefined,
    }),
    responseUrl: responseUrl(stage, person.id, container),
  });
  const outcome = await stage.deliveries.deliver({ type: 'interactive', payload });
  return outcome.ok ? done : failed(`This action failed with the error ${outcome.error}`);
}

function responseUrl(stage: Stage, user: string, container: Container): string | undefined {
  if (container.kind === 'view') return undefined;
  const { channel, ts, isEphemeral } = container.message;
  return stage.responseUrls.issue('actions', { channel, user, original: { ts, isEphemeral } });
}

export interface Suggested extends Result {
  options?: Json;
  option_groups?: Json;
}

const Suggestions = z.union([
  z.object({ options: z.array(MenuOption).max(100) }),
  z.object({ option_groups: z.array(OptionGroup).max(100) }),
]);

export async function suggest(stage: Stage, asked: ClientOptions): Promise<Suggested> {
  const person = memberWith(asked.as);
  const container = person && containerOf(stage, person, asked.container, {});
  const found = container && findElement(blocksOf(container), asked.blockId, asked.actionId);
  if (!person || !container || !found) return failed(GONE);
  const payload = blockSuggestion(person, container, asked);
  const outcome = await stage.deliveries.deliver({ type: 'interactive', payload });
  if (!outcome.ok) return failed(`The options did not come: ${outcome.error}`);
  const parsed = Suggestions.safeParse(outcome.body);
  return parsed.success
    ? { ok: true, ...(parsed.data as { options?: Json; option_groups?: Json }) }
    : failed('The app sent options that Slack does not take.');
}
