import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Block, SharedFile } from '../client-api.ts';
import type { Context } from '../context.ts';
import type { Answer, Args } from '../emulated.ts';
import { app } from '../workspace.ts';
import { type Caller, refusalOfBlocks, withIds, writable } from './chat.ts';

/** Uploads: an address to send bytes to, the bytes, and their sharing in a channel. */

const Ticket = z.object({ file_id: z.string() });
const Share = z.record(z.string(), z.array(z.object({ ts: z.string() })));
const Completed = z.object({
  files: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      title: z.string(),
      mimetype: z.string(),
      size: z.number(),
      shares: z.object({ public: Share.optional(), private: Share.optional() }).default({}),
    }),
  ),
});
type Completed = z.infer<typeof Completed>;

/** `files.getUploadURLExternal`. An empty file is refused, as in Slack. */
export async function uploadAddress(context: Context, caller: Caller, args: Args): Promise<Answer> {
  if (!(Number(args.length) > 0)) return { ok: false, error: 'invalid_arguments' };
  const answer = await caller('files.getUploadURLExternal', args);
  if (!answer.ok) return answer;
  return named(context, answer, Ticket.parse(answer).file_id);
}

function named(context: Context, answer: Answer, theirs: string): Answer {
  const { translation } = context.emulated;
  translation.pair(`F${randomBytes(5).toString('hex').toUpperCase().slice(0, 9)}`, theirs);
  return translation.toOurs(answer);
}

/** `files.completeUploadExternal`, as an app calls it. Its answer has no shares: Slack shares after it answers. */
export async function completeUpload(context: Context, args: Args): Promise<Answer> {
  const checked = { ...args };
  if (args.channel_id !== undefined) {
    const place = writable(context, args.channel_id);
    if ('error' in place) return { ok: false, error: place.error };
    checked.channel_id = place.channel;
  }
  const refusal = refusalOfBlocks(args.blocks);
  if (refusal) return refusal;
  const answer = await shareFiles(context, context.emulated.asApp, checked);
  if (!answer.ok) return answer;
  return { ...answer, files: (answer.files as object[]).map((file) => ({ ...file, shares: {} })) };
}

/** Completes the upload, keeps the bytes, and writes the messages that it made into the book. */
async function shareFiles(context: Context, caller: Caller, args: Args): Promise<Answer> {
  const whole = withIds(args);
  const answer = await caller('files.completeUploadExternal', whole);
  if (!answer.ok) return answer;
  const { files } = Completed.parse(answer);
  for (const file of files) {
    const response = await context.emulated.bytes(`/files-pri/${file.id}/${encodeURIComponent(file.name)}`);
    context.shelf.save(file.id, Buffer.from(await response.arrayBuffer()));
  }
  for (const { channel, ts: theirs } of sharesOf(files)) {
    const ts = context.nextTs();
    context.emulated.translation.pair(ts, theirs);
    context.book.put({
      channel,
      ts,
      ...(typeof args.thread_ts === 'string' ? { threadTs: args.thread_ts } : {}),
      user: app.botUserId,
      text: typeof args.initial_comment === 'string' ? args.initial_comment : '',
      ...(whole.blocks === undefined ? {} : { blocks: whole.blocks as Block[] }),
      files: files.map(shown),
      isEphemeral: false,
      isEdited: false,
    });
  }
  return context.emulated.translation.toOurs(answer);
}

const shown = ({ id, name, title, mimetype, size }: Completed['files'][number]): SharedFile => ({
  id,
  name,
  title,
  mimetype,
  size,
});

/** All files of one call are in one message a channel, so the first file's shares say where. */
export function sharesOf(files: Completed['files']): { channel: string; ts: string }[] {
  const { public: open = {}, private: closed = {} } = files[0]?.shares ?? {};
  return Object.entries({ ...open, ...closed }).flatMap(([channel, shares]) =>
    shares.map(({ ts }) => ({ channel, ts })),
  );
}
