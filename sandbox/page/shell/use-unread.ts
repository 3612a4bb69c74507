import { useEffect, useState } from 'react';
import { useWorkspace } from '../workspace.ts';

/**
 * The channels in which something came since this person last looked, without the one that is open. What was there
 * when the page was opened counts as seen: only the news of this session should draw the eye.
 */
export function useUnread(current: string): ReadonlySet<string> {
  const { state } = useWorkspace();
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(() => new Map());

  const newest = new Map(state.messages.map((message) => [message.channel, message.ts]));
  const me = state.me.id;
  const key = (channel: string) => `${me}:${channel}`;

  useEffect(() => {
    setSeen((before) => {
      const after = new Map(before);
      for (const channel of state.channels) {
        const isNew = !before.has(`${me}:${channel.id}`);
        const last = state.messages.findLast((message) => message.channel === channel.id)?.ts ?? '';
        if (isNew || channel.id === current) after.set(`${me}:${channel.id}`, last);
      }
      return after;
    });
  }, [state, me, current]);

  const isUnread = (channel: string) => (newest.get(channel) ?? '') > (seen.get(key(channel)) ?? '~');
  return new Set(state.channels.map(({ id }) => id).filter((id) => id !== current && isUnread(id)));
}
