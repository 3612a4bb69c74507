import { z } from 'zod';
import { sharesOf } from './api/files.ts';
import type { Message } from './client-api.ts';
import type { Context } from './context.ts';
import { app } from './workspace.ts';

/** After a restart: tells the fresh emulator the messages that were kept, and pairs its new ids with the old ones. */

const Posted = z.object({ ok: z.literal(true), ts: z.string() });
const Ticket = z.object({ ok: z.literal(true), file_id: z.string(), upload_url: z.string() });
const Completed = z.object({
  ok: z.literal(true),
  files: z.array(z.custom<Parameters<typeof sharesOf>[0][number]>()),
});

type Parts = Pick<Context, 'emulated' | 'shelf'>;

/** @param messages in the order of their `ts`, so that a thread's first message comes before its answers */
export async function replayMessages(parts: Parts, messages: readonly Message[]): Promise<void> {
  for (const message of messages) {
    const ts = message.files?.length ? await shareAgain(parts, message) : await postAgain(parts, message);
    if (ts !== undefined) parts.emulated.translation.pair(message.ts, ts);
  }
}

const place = (message: Message) => ({
  ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
});

/** One that the emulator no longer takes is still shown on the page; only the app cannot change it. */
async function postAgain({ emulated }: Parts, message: Message): Promise<string | undefined> {
  const args = { channel: message.channel, text: message.text, ...place(message) };
  const answer =
    message.user === app.botUserId
      ? await emulated.asService('chat.postMessage', args)
      : await emulated.asPerson(message.user, 'chat.postMessage', args);
  return Posted.safeParse(answer).data?.ts;
}

/** The message comes back without files when their bytes are lost or the emulator no longer takes them. */
async function shareAgain({ emulated, shelf }: Parts, message: Message): Promise<string | undefined> {
  const files: { id: string; title: string }[] = [];
  for (const file of message.files ?? []) {
    const bytes = shelf.read(file.id);
    if (!bytes) continue;
    const answer = await emulated.asService('files.getUploadURLExternal', {
      filename: file.name,
      length: bytes.length,
    });
    const ticket = Ticket.safeParse(answer).data;
    if (!ticket) continue;
    emulated.translation.pair(file.id, ticket.file_id);
    await emulated.bytes(`/upload/v1/${file.id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    files.push({ id: file.id, title: file.title });
  }
  if (files.length === 0)
    return postAgain({ emulated, shelf }, { ...message, text: message.text || 'A file' });
  const answer = await emulated.asService('files.completeUploadExternal', {
    files,
    channel_id: message.channel,
    initial_comment: message.text,
    ...place(message),
  });
  return sharesOf(Completed.safeParse(answer).data?.files ?? [])[0]?.ts;
}
