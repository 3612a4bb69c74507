import { useWorkspace } from '../workspace.ts';

/** A person or a group, marked when it calls the one who reads. */
export function Mention({ id, name }: { id: string; name: string }) {
  const { state } = useWorkspace();
  const group = state.userGroups.find((candidate) => candidate.id === id);
  const isMe = id === state.me.id || group?.users.includes(state.me.id);
  return (
    <span className={isMe ? 'mention is-me' : 'mention'} data-mention={id}>
      @{name}
    </span>
  );
}
