import { z } from 'zod';
import type { ClickedView, Delivery } from './delivery.ts';
import { readFormValues } from './form-values.ts';
import { readMetadata } from './metadata.ts';
import type { Submission } from './submissions.ts';

/**
 * What Slack sends, checked. Sources: https://docs.slack.dev/interactivity/implementing-slash-commands and
 * https://docs.slack.dev/reference/interaction-payloads. Each throws zod's error, which holds no value of what was sent.
 */

const CommandBody = z.looseObject({
  text: z.string().default(''),
  user_id: z.string(),
  team_id: z.string(),
  channel_id: z.string(),
  response_url: z.string(),
  trigger_id: z.string(),
});

export function commandIn(body: unknown): { text: string; delivery: Delivery } {
  const command = CommandBody.parse(body);
  const origin = {
    userId: command.user_id,
    teamId: command.team_id,
    channelId: command.channel_id,
    responseUrl: command.response_url,
  };
  return { text: command.text, delivery: { origin, triggerId: command.trigger_id } };
}

const Person = z.looseObject({
  user: z.looseObject({ id: z.string() }),
  team: z.looseObject({ id: z.string() }),
});

const View = z.looseObject({
  id: z.string(),
  hash: z.string().optional(),
  callback_id: z.string().default(''),
  private_metadata: z.string().default(''),
  title: z.looseObject({ text: z.string() }),
});

const Clicked = z.looseObject({
  type: z.string(),
  action_id: z.string(),
  value: z.string().nullish(),
});
const ClickBody = Person.extend({
  channel: z.looseObject({ id: z.string() }).optional(),
  response_url: z.string().optional(),
  view: View.optional(),
  trigger_id: z.string(),
  actions: z.array(Clicked).min(1),
});

/** @returns nothing for what is no button: a choice in a form is read when the form is submitted */
export function clickIn(body: unknown): { actionId: string; value: string; delivery: Delivery } | undefined {
  const { user, team, channel, response_url, view, trigger_id, actions } = ClickBody.parse(body);
  const [clicked] = actions;
  if (clicked?.type !== 'button') return undefined;
  const place = view && placeOf(view);
  const delivery = {
    origin: {
      userId: user.id,
      teamId: team.id,
      channelId: channel?.id ?? place?.channelId ?? '',
      responseUrl: response_url ?? place?.responseUrl ?? '',
    },
    triggerId: trigger_id,
    ...(place && { view: place.view }),
  };
  // A modal that remembers nothing is from another version of the bot, and so is its button.
  const actionId = place && !place.isKnown ? '' : clicked.action_id;
  return { actionId, value: clicked.value ?? '', delivery };
}

const SubmissionBody = Person.extend({
  trigger_id: z.string().optional(),
  view: View.extend({
    submit: z.looseObject({ text: z.string() }).nullish(),
    blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })),
    state: z.looseObject({ values: z.unknown() }),
  }),
});

export function submissionIn(body: unknown): Submission {
  const { user, team, view, trigger_id } = SubmissionBody.parse(body);
  const { isKnown, channelId, responseUrl, view: open } = placeOf(view);
  return {
    origin: { userId: user.id, teamId: team.id, channelId, responseUrl },
    triggerId: trigger_id ?? `${view.id}:${view.hash ?? ''}`,
    view: open,
    formId: isKnown ? view.callback_id : '',
    values: readFormValues(view.state.values),
    blocks: view.blocks.flatMap(({ type, block_id }) => (type === 'input' && block_id ? block_id : [])),
    form: { id: view.callback_id, submit: view.submit?.text ?? '', blocks: view.blocks },
  };
}

const SearchBody = z.looseObject({
  action_id: z.string(),
  value: z.string().default(''),
  view: View.optional(),
});

export function searchIn(body: unknown): { id: string; search: string; metadata: string } {
  const { action_id, value, view } = SearchBody.parse(body);
  return { id: action_id, search: value, metadata: view ? placeOf(view).view.metadata : '' };
}

interface ModalPlace {
  readonly isKnown: boolean;
  readonly channelId: string;
  readonly responseUrl: string;
  readonly view: ClickedView;
}

/** Where the modal was asked for, as it remembers it. */
function placeOf({ id, hash, title, private_metadata }: z.infer<typeof View>): ModalPlace {
  const remembered = readMetadata(private_metadata);
  return {
    isKnown: remembered !== undefined,
    channelId: remembered?.origin.channelId ?? '',
    responseUrl: remembered?.origin.responseUrl ?? '',
    view: { id, title: title.text, metadata: remembered?.own ?? '', ...(hash && { hash }) },
  };
}
