import { randomUUID } from 'node:crypto';
import { renderSentence } from '../../blocks/answers.ts';
import type { ButtonHandler } from '../../commands/router/define.ts';
import { signed } from '../../sandbox/slack/delivery/sign.ts';
import type { World } from './world.ts';

/** A click that Slack has signed and that no page offers: from elsewhere, or by somebody who sees no card. */
export interface ForgedClick {
  readonly actionId: string;
  readonly value: string;
  readonly userId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly responseUrl: string;
}

/** @returns the status with which it was acknowledged */
export async function clickForged({ app, slack }: World, click: ForgedClick): Promise<number> {
  const payload = {
    type: 'block_actions',
    user: { id: click.userId, team_id: click.teamId },
    team: { id: click.teamId, domain: 'forged' },
    channel: { id: click.channelId, name: 'forged' },
    container: { type: 'message', message_ts: '1.1', channel_id: click.channelId },
    response_url: click.responseUrl,
    trigger_id: randomUUID(),
    actions: [
      { type: 'button', block_id: 'b', action_id: click.actionId, value: click.value, action_ts: '1' },
    ],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    ...signed(body, slack.signingSecret, Math.floor(Date.now() / 1000)),
  };
  const { status } = await fetch(`${app.url}/slack/events`, { method: 'POST', headers, body });
  return status;
}

/** A button that notes the address to which Slack takes answers to a click, so that a forged click can be answered as well. */
export function notingAddress(): { readonly button: ButtonHandler; readonly address: () => string } {
  let noted = '';
  return {
    button: {
      id: 'note_address',
      run: async ({ origin }) => {
        noted = origin.responseUrl;
        return { kind: 'message', to: 'asker', message: renderSentence('Noted.') };
      },
    },
    address: () => noted,
  };
}
