import { useEffect, useMemo, useState } from 'react';
import type { ClientState } from '../../slack/client-api.ts';
import { fetchState } from './api.ts';
import { coalesce } from './coalesce.ts';
import { type Link, listen } from './listen.ts';

export interface Live {
  /** `undefined` until this person's first state has come. */
  state: ClientState | undefined;
  link: Link;
  refresh: () => Promise<void>;
}

/** What `as` sees, kept up to date. States of people seen before are kept, so that switching back is instant. */
export function useStateOf(as: string): Live {
  const [states, setStates] = useState<ReadonlyMap<string, ClientState>>(new Map());
  const [link, setLink] = useState<Link>('live');

  const refresh = useMemo(
    () =>
      coalesce(async () => {
        try {
          const state = await fetchState(as);
          setStates((known) => new Map(known).set(as, state));
        } catch {
          setLink('reconnecting');
        }
      }),
    [as],
  );

  useEffect(() => listen(as, () => void refresh(), setLink), [as, refresh]);

  return { state: states.get(as), link, refresh };
}
