import type { WebClient } from '@slack/web-api';
import axios from 'axios';
import type { Message } from '../domain/message.ts';
import { SlackFailure, slackFailure } from './failure.ts';

/** Where a message is. */
export interface Place {
  readonly channelId: string;
  readonly ts: string;
}

export type Audience = 'asker' | 'channel';

/** What the bot says to Slack. Every method throws a `SlackFailure`. */
export interface Messenger {
  /** @param channelId a channel, or a person's id for their direct messages */
  post(channelId: string, message: Message, options?: { threadTs?: string }): Promise<Place>;
  update(place: Place, message: Message): Promise<void>;
  permalink(place: Place): Promise<string>;
  /** Answers a command or a click at the address that came with it, which works where the bot is not a member, too. */
  answer(responseUrl: string, message: Message, audience?: Audience): Promise<void>;
  /** Takes away the private message that was clicked. */
  removeClicked(responseUrl: string): Promise<void>;
}

const ANSWER_WITHIN_MS = 10_000;
const UPDATE_TEXT_LIMIT = 4_000;

/**
 * @param client repeats what fails, for what may be done twice
 * @param poster repeats nothing
 * @param apiUrl Slack's address where it is not Slack's own: answers then go to that host as well
 */
export function createMessenger(client: WebClient, poster: WebClient, apiUrl: string | undefined): Messenger {
  const answers = axios.create({ timeout: ANSWER_WITHIN_MS, maxRedirects: 0 });

  async function respond(responseUrl: string, body: Record<string, unknown>): Promise<void> {
    if (!isSlackAddress(responseUrl, apiUrl)) throw new SlackFailure('refused', 'foreign_response_url');
    await answers.post(responseUrl, body).catch((error: unknown) => {
      throw slackFailure(error);
    });
  }

  return {
    async post(channelId, { text, blocks }, { threadTs } = {}) {
      try {
        const posted = await poster.chat.postMessage({
          channel: channelId,
          text,
          blocks: [...blocks],
          unfurl_links: false,
          unfurl_media: false,
          ...(threadTs ? { thread_ts: threadTs } : {}),
        });
        // A person's id becomes the id of the conversation: only that can be updated.
        return { channelId: posted.channel ?? channelId, ts: posted.ts ?? '' };
      } catch (error) {
        throw slackFailure(error);
      }
    },

    async update({ channelId, ts }, { text, blocks }) {
      try {
        await client.chat.update({
          channel: channelId,
          ts,
          text: text.slice(0, UPDATE_TEXT_LIMIT),
          blocks: [...blocks],
        });
      } catch (error) {
        throw slackFailure(error);
      }
    },

    async permalink({ channelId, ts }) {
      try {
        const { permalink } = await client.chat.getPermalink({ channel: channelId, message_ts: ts });
        return permalink ?? '';
      } catch (error) {
        throw slackFailure(error);
      }
    },

    answer(responseUrl, { text, blocks }, audience = 'asker') {
      return respond(responseUrl, {
        response_type: audience === 'channel' ? 'in_channel' : 'ephemeral',
        replace_original: false,
        text,
        blocks,
        unfurl_links: false,
        unfurl_media: false,
      });
    },

    removeClicked(responseUrl) {
      return respond(responseUrl, { delete_original: true });
    },
  };
}

/** The address came in a signed request; this holds even if the secret that signs them is lost. */
function isSlackAddress(address: string, apiUrl: string | undefined): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, hostname } = new URL(address);
  if (apiUrl) return host === new URL(apiUrl).host;
  return protocol === 'https:' && /(^|\.)slack(-gov)?\.com$/.test(hostname);
}
