import { renderSentence } from '../../blocks/answers.ts';
import { ACTION } from '../../blocks/ids.ts';
import type { ButtonHandler } from '../router/define.ts';

/** A resume like any other: that it is carried out is what ends the pause. */
export const resumeNow: ButtonHandler = {
  id: ACTION.resumeNow,
  run: async ({ value, actor, origin, services: { inputs, changes, pauses } }) => {
    const click = { ...origin, actor };
    const running = await pauses.running(value, click);
    if (!running.decided) return { kind: 'message', to: 'asker', message: renderSentence(running.why) };
    const plan = await inputs.resumeInput(running.change.inputId, {
      onItsWay: (id) => changes.switchOnItsWay(id),
    });
    const { id } = await changes.ask(plan, {
      ...click,
      reasonIfOwed: 'It ends a timed pause before its time',
    });
    return { kind: 'card', changeId: id };
  },
};
