import { describe, expect, it } from '@jest/globals';
import type { Actor, Standing } from '../../src/domain/policy/actor.ts';
import { BUILT_IN_POLICY, type PolicyAction } from '../../src/domain/policy/policy.ts';
import {
  type Decision,
  mayAnswerIn,
  mayApplyAlone,
  mayApprove,
  mayAsk,
  mayAskAnything,
  mayCancel,
  mayReject,
} from '../../src/domain/policy/rights.ts';
import { type Terms, termsOf } from '../../src/domain/policy/terms.ts';
import { termsOfApprovals } from '../support/a-change.ts';

const change = { requestedBy: 'U0ONCALL' };
const STANDINGS: readonly Standing[] = ['member', 'guest', 'bot', 'stranger', 'unknown'];
const others = STANDINGS.filter((standing) => standing !== 'member');
const somebody = (standing: Standing = 'member', groups: Actor['groups'] = new Map()): Actor => ({
  userId: 'U0OTHER',
  standing,
  groups,
});
const answer = ({ permitted }: Decision) => permitted;
const why = (decision: Decision) => (decision.permitted ? 'permitted' : decision.reason);
const terms = (fields: Partial<Terms> = {}): Terms => ({ ...termsOfApprovals(1), ...fields });
const open = terms({ alone: ['members'], selfApprove: true });

describe('without a policy file', () => {
  const builtIn = (action: PolicyAction) => termsOf(BUILT_IN_POLICY, { action, fields: [], channelId: 'C1' });

  it('members look, pause and resume at once; changes need one approval, deletes two', () => {
    const approvals = (
      [
        'pause',
        'resume',
        'edit',
        'add_tables',
        'auto_map',
        'template',
        'parameter',
        'create',
        'delete',
      ] as const
    ).map((action) => [action, builtIn(action).approvals]);
    expect(Object.fromEntries(approvals)).toEqual({
      ...{ pause: 0, resume: 0, edit: 1, add_tables: 1, auto_map: 1, template: 1, parameter: 1, create: 1 },
      delete: 2,
    });
    for (const action of ['read', 'samples', 'pause', 'edit', 'delete'] as const) {
      expect(answer(mayAsk(somebody(), action, builtIn(action)))).toBe(true);
    }
  });

  it.each(others)('a %s does none of it', (standing) => {
    for (const action of ['read', 'samples', 'pause', 'resume', 'edit', 'delete'] as const) {
      expect(answer(mayAsk(somebody(standing), action, builtIn(action)))).toBe(false);
    }
  });
});

describe('only members', () => {
  it.each(others)('ask, approve, reject and apply alone, whatever the terms: not a %s', (standing) => {
    const actor = somebody(standing, new Map([['S0GROUP', true]]));
    for (const everybody of [
      open,
      terms({ ask: ['everyone'], approve: ['everyone'], alone: ['everyone'] }),
    ]) {
      const decisions = [
        mayAsk(actor, 'edit', everybody),
        mayAskAnything(actor),
        mayApprove(actor, change, everybody),
        mayReject(actor, change, everybody),
        mayApplyAlone(actor, everybody),
      ];
      expect(decisions.map(answer)).toEqual([false, false, false, false, false]);
      expect(decisions.map((decision) => !decision.permitted && decision.mayPass)).toEqual(
        decisions.map(() => standing === 'unknown'),
      );
    }
  });

  it('everyone may read where a rule says so', () => {
    for (const standing of STANDINGS) {
      expect(answer(mayAsk(somebody(standing), 'read', terms({ ask: ['everyone'] })))).toBe(true);
      expect(answer(mayAsk(somebody(standing), 'samples', terms({ ask: ['everyone', 'members'] })))).toBe(
        standing === 'member',
      );
    }
  });

  it('are told why not, each in words of their own', () => {
    const reasons = others.map((standing) => why(mayAskAnything(somebody(standing))));
    expect(new Set(reasons).size).toBe(4);
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].*change inputs.*\.$/);
  });
});

