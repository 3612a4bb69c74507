import { ACTION } from '../../blocks/ids.ts';
import type { ButtonHandler } from '../router/define.ts';

/** Asks for the opposite of an applied change. */
export const undo: ButtonHandler = {
  id: ACTION.undo,
  action: 'edit',
  run: async ({ value, actor, origin, services }) => ({
    kind: 'card',
    changeId: (await services.undoing.undo(value, { ...origin, actor })).id,
  }),
};
