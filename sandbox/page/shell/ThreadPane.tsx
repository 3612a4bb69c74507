import type { Channel } from '../../slack/client-api.ts';
import { MessageLog } from '../messages/MessageLog.tsx';
import { useWorkspace } from '../workspace.ts';
import { Composer } from './Composer.tsx';

interface Props {
  channel: Channel;
  /** The `ts` of the message that the thread hangs on. */
  root: string;
}

export function ThreadPane({ channel, root }: Props) {
  const { state, place, open } = useWorkspace();
  const messages = state.messages.filter(
    (message) => message.channel === channel.id && (message.ts === root || message.threadTs === root),
  );
  return (
    <aside className="thread-pane" aria-label="Thread">
      <header className="conversation-header">
        <h2>Thread</h2>
        <p>{channel.isDirect ? channel.name : `#${channel.name}`}</p>
        <button
          type="button"
          className="close"
          aria-label="Close thread"
          onClick={() => open({ channel: channel.id })}
        >
          ×
        </button>
      </header>
      <MessageLog label="Messages in the thread" messages={messages} target={place.target} />
      <Composer channel={channel} label="Reply to thread" threadTs={root} />
    </aside>
  );
}
