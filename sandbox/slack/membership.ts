import { channels, everyone } from './workspace.ts';

/** Which conversations there are, and in which the app is. */
export interface Membership {
  /**
   * The conversation that an app means by an id, a name with or without `#`, or a person's id (their direct messages);
   * `undefined` when there is none.
   */
  resolve(conversation: unknown): string | undefined;
  has(channel: string): boolean;
  join(channel: string): void;
  leave(channel: string): void;
}

/** @param joined the ids of the channels that the app starts in; it is in all direct messages anyway */
export function startMembership(joined: readonly string[], onJoin: (channel: string) => void): Membership {
  const named = Object.values(channels);
  const direct = everyone.map((person) => person.directChannel);
  const member = new Set([...joined, ...direct]);
  return {
    resolve(conversation) {
      if (typeof conversation !== 'string') return undefined;
      const name = conversation.replace(/^#/, '');
      return (
        named.find((channel) => channel.id === conversation || channel.name === name)?.id ??
        everyone.find((person) => [person.id, person.directChannel].includes(conversation))?.directChannel
      );
    },
    has: (channel) => member.has(channel),
    join(channel) {
      if (member.has(channel)) return;
      member.add(channel);
      onJoin(channel);
    },
    leave: (channel) => {
      member.delete(channel);
    },
  };
}
