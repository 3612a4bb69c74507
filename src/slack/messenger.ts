import { type FileHandle, open } from 'node:fs/promises';
import type { WebClient } from '@slack/web-api';
import axios from 'axios';
import type { Message, SharedFile, StoredFile } from '../domain/message.ts';
import { cutUnits } from '../domain/mrkdwn.ts';
import { isSlackAddress } from './address.ts';
import { refusalIn, SlackFailure, slackFailure, slackRefusal } from './failure.ts';
import { unlessAborted } from './giving-up.ts';

/** Where a message is. */
export interface Place {
  readonly channelId: string;
  readonly ts: string;
}

export type Audience = 'asker' | 'channel';

export interface AnswerOptions {
  /** The one who asked, when absent. */
  readonly to?: Audience;
  /** Takes the place of the message that was clicked. */
  readonly replacesClicked?: boolean;
  /** What is said where the workspace does not have the blocks of the message. */
  readonly plain?: Message;
}

export interface Upload {
  readonly channelId: string;
  /** Of the message in whose thread the file goes; in the channel itself when absent. */
  readonly threadTs?: string;
  /** One that is stored is sent piece by piece, so that it is never held as a whole. */
  readonly file: SharedFile | StoredFile;
  /** Stands above the file, in mrkdwn. */
  readonly comment?: string;
  /**
   * Gives up a stored file. The last step, which shares it, is then no longer begun; one that is under way is waited for
   * a few seconds more, and then fails as one that may have arrived.
   */
  readonly signal?: AbortSignal;
}

export interface PostOptions {
  /** Of the message in whose thread it goes; in the channel itself when absent. */
  readonly threadTs?: string;
  /** Shows what goes into a thread in the channel as well. */
  readonly isBroadcast?: boolean;
}

/** What the bot says to Slack. Every method throws a `SlackFailure`. */
export interface Messenger {
  /** @param channelId a channel, or a person's id for their direct messages */
  post(channelId: string, message: Message, options?: PostOptions): Promise<Place>;
  /** @param options is it soon followed by another? Then it is not tried again by itself */
  update(place: Place, message: Message, options?: { isPassing?: boolean }): Promise<void>;
  permalink(place: Place): Promise<string>;
  /**
   * Shares a file. It is sent once: an upload whose answer was lost may be in the channel already, which is what
   * `mayHaveArrived` of the failure says. Of a stored file, that is so only where the last of three steps has failed.
   * @throws SlackFailure `refused` for an empty file, which Slack does not take
   */
  upload(upload: Upload): Promise<void>;
  /** Answers a command or a click at the address that came with it, which works where the bot is not a member, too. */
  answer(responseUrl: string, message: Message, options?: AnswerOptions): Promise<void>;
  /** Takes away the private message that was clicked. */
  removeClicked(responseUrl: string): Promise<void>;
}

const ANSWER_WITHIN_MS = 10_000;
const UPDATE_TEXT_LIMIT = 4_000;
/** For the bytes of a stored file: some 100 MB over a slow line. */
const SEND_WITHIN_MS = 300_000;
/** For a share under way when it is given up: a worker has nine seconds to end. */
const SHARED_WITHIN_MS = 4_000;

/**
 * @param client repeats what fails, for what may be done twice
 * @param poster repeats nothing
 * @param apiUrl Slack's address where it is not Slack's own: answers then go to that host as well
 */
