import { useEffect, useRef, useState } from 'react';
import type { ChoiceGroup } from '../blocks/kit.ts';

export type Source =
  | { groups: Partial<ChoiceGroup>[] }
  /** The app is asked; `least` is how much has to be typed first. */
  | { find: (query: string) => Promise<Partial<ChoiceGroup>[]>; least: number };

interface Found {
  groups: Partial<ChoiceGroup>[];
  /** What to say instead of choices. */
  note: string | undefined;
}

const PAUSE_MS = 200;

/** The choices that fit what is typed: of the list, or of the app, which is asked when the typing pauses. */
export function useChoices(source: Source, query: string, isOpen: boolean): Found {
  const [found, setFound] = useState<Found>({ groups: [], note: undefined });
  const isExternal = 'find' in source;
  const least = isExternal ? source.least : 0;
  const find = useRef(isExternal ? source.find : undefined);
  find.current = isExternal ? source.find : undefined;

  useEffect(() => {
    if (!isExternal || !isOpen) return;
    if (query.length < least) {
      setFound({ groups: [], note: `Type at least ${least} character${least === 1 ? '' : 's'}` });
      return;
    }
    let isWanted = true;
    setFound((before) => ({ ...before, note: 'Searching…' }));
    const ask = async () => {
      const groups = (await find.current?.(query)) ?? [];
      if (isWanted) setFound(withNote(groups));
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isExternal, isOpen, query, least]);

  return isExternal ? found : withNote(filtered(source.groups, query));
}

function filtered(groups: Partial<ChoiceGroup>[], query: string): Partial<ChoiceGroup>[] {
  const wanted = query.toLowerCase();
  const fits = (text: string) => text.toLowerCase().includes(wanted);
  return groups.map((group) => ({
    ...group,
    options: group.options?.filter(({ text }) => fits(text.text)) ?? [],
  }));
}

const withNote = (groups: Partial<ChoiceGroup>[]): Found => ({
  groups,
  note: groups.some(({ options }) => options?.length) ? undefined : 'Nothing found',
});
