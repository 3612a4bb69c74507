import { z } from 'zod';
import { refusalOfLength, refusalOfMessage } from '../blocks/check.ts';
import { nameIds } from '../blocks/name-ids.ts';
import type { Block } from '../client-api.ts';
import type { Context } from '../context.ts';
import type { Answer, Args, Emulated } from '../emulated.ts';
import { app, everyone, memberWith } from '../workspace.ts';
import { refused } from './refused.ts';

/** Messages: checked here, carried out by the emulator, written into the book. */

export type Caller = Emulated['asApp'];

const UPDATE_TEXT = 4000;
const Posted = z.object({
  channel: z.string(),
  ts: z.string(),
  message: z.object({
    user: z.string(),
    text: z.string(),
    blocks: z.array(z.custom<Block>()).optional(),
    thread_ts: z.string().optional(),
  }),
});

/** Why Slack refuses the blocks of `chat.*`, or `undefined`. */
export function refusalOfBlocks(blocks: unknown): Answer | undefined {
  if (blocks === undefined) return undefined;
  const refusal = refusalOfMessage(blocks) ?? refusalOfLength(blocks as unknown[]);
  return refusal && refused(refusal);
}

/** With the ids that Slack gives to blocks and elements that came without. */
export const withIds = (args: Args): Args =>
  Array.isArray(args.blocks) ? { ...args, blocks: nameIds(args.blocks) } : args;

/**
 * Where the app may post: `not_in_channel` unless it is a member or may write to all public channels, and
 * `messages_tab_disabled` in direct messages that its manifest does not ask for.
 */
export function writable(context: Context, conversation: unknown): { channel: string } | { error: string } {
  const channel = context.membership.resolve(conversation);
  if (channel === undefined) return { error: 'channel_not_found' };
  const isDirect = everyone.some(({ directChannel }) => directChannel === channel);
  if (isDirect && !context.manifest.hasMessagesTab) return { error: 'messages_tab_disabled' };
  const everywhere = context.manifest.scopes.includes('chat:write.public');
  return context.membership.has(channel) || everywhere ? { channel } : { error: 'not_in_channel' };
}

export async function postMessage(context: Context, args: Args): Promise<Answer> {
  const place = writable(context, args.channel);
  if ('error' in place) return { ok: false, error: place.error };
  const refusal = refusalOfBlocks(args.blocks);
  return refusal ?? post(context, context.emulated.asApp, { ...args, channel: place.channel });
}

/** Posts what was checked already, as whoever `caller` is. The answer's `ts` is the sandbox's own. */
export async function post(context: Context, caller: Caller, args: Args): Promise<Answer> {
  const { translation } = context.emulated;
  const answer = await caller('chat.postMessage', withIds(args));
  if (!answer.ok) return answer;
  const ts = context.nextTs();
  translation.pair(ts, Posted.parse(answer).ts);
  const translated = translation.toOurs(answer);
  const { channel, message } = Posted.parse(translated);
  context.book.put({
    channel,
    ts,
    ...(message.thread_ts === undefined ? {} : { threadTs: message.thread_ts }),
    ...(message.thread_ts !== undefined && isTrue(args.reply_broadcast) ? { isBroadcast: true } : {}),
    user: message.user,
    text: message.text,
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    isEphemeral: false,
    isEdited: false,
  });
  return translated;
}

/** Of a form, whose values are texts, or of JSON. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1';
}

export async function updateMessage(context: Context, args: Args): Promise<Answer> {
  if (typeof args.text === 'string' && args.text.length > UPDATE_TEXT) {
    return { ok: false, error: 'msg_too_long' };
  }
  return refusalOfBlocks(args.blocks) ?? update(context, context.emulated.asApp, args);
}

export async function update(context: Context, caller: Caller, args: Args): Promise<Answer> {
  const answer = await caller('chat.update', withIds(args));
  if (!answer.ok) return answer;
  const { channel, ts, message } = Posted.parse(answer);
  const before = context.book.find(channel, ts);
  if (before) {
    const { blocks: _, ...rest } = before;
    context.book.put({
      ...rest,
      text: message.text,
      ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
      isEdited: true,
    });
  }
  return answer;
}

export async function deleteMessage(context: Context, caller: Caller, args: Args): Promise<Answer> {
  const answer = await caller('chat.delete', args);
  if (answer.ok) context.book.remove(String(args.channel), String(args.ts));
  return answer;
}

export async function postEphemeral(context: Context, args: Args): Promise<Answer> {
  const place = writable(context, args.channel);
  if ('error' in place) return { ok: false, error: place.error };
  if (!memberWith(String(args.user))) return { ok: false, error: 'user_not_in_channel' };
  const refusal = refusalOfBlocks(args.blocks);
  if (refusal) return refusal;
  const whole = withIds({ ...args, channel: place.channel });
  const answer = await context.emulated.asApp('chat.postEphemeral', whole);
  if (!answer.ok) return answer;
  const ts = showEphemeral(context, {
    channel: place.channel,
    onlyFor: String(args.user),
    text: typeof args.text === 'string' ? args.text : '',
    blocks: whole.blocks as Block[] | undefined,
    threadTs: typeof args.thread_ts === 'string' ? args.thread_ts : undefined,
  });
  return { ...answer, message_ts: ts };
}

/** Shows something to one person, in the app's name, until the next restart. */
export function showEphemeral(
  context: Context,
  shown: {
    channel: string;
    onlyFor: string;
    text: string;
    blocks?: Block[] | undefined;
    threadTs?: string | undefined;
  },
): string {
  const ts = context.nextTs();
  context.book.put({
    channel: shown.channel,
    ts,
    ...(shown.threadTs === undefined ? {} : { threadTs: shown.threadTs }),
    user: app.botUserId,
    text: shown.text,
    ...(shown.blocks === undefined ? {} : { blocks: shown.blocks }),
    onlyFor: shown.onlyFor,
    isEphemeral: true,
    isEdited: false,
  });
  return ts;
}

/** A link to the message on the page. It holds the sandbox's own ids, so it is the same after a restart. */
export function permalink(context: Context, args: Args): Answer {
  const channel = context.membership.resolve(args.channel);
  if (channel === undefined) return { ok: false, error: 'channel_not_found' };
  const message = context.book.find(channel, String(args.message_ts));
  if (!message || message.isEphemeral) return { ok: false, error: 'message_not_found' };
  const link = `${context.url}/archives/${channel}/p${message.ts.replace('.', '')}`;
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel}`;
  return { ok: true, channel, permalink: `${link}${thread}` };
}
