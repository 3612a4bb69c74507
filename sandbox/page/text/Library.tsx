import { type Block as LibraryBlock, Message } from 'slack-blocks-to-jsx';
import type { Block } from '../../slack/client-api.ts';
import { useWorkspace } from '../workspace.ts';
import { hooks } from './hooks.tsx';

/** The display library, fed with this workspace's names and the page's own mentions, dates and emoji. */
export function Library({ blocks }: { blocks: readonly Block[] }) {
  const { state } = useWorkspace();
  const data = {
    users: [...state.people, state.me].map(({ id, realName }) => ({ id, name: realName })),
    channels: state.channels.map(({ id, name }) => ({ id, name })),
    user_groups: state.userGroups.map(({ id, handle }) => ({ id, name: handle })),
  };
  return (
    <Message
      blocks={blocks as unknown as LibraryBlock[]}
      name=""
      logo=""
      theme="light"
      withoutWrapper
      data={data}
      hooks={hooks}
      className="library"
    />
  );
}
