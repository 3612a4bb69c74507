import { renderSentence } from '../../blocks/answers.ts';
import { ACTION, FORM } from '../../blocks/ids.ts';
import { build, parse, remembered, TITLE } from '../../blocks/modals/extend.ts';
import { questionOf, runsUntil } from '../../src/domain/change.ts';
import { KnownError } from '../../src/errors.ts';
import type { ButtonHandler, FormHandler } from '../router/define.ts';

/** Nobody fills in the form who may not pause, or for whom it is too late. */
export const extendPause: ButtonHandler = {
  id: ACTION.extendPause,
  run: async ({ value, actor, origin, services: { pauses, rights } }) => {
    const may = await pauses.mayExtend(value, { ...origin, actor });
    if (!may.decided) return { kind: 'message', to: 'asker', message: renderSentence(may.why) };
    const { change } = may;
    return {
      kind: 'modal',
      title: TITLE,
      build: async () =>
        build(change, runsUntil(change) ?? new Date(), await rights.terms(questionOf(change))),
    };
  },
};

export const extendPauseForm: FormHandler = {
  id: FORM.extendPause,
  action: 'pause',
  isOfCard: true,
  submit: async ({ values, metadata, actor, origin, services: { pauses } }) => {
    const { changeId, seen } = remembered(metadata);
    const extended = await pauses.extend(changeId, { ...origin, actor }, parse(values), seen);
    if (!extended.decided) throw new KnownError('not_permitted', extended.why);
    return { kind: 'card', changeId: extended.change.id };
  },
};
