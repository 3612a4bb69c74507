import { ACTION } from '../../blocks/ids.ts';
import type { ButtonHandler } from '../router/define.ts';
import { answerDecision } from './decision.ts';

export const cancel: ButtonHandler = {
  id: ACTION.cancel,
  run: async ({ value, actor, origin, services }) =>
    answerDecision(await services.changes.cancel(value, { ...origin, actor })),
};
