import type { Message } from './client-api.ts';
import type { Journal } from './journal.ts';

/** A message, and for an ephemeral one who sees it. */
export interface KeptMessage extends Message {
  onlyFor?: string;
}

/** All messages of the workspace. Ephemeral ones are never written down: after a restart they are gone, as in Slack. */
export interface MessageBook {
  put(message: KeptMessage): void;
  remove(channel: string, ts: string): void;
  find(channel: string, ts: string): KeptMessage | undefined;
  /** What a person sees in these channels, in the order of `ts`. */
  seenBy(person: string, channels: readonly string[]): KeptMessage[];
}

/** @param changed called after every change, for the pages that look on */
export function startMessages(
  kept: readonly Message[],
  journal: Journal | undefined,
  changed: () => void,
): MessageBook {
  const key = (channel: string, ts: string): string => `${channel} ${ts}`;
  const book = new Map<string, KeptMessage>(
    kept.map((message) => [key(message.channel, message.ts), message]),
  );
  return {
    put(message) {
      book.set(key(message.channel, message.ts), message);
      if (!message.isEphemeral) journal?.put(message);
      changed();
    },
    remove(channel, ts) {
      const message = book.get(key(channel, ts));
      if (!message) return;
      book.delete(key(channel, ts));
      if (!message.isEphemeral) journal?.remove(channel, ts);
      changed();
    },
    find: (channel, ts) => book.get(key(channel, ts)),
    seenBy: (person, channels) =>
      [...book.values()]
        .filter((message) => channels.includes(message.channel))
        .filter((message) => message.onlyFor === undefined || message.onlyFor === person)
        .sort((a, b) => (a.ts < b.ts ? -1 : 1)),
  };
}
