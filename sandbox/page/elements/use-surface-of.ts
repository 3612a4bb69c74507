import { useState } from 'react';
import type { Block, ClientAction, ViewState } from '../../slack/client-api.ts';
import { groupsOf } from '../blocks/kit.ts';
import { findChoices, sendAction } from '../live/api.ts';
import { useWorkspace } from '../workspace.ts';
import type { At, Surface } from './surface.ts';
import { type ElementValue, initialState, mergeState } from './values.ts';

/**
 * The surface of one message or view: it keeps what the person chose and typed, also while the app redraws the blocks.
 * @param report shows what went wrong; `undefined` takes it away
 */
export function useSurfaceOf(
  container: ClientAction['container'],
  blocks: readonly Block[],
  report: (sentence: string | undefined) => void,
  errors: Surface['errors'] = {},
): Surface {
  const { state, refresh } = useWorkspace();
  const [changes, setChanges] = useState<ViewState>({});
  const withChanges = (made: ViewState) => mergeState(initialState(blocks), made);
  const as = state.me.id;

  const put = (at: At, value: ElementValue) => setChanges((before) => withValue(before, at, value));

  return {
    values: withChanges(changes),
    errors,
    put,
    act: async (at, change) => {
      report(undefined);
      if (change) put(at, change.value);
      const answer = await sendAction({
        as,
        container,
        ...at,
        ...(change ? { value: change.content } : {}),
        state: withChanges(change ? withValue(changes, at, change.value) : changes),
      });
      if (!answer.ok) report(answer.error ?? 'The app did not take that.');
      await refresh();
    },
    find: async (at, query) => {
      const answer = await findChoices({ as, container, ...at, value: query });
      if ('error' in answer && answer.error) report(answer.error);
      return groupsOf('options' in answer || 'option_groups' in answer ? answer : {});
    },
  };
}

const withValue = (state: ViewState, { blockId, actionId }: At, value: ElementValue): ViewState => ({
  ...state,
  [blockId]: { ...state[blockId], [actionId]: value },
});
