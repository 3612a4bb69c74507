import { ACTION, FORM } from '../../blocks/ids.ts';
import { build, parse, TITLE } from '../../blocks/modals/reject.ts';
import type { ButtonHandler, FormHandler } from '../router/define.ts';
import { openDecision, submitDecision } from './decision.ts';

export const reject: ButtonHandler = {
  id: ACTION.reject,
  run: (click) => openDecision('reject', TITLE, build, click),
};

export const rejectForm: FormHandler = {
  id: FORM.reject,
  action: 'decide',
  isOfCard: true,
  submit: (form) => {
    const { actor, origin, services, values } = form;
    const { reason } = parse(values);
    return submitDecision(form, (id) => services.changes.reject(id, { ...origin, actor }, reason));
  },
};
