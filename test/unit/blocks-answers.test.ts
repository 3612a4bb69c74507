import { describe, expect, it } from '@jest/globals';
import { renderNotInChannel, renderSentence } from '../../blocks/answers.ts';
import { ACTION, actionNameOf } from '../../blocks/ids.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

describe('a sentence', () => {
  it('stands alone, or with buttons that run what was probably meant', () => {
    const alone = renderSentence('No.');
    expectSlackTakes(alone);
    expect(actionsOf(alone)).toEqual([]);
    const meant = renderSentence('No.', ['pause orders_db', 'pause "my input"']);
    expectSlackTakes(meant);
    expect(actionsOf(meant)).toEqual([
      { action_id: `${ACTION.run}:0`, value: 'pause orders_db' },
      { action_id: `${ACTION.run}:1`, value: 'pause "my input"' },
    ]);
    expect(actionsOf(meant).map(({ action_id }) => actionNameOf(action_id))).toEqual([
      ACTION.run,
      ACTION.run,
    ]);
  });

  it('is taken by Slack with any name on its buttons', () => {
    for (const name of HOSTILE) expectSlackTakes(renderSentence('No.', [`pause ${name}`]));
  });

  it('offers no command that would have to be cut, since that is another command', () => {
    const long = renderSentence('No.', [`edit a b ${'x'.repeat(2_000)}`, 'edit a b x']);
    expectSlackTakes(long);
    expect(actionsOf(long).map(({ value }) => value)).toEqual(['edit a b x']);
  });

  it('that is too long is cut, never within a character', () => {
    for (const sentence of ['🚰'.repeat(2_000), `a${'🚰'.repeat(2_000)}`]) {
      const [shown = ''] = textsOf(renderSentence(sentence).blocks);
      expect(shown.length).toBeLessThanOrEqual(3_000);
      expect(shown).not.toMatch(/\p{Surrogate}/u);
    }
  });
});

describe('where the bot is not in the channel', () => {
  it('a change can be posted elsewhere, and cancelled while that can be', () => {
    const actions = (isDecidable: boolean) => actionsOf(renderNotInChannel('id-1', isDecidable));
    expectSlackTakes(renderNotInChannel('id-1', true));
    expect(actions(false)).toEqual([
      { action_id: ACTION.postHere, value: 'id-1' },
      { action_id: ACTION.postToMe, value: 'id-1' },
    ]);
    expect(actions(true).at(-1)).toEqual({ action_id: ACTION.cancel, value: 'id-1' });
  });
});