export function createMessenger(client: WebClient, poster: WebClient, apiUrl: string | undefined): Messenger {
  // Slack's own client takes no proxy from the environment either: all of it goes one way.
  const answers = axios.create({ timeout: ANSWER_WITHIN_MS, maxRedirects: 0, proxy: false });

  async function respond(responseUrl: string, body: Record<string, unknown>): Promise<void> {
    if (!isSlackAddress(responseUrl, apiUrl)) throw new SlackFailure('refused', 'foreign_response_url');
    try {
      const { data } = await answers.post<unknown>(responseUrl, body);
      const refusal = refusalIn(data);
      if (refusal) throw slackRefusal(refusal);
    } catch (error) {
      throw slackFailure(error);
    }
  }

  async function say(responseUrl: string, { text, blocks }: Message, options: AnswerOptions): Promise<void> {
    await respond(responseUrl, {
      response_type: options.to === 'channel' ? 'in_channel' : 'ephemeral',
      replace_original: options.replacesClicked ?? false,
      text,
      blocks,
      unfurl_links: false,
      unfurl_media: false,
    });
  }

  /**
   * The three steps of `filesUploadV2`, which itself reads a file as a whole. Source:
   * https://docs.slack.dev/messaging/working-with-files#upload
   */
  async function uploadStored(
    file: StoredFile,
    content: FileHandle,
    where: { channel_id: string; thread_ts?: string; initial_comment?: string },
    signal?: AbortSignal,
  ): Promise<void> {
    const id = await send(file, content, signal).catch((error: unknown) => {
      throw slackFailure(error).whilePreparing();
    });
    const sharing = poster.files.completeUploadExternal({ files: [{ id, title: file.name }], ...where });
    await unlessAborted(sharing, signal, SHARED_WITHIN_MS);
  }

  /** @returns the id of what Slack has then, and nobody sees */
  async function send(
    { name, bytes }: StoredFile,
    content: FileHandle,
    signal = new AbortController().signal,
  ): Promise<string> {
    signal.throwIfAborted();
    const asking = poster.files.getUploadURLExternal({ filename: name, length: bytes });
    const { upload_url: address = '', file_id: id = '' } = await unlessAborted(asking, signal);
    if (!isSlackAddress(address, apiUrl)) throw new SlackFailure('refused', 'foreign_upload_url');
    const stream = content.createReadStream();
    try {
      await answers.post(address, stream, {
        headers: { 'content-type': 'application/octet-stream', 'content-length': bytes },
        signal: AbortSignal.any([signal, AbortSignal.timeout(SEND_WITHIN_MS)]),
        timeout: SEND_WITHIN_MS,
      });
    } finally {
      // One that was not read to its end would hold the file open.
      stream.destroy();
    }
    signal.throwIfAborted();
    return id;
  }

  return {
    async post(channelId, { text, blocks }, { threadTs, isBroadcast = false } = {}) {
      try {
        const posted = await poster.chat.postMessage({
          channel: channelId,
          text,
          blocks: [...blocks],
          unfurl_links: false,
          unfurl_media: false,
          ...threadOf(threadTs, isBroadcast),
        });
        // A person's id becomes the id of the conversation: only that can be updated.
        return { channelId: posted.channel ?? channelId, ts: posted.ts ?? '' };
      } catch (error) {
        throw slackFailure(error);
      }
    },

    async update({ channelId, ts }, { text, blocks }, { isPassing = false } = {}) {
      try {
        await (isPassing ? poster : client).chat.update({
          channel: channelId,
          ts,
          text: cutUnits(text, UPDATE_TEXT_LIMIT),
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

    async upload({ channelId, threadTs, file, comment, signal }) {
      const isEmpty = 'content' in file ? file.content === '' : file.bytes === 0;
      if (isEmpty) throw new SlackFailure('refused', 'empty_file');
      const where = {
        ...(threadTs ? { channel_id: channelId, thread_ts: threadTs } : { channel_id: channelId }),
        ...(comment ? { initial_comment: comment } : {}),
      };
      // Opened before anything is asked of Slack: that it is gone is no fault of Slack's.
      const stored = 'path' in file ? { file, content: await open(file.path) } : undefined;
      try {
        if (stored) await uploadStored(stored.file, stored.content, where, signal);
        else if ('content' in file)
          await poster.filesUploadV2({ ...where, filename: file.name, content: file.content });
      } catch (error) {
        throw slackFailure(error);
      } finally {
        await stored?.content.close();
      }
    },

    async answer(responseUrl, message, { plain, ...options } = {}) {
      try {
        await say(responseUrl, message, options);
      } catch (error) {
        if (!plain || !isAboutBlocks(error)) throw error;
        await say(responseUrl, plain, options);
      }
    },

    removeClicked(responseUrl) {
      return respond(responseUrl, { delete_original: true });
    },
  };
}

function threadOf(threadTs: string | undefined, isBroadcast: boolean) {
  if (!threadTs) return {};
  return isBroadcast
    ? ({ thread_ts: threadTs, reply_broadcast: true } as const)
    : ({ thread_ts: threadTs } as const);
}

/** A workspace may not have the newer blocks yet. Slack names the fault, and where it does not, the status is 400. */
function isAboutBlocks(error: unknown): boolean {
  return (
    error instanceof SlackFailure && /^(invalid_blocks|invalid_attachments|http_400)/.test(error.slackError)
  );
}
