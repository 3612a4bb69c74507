import type { Channel } from '../../slack/client-api.ts';
import { authorOf, useWorkspace } from '../workspace.ts';
import { useUnread } from './use-unread.ts';

export function Sidebar({ current }: { current: string }) {
  const { state } = useWorkspace();
  const unread = useUnread(current);
  const open = state.channels.filter((channel) => !channel.isDirect);
  const direct = state.channels.filter((channel) => channel.isDirect);
  const entry = (channel: Channel) => (
    <ChannelEntry
      key={channel.id}
      channel={channel}
      isCurrent={channel.id === current}
      isUnread={unread.has(channel.id)}
    />
  );
  return (
    <nav className="sidebar" aria-label="Conversations">
      <h1 className="team-name">{state.team.name}</h1>
      <h2>Channels</h2>
      <ul>{open.map(entry)}</ul>
      <h2>Direct messages</h2>
      <ul>{direct.map(entry)}</ul>
      <p className="signed-in">
        You are <strong>{authorOf(state, state.me.id).realName}</strong>
        {state.me.isGuest && ' (guest)'}
      </p>
    </nav>
  );
}

interface EntryProps {
  channel: Channel;
  isCurrent: boolean;
  isUnread: boolean;
}

function ChannelEntry({ channel, isCurrent, isUnread }: EntryProps) {
  const { open } = useWorkspace();
  return (
    <li>
      <button
        type="button"
        className={isUnread ? 'channel-entry is-unread' : 'channel-entry'}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={() => open({ channel: channel.id })}
      >
        <span aria-hidden="true" className="channel-sign">
          {channel.isDirect ? '●' : '#'}
        </span>
        {channel.name}
        {isUnread && <span className="unread-dot" role="img" aria-label="unread" />}
      </button>
    </li>
  );
}
