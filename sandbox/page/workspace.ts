import { createContext, useContext } from 'react';
import type { Channel, ClientState, Person } from '../slack/client-api.ts';
import type { Place } from './live/place.ts';

/** What every part of the page may need: what the person sees, and how to act on it. */
export interface Workspace {
  state: ClientState;
  /** Fetches the state again; settles when it is there. */
  refresh: () => Promise<void>;
  /** Shows the person a sentence by the composer; `undefined` takes it away. */
  notify: (sentence: string | undefined) => void;
  place: Place;
  /** Goes to another place as the same person. */
  open: (place: Omit<Place, 'as'>) => void;
}

const Context = createContext<Workspace | undefined>(undefined);
export const WorkspaceProvider = Context.Provider;

export function useWorkspace(): Workspace {
  const workspace = useContext(Context);
  if (!workspace) throw new Error('There is no workspace around this component.');
  return workspace;
}

/** The author of a message. Somebody the state does not list is shown by their id, as an app. */
export function authorOf(state: ClientState, id: string): Person {
  const known = [state.me, ...state.people].find((person) => person.id === id);
  return (
    known ?? {
      id,
      name: id,
      realName: id,
      title: '',
      isBot: true,
      isGuest: false,
      avatar: { initials: id.slice(-2), color: '#616061' },
    }
  );
}

/** The channel in the address; else the first one; a direct conversation gives way to the person's own one. */
export function channelInView({ channels }: ClientState, wanted: string | undefined): Channel | undefined {
  return channels.find((channel) => channel.id === wanted) ?? channels.find((channel) => !channel.isDirect);
}
