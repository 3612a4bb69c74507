import type { Message } from '../../sandbox/slack/client-api.ts';
import { until, type World } from './world.ts';

/** What an answer with samples shows, and the file in its thread. */

type File = NonNullable<Message['files']>[number];

/** The texts of a message that are set as code. */
export function codeIn(message: Message): string[] {
  const blocks = (message.blocks ?? []).filter(({ type }) => type === 'rich_text');
  return blocks.map((block) => {
    const [part] = (block.elements ?? []) as unknown as { elements: { text: string }[] }[];
    return part?.elements.map(({ text }) => text).join('') ?? '';
  });
}

/** Waits for the file in a message's thread. */
export async function fileInThread({ oncall }: World, { ts, channel }: Message): Promise<File> {
  const reply = await until(
    () => oncall.sees(channel).find(({ threadTs, files }) => threadTs === ts && files),
    () => 'a file in the thread',
  );
  const [file] = reply.files ?? [];
  if (!file) throw new Error('The message in the thread has no file');
  return file;
}

export async function contentOf({ slack, oncall }: World, { id }: File): Promise<string> {
  const response = await fetch(`${slack.url}/client/file/${id}?as=${oncall.id}`);
  return response.text();
}
