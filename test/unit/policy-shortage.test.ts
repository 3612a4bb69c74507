import { describe, expect, it } from '@jest/globals';
import { renderShortage, shortageWords } from '../../blocks/shortage.ts';
import { namedByAll } from '../../src/domain/policy/shortage.ts';
import type { Terms } from '../../src/domain/policy/terms.ts';
import { termsOfApprovals } from '../support/a-change.ts';
import { trialDirectory, trialRights } from '../support/rights.ts';
import { expectSlackTakes, HOSTILE } from '../support/slack-takes.ts';

const terms = (fields: Partial<Terms>): Terms => ({ ...termsOfApprovals(1), ...fields });

describe('those who are named by all of several rules', () => {
  const members = new Map([
    ['S1', ['U1', 'U2']],
    ['S0', []],
  ]);
  it.each([
    [['members'], undefined],
    [[['U1'], 'members'], ['U1']],
    [[['U1', 'U3'], ['S1']], ['U1']],
    [[['S1', 'U3']], ['U1', 'U2', 'U3']],
    [[['S0']], []],
    [[[]], []],
    [[['S1'], ['U3']], []],
    // Of a group that is not known, anybody may be a member; not of the rule that names others.
    [[['S9', 'U1']], undefined],
    [[['S9'], ['U1']], ['U1']],
  ])('%j: %j', (whos, named) => {
    expect(namedByAll(whos as Terms['approve'], members)).toEqual(named);
  });
});

describe('what nobody can approve', () => {
  const directory = trialDirectory();
  directory.groups.set('S1', ['U1', 'U2']);
  directory.groups.set('S0', []);
  directory.standings.set('U0LEFT', 'guest');
  directory.standings.set('U0SILENT', 'unknown');
  const rights = trialRights(undefined, directory);
  it.each<[string, Partial<Terms>, readonly string[] | undefined]>([
    ['what all members may approve', {}, undefined],
    ['what is done at once', { approvals: 0, approve: [[]] }, undefined],
    ['nobody', { approve: [[]] }, []],
    ['an empty group', { approve: [['S0']] }, []],
    ['a group that Slack says nothing of', { approve: [['S9']] }, undefined],
    ['only whoever asks', { approve: [['U1']] }, []],
    ['only whoever asks, who may', { approve: [['U1']], selfApprove: true }, undefined],
    ['a group in which is one other', { approve: [['S1']] }, undefined],
    ['the same, where two have to', { approve: [['S1']], approvals: 2 }, ['U2']],
    ['somebody who has left', { approve: [['U0LEFT']] }, []],
    ['somebody of whom Slack says nothing', { approve: [['U0SILENT']] }, undefined],
    ['rules that name others each', { approve: [['U2'], ['U3']] }, []],
  ])('%s', async (_, fields, able) => {
    expect((await rights.shortage(terms(fields), 'U1'))?.able).toEqual(able);
  });

  it('is told in a sentence that says who would have to, and what to do', () => {
    const rule = 'rule 1 “prod” (line 3)';
    const said = terms({ rules: [rule], approvals: 2, approve: [['S0AB', 'U2']] });
    expect(shortageWords(said, { able: ['U2'] })).toBe(
      'Rule 1 “prod” (line 3) asks for 2 approvals by <!subteam^S0AB> or <@U2>, not by whoever asks: only <@U2> can give one. Have whoever keeps the policy name more people.',
    );
    const emergency = { ...said, selfApprove: true, alone: [['U9']] };
    expect(shortageWords(emergency, { able: [] })).toBe(
      'Rule 1 “prod” (line 3) asks for 2 approvals by <!subteam^S0AB> or <@U2>: nobody can give one. Have whoever keeps the policy name more people. In an emergency it can be applied alone by <@U9>.',
    );
  });

  it('is told in a message that Slack takes', () => {
    const many = Array.from({ length: 200 }, (_, at) => `U0NAMED${at}`);
    for (const inputName of HOSTILE) {
      const said = terms({ approve: [many, many], alone: [many], approvals: 10 });
      expectSlackTakes(
        renderShortage({ inputName, expiresAt: new Date(), terms: said }, { able: many.slice(9) }),
      );
    }
  });
});
