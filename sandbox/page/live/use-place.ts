import { useCallback, useEffect, useState } from 'react';
import { type Place, printPlace, readPlace } from './place.ts';

const REMEMBERED = 'acting-as';

/** The place in the address bar, and a way to go elsewhere. A permalink names no person: the last one is kept. */
export function usePlace(): [Place, (change: Place) => void] {
  const [place, setPlace] = useState<Place>(current);

  useEffect(() => {
    const follow = () => setPlace(current());
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const go = useCallback((next: Place) => {
    if (next.as) sessionStorage.setItem(REMEMBERED, next.as);
    history.pushState(null, '', printPlace(next));
    setPlace(next);
  }, []);

  return [place, go];
}

function current(): Place {
  const place = readPlace(new URL(location.href));
  const as = place.as ?? sessionStorage.getItem(REMEMBERED) ?? undefined;
  return as ? { ...place, as } : place;
}
