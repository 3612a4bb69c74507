import type { Message } from '../../../sandbox/slack/client-api.ts';
import type { SlackStandIn } from '../../../sandbox/slack/start.ts';
import { until } from '../words.ts';
import type { Actor } from '../world.ts';
import type { Waiting } from './progress.ts';

/** A change that has a card, or is to have one. */
export type Shown = Pick<Waiting, 'id' | 'card_ts'>;

/** What people do with buttons and forms while what is behind them may be killed. */
export interface Hands {
  /** Presses a button on the card, or, where that is not there yet, on what stands for an old copy of it. */
  press(by: Actor, action: string, change: Shown): Promise<void>;
  /** Fills in the form that comes of it, if one does. */
  fillIn(by: Actor, open: () => Promise<void>, values: Record<string, string>): Promise<void>;
}

/** How long a person looks at a form that does not come: what was to make it may have been killed. */
const PATIENCE_MS = 6_000;

export function handsAt(slack: SlackStandIn): Hands {
  async function press(by: Actor, action: string, change: Shown): Promise<void> {
    const card = by.sees().find(({ ts }) => ts === change.card_ts);
    const place = (card && buttonOf(card, action, change.id)) ?? (await leaveCopy(by, action, change.id));
    const { ok, error } = await slack.action({
      as: by.id,
      container: { type: 'message', channel: place.message.channel, ts: place.message.ts },
      blockId: place.blockId,
      actionId: place.actionId,
    });
    if (!ok) throw new Error(error);
  }

  async function leaveCopy(by: Actor, action: string, changeId: string): Promise<Place> {
    const element = {
      type: 'button',
      action_id: action,
      value: changeId,
      text: { type: 'plain_text', text: action },
    };
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        channel: slack.channels.pipelines.id,
        text: 'An old copy of a card',
        blocks: [{ type: 'actions', elements: [element] }],
      }),
    });
    const { ts } = (await response.json()) as { ts: string };
    const place = by
      .sees()
      .filter((message) => message.ts === ts)
      .flatMap((message) => buttonOf(message, action, changeId) ?? [])[0];
    if (!place) throw new Error('Slack did not take the message');
    return place;
  }

  async function fillIn(by: Actor, open: () => Promise<void>, values: Record<string, string>): Promise<void> {
    while (by.modal()) await by.closesModal().catch(() => undefined);
    await open();
    const [field] = Object.keys(values);
    await until(
      () => by.modal()?.blocks.some(({ block_id, type }) => type === 'input' && block_id === field),
      () => 'a form',
      PATIENCE_MS,
    );
    await by.submits(values);
    while (by.modal()) await by.closesModal().catch(() => undefined);
  }

  return { press, fillIn };
}

interface Place {
  readonly message: Message;
  readonly blockId: string;
  readonly actionId: string;
}

function buttonOf(message: Message, action: string, value: string): Place | undefined {
  for (const block of message.blocks ?? []) {
    const elements = (block.type === 'actions' ? block.elements : []) as unknown as {
      action_id: string;
      value?: string;
    }[];
    const found = elements.find((element) => element.action_id === action && element.value === value);
    if (found) return { message, blockId: block.block_id ?? '', actionId: found.action_id };
  }
  return undefined;
}
