import { useCallback, useEffect, useState } from 'react';
import { memberWith, people } from '../../slack/workspace.ts';
import { type Place, printPlace, readPlace } from './place.ts';

/** A place always has somebody who looks at it. */
export type Here = Place & { as: string };

const REMEMBERED = 'acting-as';

/** The place in the address bar, and a way to go elsewhere. A permalink names no person: the last one is kept. */
export function usePlace(): [Here, (next: Here) => void] {
  const [place, setPlace] = useState<Here>(current);

  useEffect(() => {
    const follow = () => setPlace(current());
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const go = useCallback((next: Here) => {
    sessionStorage.setItem(REMEMBERED, next.as);
    history.pushState(null, '', printPlace(next));
    setPlace(next);
  }, []);

  return [place, go];
}

/** Whoever is not of the workspace (an old address, another sandbox on this port) becomes the on-call engineer. */
function current(): Here {
  const place = readPlace(new URL(location.href));
  const wanted = place.as ?? sessionStorage.getItem(REMEMBERED) ?? '';
  return { ...place, as: memberWith(wanted)?.id ?? people.oncall.id };
}
