import type { Message } from '../../slack/client-api.ts';
import { authorOf, useWorkspace } from '../workspace.ts';
import { Avatar } from './Avatar.tsx';

interface Props {
  root: Message;
  replies: readonly Message[];
}

export function RepliesButton({ root, replies }: Props) {
  const { state, open } = useWorkspace();
  const authors = [...new Set(replies.map((reply) => reply.user))].slice(0, 3);
  return (
    <button
      type="button"
      className="replies"
      onClick={() => open({ channel: root.channel, thread: root.ts })}
    >
      {authors.map((id) => (
        <Avatar key={id} person={authorOf(state, id)} size="small" />
      ))}
      {replies.length === 1 ? '1 reply' : `${replies.length} replies`}
    </button>
  );
}
