import type { ClientAction, ClientMessage, Json, ViewState } from '../client-api.ts';
import type { Context } from '../context.ts';
import type { Deliveries } from '../delivery/deliver.ts';
import type { ResponseUrls } from '../delivery/response-urls.ts';
import { channels, type Member, memberWith } from '../workspace.ts';
import type { Container } from './payloads.ts';

/** What every act of a person needs, and what the acts have in common. */

export interface Stage {
  context: Context;
  deliveries: Deliveries;
  responseUrls: ResponseUrls;
}

/** `error` is a sentence that Slack's client would show. */
export interface Result {
  ok: boolean;
  error?: string;
}

export const done: Result = { ok: true };
export const failed = (error: string): Result => ({ ok: false, error });

/** The named channels, and the person's own direct messages with the app. */
export const channelsOf = (person: Member): string[] => [
  ...Object.values(channels).map((channel) => channel.id),
  person.directChannel,
];

/** The person, when they exist and are in that channel. */
export function personIn({ as, channel }: Pick<ClientMessage, 'as' | 'channel'>): Member | undefined {
  const person = memberWith(as);
  return person && channelsOf(person).includes(channel) ? person : undefined;
}

export const NOT_THERE = 'There is no such person in this conversation.';

/** The message or view that holds what was clicked, if this person sees it. */
export function containerOf(
  { context }: Stage,
  person: Member,
  place: ClientAction['container'],
  values: ViewState,
): Container | undefined {
  if (place.type === 'view') {
    const view = context.views.of(person.id).find((candidate) => candidate.id === place.viewId);
    return view && { kind: 'view', view, values };
  }
  const message = context.book
    .seenBy(person.id, channelsOf(person))
    .find((candidate) => candidate.channel === place.channel && candidate.ts === place.ts);
  return message && { kind: 'message', message };
}

export const blocksOf = (container: Container): readonly Json[] =>
  ((container.kind === 'view' ? container.view.blocks : container.message.blocks) ?? []) as Json[];
