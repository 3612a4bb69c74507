import { ACTION, FORM } from '../../blocks/ids.ts';
import { build, parse, TITLE } from '../../blocks/modals/apply-alone.ts';
import type { ButtonHandler, FormHandler } from '../router/define.ts';
import { openDecision, submitDecision } from './decision.ts';

/** Break-glass. */
export const applyAlone: ButtonHandler = {
  id: ACTION.applyAlone,
  run: (click) =>
    openDecision(
      'applyAlone',
      TITLE,
      (change, preview) => build(change, preview, click.services.accountLabel),
      click,
    ),
};

export const applyAloneForm: FormHandler = {
  id: FORM.applyAlone,
  action: 'decide',
  isOfCard: true,
  submit: (form) => {
    const { actor, origin, services, values } = form;
    const emergency = parse(values);
    return submitDecision(form, (id) => services.changes.applyAlone(id, { ...origin, actor }, emergency));
  },
};
