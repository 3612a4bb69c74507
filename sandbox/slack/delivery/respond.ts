import { z } from 'zod';
import { deleteMessage, post, showEphemeral, update } from '../api/chat.ts';
import { refusalOfMessage } from '../blocks/check.ts';
import { nameIds } from '../blocks/name-ids.ts';
import type { Block } from '../client-api.ts';
import type { Context } from '../context.ts';

/** What an app may answer to a happening: in the body of its acknowledgement (commands) or at the `response_url`. */

/** Where the happening was, and which message it came from or was answered with last. */
export interface ResponseTarget {
  channel: string;
  user: string;
  original?: { ts: string; isEphemeral: boolean } | undefined;
}

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const Response = z.looseObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['in_channel', 'ephemeral']).default('ephemeral'),
  replace_original: flag.default(false),
  delete_original: flag.default(false),
  thread_ts: z.string().optional(),
});
type Response = z.infer<typeof Response>;

/**
 * Carries out one answer. Gives Slack's error code, or `undefined` when it is done. `target.original` becomes the
 * message that was shown, so that a later `replace_original` finds it.
 */
export async function respond(
  context: Context,
  target: ResponseTarget,
  body: unknown,
): Promise<string | undefined> {
  const parsed = Response.safeParse(typeof body === 'string' ? { text: body } : body);
  if (!parsed.success) return 'invalid_payload';
  const response = parsed.data;
  if (response.delete_original) return removeOriginal(context, target);
  if (!response.text && response.blocks === undefined) return 'no_text';
  if (response.blocks !== undefined) {
    const refusal = refusalOfMessage(response.blocks);
    if (refusal) return refusal.error;
  }
  if (response.replace_original && target.original) return replaceOriginal(context, target, response);
  return show(context, target, response);
}

async function show(
  context: Context,
  target: ResponseTarget,
  response: Response,
): Promise<string | undefined> {
  if (response.response_type === 'ephemeral') {
    const ts = showEphemeral(context, {
      channel: target.channel,
      onlyFor: target.user,
      text: response.text ?? '',
      blocks: blocksOf(response),
      threadTs: response.thread_ts,
    });
    target.original = { ts, isEphemeral: true };
    return undefined;
  }
  const answer = await post(context, context.emulated.asService, {
    channel: target.channel,
    ...content(response),
    ...(response.thread_ts === undefined ? {} : { thread_ts: response.thread_ts }),
  });
  if (!answer.ok) return answer.error;
  target.original = { ts: String(answer.ts), isEphemeral: false };
  return undefined;
}

async function replaceOriginal(
  context: Context,
  target: ResponseTarget,
  response: Response,
): Promise<string | undefined> {
  const { channel, original } = target;
  const message = original && context.book.find(channel, original.ts);
  if (!message) return 'message_not_found';
  if (!message.isEphemeral) {
    const answer = await update(context, context.emulated.asService, {
      channel,
      ts: message.ts,
      ...content(response),
    });
    return answer.ok ? undefined : answer.error;
  }
  const { blocks: _, ...rest } = message;
  const blocks = blocksOf(response);
  context.book.put({
    ...rest,
    text: response.text ?? '',
    ...(blocks === undefined ? {} : { blocks }),
  });
  return undefined;
}

async function removeOriginal(context: Context, target: ResponseTarget): Promise<string | undefined> {
  const { channel, original } = target;
  if (!original) return 'message_not_found';
  if (original.isEphemeral) {
    context.book.remove(channel, original.ts);
    return undefined;
  }
  const answer = await deleteMessage(context, context.emulated.asService, { channel, ts: original.ts });
  return answer.ok ? undefined : answer.error;
}

const blocksOf = ({ blocks }: Response): Block[] | undefined =>
  Array.isArray(blocks) ? nameIds(blocks) : undefined;

const content = ({ text, blocks }: Response) => ({
  text: text ?? '',
  ...(blocks === undefined ? {} : { blocks }),
});
