import { createContext, useContext } from 'react';
import type { Json, ViewState } from '../../slack/client-api.ts';
import type { ChoiceGroup } from '../blocks/kit.ts';
import type { ElementValue } from './values.ts';

/** Which element of a surface is meant. */
export interface At {
  blockId: string;
  actionId: string;
}

/** What a choice changes: the value as the surface keeps it, and the content as the app is told. */
export interface Change {
  value: ElementValue;
  content: Json;
}

/** A message or a view whose elements can be used. */
export interface Surface {
  values: ViewState;
  /** Block id → what is wrong with its input. */
  errors: { readonly [blockId: string]: string };
  put(at: At, value: ElementValue): void;
  /** Tells the app; settles when it has answered and the state is fetched again. */
  act(at: At, change?: Change): Promise<void>;
  find(at: At, query: string): Promise<Partial<ChoiceGroup>[]>;
}

const Context = createContext<Surface | undefined>(undefined);
export const SurfaceProvider = Context.Provider;

export function useSurface(): Surface {
  const surface = useContext(Context);
  if (!surface) throw new Error('There is no message or view around this block.');
  return surface;
}
