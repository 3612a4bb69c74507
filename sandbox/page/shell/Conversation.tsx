import type { Channel } from '../../slack/client-api.ts';
import { MessageLog } from '../messages/MessageLog.tsx';
import { useWorkspace } from '../workspace.ts';
import { Composer } from './Composer.tsx';
import { Notice } from './Notice.tsx';

interface Props {
  channel: Channel;
  notice: string | undefined;
}

export function Conversation({ channel, notice }: Props) {
  const { state, place } = useWorkspace();
  const title = channel.isDirect ? channel.name : `#${channel.name}`;
  const messages = state.messages.filter(
    ({ channel: id, threadTs, ts, isBroadcast }) =>
      id === channel.id && (!threadTs || threadTs === ts || isBroadcast),
  );
  return (
    <main className="conversation">
      <header className="conversation-header">
        <h2>{title}</h2>
        <p>
          {channel.topic}
          {!channel.hasApp && <em className="without-app"> The app is not in this channel.</em>}
        </p>
      </header>
      <MessageLog label={`Messages in ${title}`} messages={messages} target={place.target} showReplies />
      <Composer channel={channel} label={`Message ${title}`}>
        <Notice sentence={notice} />
      </Composer>
    </main>
  );
}
