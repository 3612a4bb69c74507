import { type MouseEvent, useCallback, useMemo, useState } from 'react';
import { type Place, placeOfLink } from './live/place.ts';
import { usePlace } from './live/use-place.ts';
import { useStateOf } from './live/use-state-of.ts';
import { ModalStack } from './modal/ModalStack.tsx';
import { Conversation } from './shell/Conversation.tsx';
import { Sidebar } from './shell/Sidebar.tsx';
import { ThreadPane } from './shell/ThreadPane.tsx';
import { TopBar } from './shell/TopBar.tsx';
import { channelInView, type Workspace, WorkspaceProvider } from './workspace.ts';

export function App() {
  const [place, go] = usePlace();
  const { state, link, refresh } = useStateOf(place.as);
  const [notice, setNotice] = useState<string>();
  const { as } = place;

  const open = useCallback(
    (next: Omit<Place, 'as'>) => {
      setNotice(undefined);
      go({ ...next, as });
    },
    [go, as],
  );
  const actAs = (person: string) => {
    setNotice(undefined);
    go({ as: person, ...(place.channel ? { channel: place.channel } : {}) });
  };
  const workspace = useMemo<Workspace | undefined>(
    () => state && { state, refresh, notify: setNotice, place, open },
    [state, refresh, place, open],
  );
  const channel = state && channelInView(state, place.channel);

  /** Links to messages of this workspace are followed in the page, whoever drew them. */
  const follow = (event: MouseEvent) => {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    const target = anchor && placeOfLink(anchor.href, new URL(location.href));
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(target);
  };

  if (!workspace || !channel) {
    return (
      <p className="starting">{link === 'live' ? 'Opening the workspace…' : 'Waiting for the workspace…'}</p>
    );
  }
  return (
    <WorkspaceProvider value={workspace}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only listens to what bubbles up from real links */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click */}
      <div className="window" onClick={follow}>
        <TopBar link={link} onActAs={actAs} />
        <Sidebar current={channel.id} />
        <Conversation key={`${as}:${channel.id}`} channel={channel} notice={notice} />
        {place.thread && <ThreadPane key={`${as}:${place.thread}`} channel={channel} root={place.thread} />}
      </div>
      <ModalStack key={as} />
    </WorkspaceProvider>
  );
}
