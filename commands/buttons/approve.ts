import { ACTION } from '../../blocks/ids.ts';
import type { ButtonHandler } from '../router/define.ts';
import { answerDecision } from './decision.ts';

export const approve: ButtonHandler = {
  id: ACTION.approve,
  run: async ({ value, actor, origin, services }) =>
    answerDecision(await services.changes.approve(value, { ...origin, actor })),
};
