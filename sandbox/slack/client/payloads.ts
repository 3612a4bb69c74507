import type { Json, ViewState } from '../client-api.ts';
import type { KeptMessage } from '../messages.ts';
import { formatView, type OpenView } from '../views.ts';
import { app, channels, credentials, type Member, team } from '../workspace.ts';

/**
 * What Slack sends, field for field.
 * Sources: https://docs.slack.dev/interactivity/implementing-slash-commands and
 * https://docs.slack.dev/reference/interaction-payloads
 */

const channelName = (id: string): string =>
  Object.values(channels).find((channel) => channel.id === id)?.name ?? 'directmessage';

export interface CommandParts {
  person: Member;
  channel: string;
  command: string;
  text: string;
  responseUrl: string;
  triggerId: string;
}

export const slashCommand = ({ person, channel, command, text, responseUrl, triggerId }: CommandParts) => ({
  token: credentials.verificationToken,
  team_id: person.teamId,
  team_domain: team.domain,
  channel_id: channel,
  channel_name: channelName(channel),
  user_id: person.id,
  user_name: person.name,
  command,
  text,
  api_app_id: app.id,
  is_enterprise_install: 'false',
  response_url: responseUrl,
  trigger_id: triggerId,
});

/** What every interaction says about who and where. */
const common = (type: string, person: Member) => ({
  type,
  team: { id: team.id, domain: team.domain },
  enterprise: null,
  is_enterprise_install: false,
  user: { id: person.id, username: person.name, name: person.name, team_id: person.teamId },
  api_app_id: app.id,
  token: credentials.verificationToken,
});

export type Container =
  | { kind: 'message'; message: KeptMessage }
  | { kind: 'view'; view: OpenView; values: ViewState };

/** An ephemeral message is not sent along: Slack keeps none. */
function place(container: Container) {
  if (container.kind === 'view') {
    const { view, values } = container;
    return { container: { type: 'view', view_id: view.id }, view: formatView(view, values) };
  }
  const { message } = container;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.isEphemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: message.channel, name: channelName(message.channel) },
    ...(message.isEphemeral ? {} : { message: formatMessage(message) }),
  };
}

function formatMessage(message: KeptMessage) {
  const isApp = message.user === app.botUserId;
  return {
    type: 'message',
    user: message.user,
    ...(isApp ? { bot_id: app.botId, app_id: app.id } : {}),
    team: team.id,
    ts: message.ts,
    text: message.text,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.isEdited ? { edited: { user: message.user, ts: message.ts } } : {}),
  };
}

export const blockActions = (
  person: Member,
  container: Container,
  act: { action: Json; values: ViewState; triggerId: string; responseUrl: string | undefined },
) => ({
  ...common('block_actions', person),
  ...place(container),
  trigger_id: act.triggerId,
  state: { values: act.values },
  ...(act.responseUrl === undefined ? {} : { response_url: act.responseUrl }),
  actions: [act.action],
});

export const blockSuggestion = (
  person: Member,
  container: Container,
  asked: { blockId: string; actionId: string; value: string },
) => ({
  ...common('block_suggestion', person),
  ...place(container),
  block_id: asked.blockId,
  action_id: asked.actionId,
  value: asked.value,
});

export const viewSubmission = (
  person: Member,
  view: OpenView,
  values: ViewState,
  triggerId: string,
  responseUrls: { block_id: string; action_id: string; channel_id: string; response_url: string }[],
) => ({
  ...common('view_submission', person),
  trigger_id: triggerId,
  view: formatView(view, values),
  response_urls: responseUrls,
});

export const viewClosed = (person: Member, view: OpenView) => ({
  ...common('view_closed', person),
  view: formatView(view),
  is_cleared: false,
});
