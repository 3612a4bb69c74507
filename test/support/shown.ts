import type { Message } from '../../sandbox/slack/client-api.ts';
import { until, type World, wordsOf } from './world.ts';

/** What a message shows beside its sentences: tables and files. */

/** The cells of a message's table, row by row, the headings first. */
export function rowsOf(message: Message): string[][] {
  const table = message.blocks?.find(({ type }) => type === 'table');
  const rows = (table?.rows ?? []) as { text: string }[][];
  return rows.map((cells) => cells.map(({ text }) => text));
}

/** Waits for the next file of this name in the channel, and reads it as somebody else. */
export async function fileShared(world: World, name: string, act: () => Promise<void>): Promise<string> {
  const { slack, approver, oncall } = world;
  const files = () =>
    approver.sees().flatMap(({ files: shared = [] }) => shared.filter((file) => file.name === name));
  const before = files().length;
  await act();
  const file = await until(
    () => files()[before],
    () => `the file ${name} after:\n${oncall.sees().slice(-3).map(wordsOf).join('\n---\n')}`,
  );
  const response = await fetch(`${slack.url}/client/file/${file.id}?as=${approver.id}`);
  return response.text();
}

/** Waits for a message's place to show something else: its button has replaced it. @param reader who looks at it */
export function replaced(
  world: World,
  message: Message,
  how: (now: Message) => boolean,
  reader = world.approver,
): Promise<Message> {
  return until(
    () => reader.sees(message.channel).find((candidate) => candidate.ts === message.ts && how(candidate)),
    () => 'the message to be replaced',
  );
}

/** Names that have broken messages elsewhere. */
export const HOSTILE_NAMES = [
  '<!channel>',
  '<@U0GUEST001> feed',
  '*bold* _it_ ~no~',
  '`code` ```block```',
  'R&D &lt;!here&gt;',
  'long '.repeat(60),
  '🦉'.repeat(300),
  'feed \u202etxt.exe',
  'הזמנות طلبات',
  ':boom: feed',
  `it's "quoted" \\`,
  '__proto__',
  'constructor',
  '--paused',
];