describe('the one who asked', () => {
  const asker: Actor = { userId: 'U0ONCALL', standing: 'member' };

  it('approves only where the terms let them, never rejects, and cancels', () => {
    expect(why(mayApprove(asker, change, terms()))).toContain('somebody else has to approve it');
    expect(answer(mayApprove(asker, change, open))).toBe(true);
    expect(why(mayReject(asker, change, open))).toContain('press *Cancel*');
    expect(answer(mayCancel(asker, change))).toBe(true);
  });

  it('is the only one who cancels', () => {
    expect(why(mayCancel(somebody(), change))).toContain('Only <@U0ONCALL>');
  });
});

describe('those who are named', () => {
  const named = terms({ approve: [['U0ELSE', 'S0GROUP']], rules: ['rule 1 “production” (line 3)'] });

  it.each([
    ['by their own id', { userId: 'U0ELSE', standing: 'member' } as const, true],
    ['by a user group', somebody('member', new Map([['S0GROUP', true]])), true],
    ['not', somebody('member', new Map([['S0GROUP', false]])), false],
    ['by a group of which nothing is known', somebody(), false],
  ])('approve: %s', (_, actor, permitted) => {
    expect(answer(mayApprove(actor, change, named))).toBe(permitted);
    expect(answer(mayReject(actor, change, named))).toBe(permitted);
  });

  it('others are told that they may not do what they tried', () => {
    expect(why(mayReject(somebody(), change, terms({ approve: [['U0ELSE']] })))).toMatch(
      /^You may not reject it: /,
    );
    expect(why(mayReject(somebody('guest'), change, terms()))).toContain('to reject changes');
  });

  it('have to be named by each of several rules', () => {
    const both = terms({ approve: ['members', ['U0OTHER'], ['U0ELSE']], ask: [['U0OTHER'], 'members'] });
    expect(answer(mayApprove(somebody(), change, both))).toBe(false);
    expect(answer(mayAsk(somebody(), 'edit', both))).toBe(true);
  });

  it('others are told which rule names them, and that it may pass where Slack could not say', () => {
    expect(why(mayApprove(somebody('member', new Map([['S0GROUP', false]])), change, named))).toBe(
      'You may not approve it: rule 1 “production” (line 3) names others.',
    );
    const unknown = mayApprove(somebody('member', new Map([['S0GROUP', 'unknown']])), change, named);
    expect(unknown).toMatchObject({
      mayPass: true,
      reason: expect.stringContaining('Slack could not say who is in the user groups of rule 1'),
    });
    expect(why(mayAsk(somebody(), 'edit', terms({ ask: [[]] })))).toContain('Nobody may ask for this');
    const two = { rules: ['rule 2', 'rule 3'], approve: [['U0ELSE'], ['U0ME']] };
    const asked = { requestedBy: 'U0ELSE' };
    expect(why(mayApprove(somebody(), asked, terms(two)))).toBe(
      'You may not approve it: not all of rule 2 and rule 3 name you.',
    );
    expect(why(mayApprove(somebody(), asked, terms({ ...two, approve: [['U0ELSE']] })))).toBe(
      'You may not approve it: rule 2 and rule 3 name others.',
    );
    expect(why(mayApprove(somebody(), asked, terms({ ...two, approve: ['members', []] })))).toBe(
      'Nobody may approve it under rule 2 and rule 3.',
    );
  });

  it('apply alone only where a rule names somebody', () => {
    expect(why(mayApplyAlone(somebody(), terms()))).toContain('No rule lets anybody');
    expect(answer(mayApplyAlone(somebody(), terms({ alone: [['U0OTHER']] })))).toBe(true);
    expect(answer(mayApplyAlone(somebody(), terms({ alone: [['U0OTHER'], []] })))).toBe(false);
    expect(answer(mayApplyAlone(somebody(), terms({ alone: [['U0ELSE']] })))).toBe(false);
  });
});

describe('where it is answered', () => {
  it.each([
    [undefined, 'C1', true],
    [['C1'], 'C1', true],
    [['C1'], 'C2', false],
    [['C1'], 'D0ME', false],
    [['direct'], 'D0ME', true],
    [[], 'C1', false],
  ])('%j: %s %s', (channels, channelId, permitted) => {
    expect(answer(mayAnswerIn({ rules: [], channels }, channelId))).toBe(permitted);
  });

  it('says where', () => {
    expect(why(mayAnswerIn({ rules: [], channels: ['C1', 'direct'] }, 'C2'))).toContain(
      'in <#C1> or direct messages with me only',
    );
  });
});
