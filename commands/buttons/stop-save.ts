import { renderSentence } from '../../blocks/answers.ts';
import { ACTION } from '../../blocks/ids.ts';
import type { ButtonHandler } from '../router/define.ts';

/** How it ends shows on the save's message, which everybody sees; what came of the click is for the one who clicked. */
export const stopSave: ButtonHandler = {
  id: ACTION.stopSave,
  action: 'samples',
  run: async ({ value, actor, services }) => ({
    kind: 'message',
    to: 'asker',
    message: renderSentence(await services.saves.stop(value, actor)),
  }),
};
