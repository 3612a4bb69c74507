import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Message } from './client-api.ts';

/**
 * What outlives a restart: messages with their files' ids, and where the app was invited, one JSON line for each step. A line is on disk
 * before the app gets its answer; a process that is killed leaves at most a torn last line, which reading leaves out.
 */

const Line = z.discriminatedUnion('op', [
  z.object({ op: z.literal('put'), message: z.custom<Message>((value) => typeof value === 'object') }),
  z.object({ op: z.literal('remove'), channel: z.string(), ts: z.string() }),
  z.object({ op: z.literal('latest'), ts: z.string() }),
  z.object({ op: z.literal('joined'), channel: z.string() }),
]);
type Line = z.infer<typeof Line>;

export interface Journal {
  put(message: Message): void;
  remove(channel: string, ts: string): void;
  /** The app was invited to a channel. */
  joined(channel: string): void;
}

export interface Kept {
  /** In the order of their `ts`. */
  messages: Message[];
  /** The last timestamp ever written, also when its message is gone. */
  latest: string | undefined;
  /** Channels that the app was invited to. */
  joined: string[];
}

/** The emulator takes some 2 ms a message at the start, which should not take long: older ones are let go. */
const MOST_KEPT = 1000;

/** Reads the folder's journal, rewrites it without what was undone, and gives the way to add to it. */
export function openJournal(folder: string): { journal: Journal; kept: Kept } {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'messages.jsonl');
  const kept = replay(existsSync(path) ? readFileSync(path, 'utf8') : '');
  const compact: Line[] = kept.messages.map((message) => ({ op: 'put', message }));
  compact.push(...kept.joined.map((channel): Line => ({ op: 'joined', channel })));
  if (kept.latest !== undefined) compact.unshift({ op: 'latest', ts: kept.latest });
  writeFileSync(`${path}.new`, compact.map(written).join(''));
  renameSync(`${path}.new`, path);
  const add = (line: Line): void => appendFileSync(path, written(line));
  return {
    kept,
    journal: {
      put: (message) => add({ op: 'put', message }),
      remove: (channel, ts) => add({ op: 'remove', channel, ts }),
      joined: (channel) => add({ op: 'joined', channel }),
    },
  };
}

const written = (line: Line): string => `${JSON.stringify(line)}\n`;

/** What the lines of a journal add up to. */
export function replay(text: string): Kept {
  const messages = new Map<string, Message>();
  const joined = new Set<string>();
  let latest: string | undefined;
  const seen = (ts: string): void => {
    if (latest === undefined || ts > latest) latest = ts;
  };
  for (const line of text.split('\n').flatMap(understood)) {
    if (line.op === 'put') {
      messages.set(`${line.message.channel} ${line.message.ts}`, line.message);
      seen(line.message.ts);
    } else if (line.op === 'remove') messages.delete(`${line.channel} ${line.ts}`);
    else if (line.op === 'joined') joined.add(line.channel);
    else seen(line.ts);
  }
  const inOrder = [...messages.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  return { messages: inOrder.slice(-MOST_KEPT), latest, joined: [...joined] };
}

function understood(text: string): Line[] {
  try {
    const parsed = Line.safeParse(JSON.parse(text));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
