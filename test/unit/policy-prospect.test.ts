import { describe, expect, it } from '@jest/globals';
import { type Policy, RULE_DEFAULTS, type Rule } from '../../src/domain/policy/policy.ts';
import { fieldsAhead, prospectOf } from '../../src/domain/policy/prospect.ts';
import { type Question, rulesSteps } from '../../src/domain/policy/terms.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { fc } from '../support/properties.ts';

const key = fc.constantFrom(
  'ssh',
  'password',
  'where',
  'template',
  'tables',
  'parameters',
  'auto_map',
  '0',
  'a.b',
);
const path = fc.array(key, { minLength: 1, maxLength: 3 });
/** What an action of each kind may come to change. */
const becoming = fc.oneof(
  fc.record({ action: fc.constant('edit' as const), fields: fc.array(path, { minLength: 1, maxLength: 3 }) }),
  fc.record({
    action: fc.constantFrom('template' as const),
    fields: fc.tuple(fc.tuple(fc.constant('parameters'), key, fc.constant('template'))),
  }),
  fc.record({
    action: fc.constantFrom('parameter' as const),
    fields: fc.tuple(fc.tuple(fc.constant('parameters'), key, key)),
  }),
  fc.record({
    action: fc.constant('add_tables' as const),
    fields: fc.array(fc.tuple(fc.constant('tables'), key), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ action: fc.constant('create' as const), fields: fc.constant([[]]) }),
  fc.record({ action: fc.constant('delete' as const), fields: fc.constant([]) }),
);
const matching = fc.record(
  {
    actions: fc.subarray(
      ['edit', 'template', 'parameter', 'add_tables', 'auto_map', 'create', 'delete'] as const,
      {
        minLength: 1,
      },
    ),
    inputs: fc.subarray(['prod_*', 'x'], { minLength: 1 }),
    fields: fc.subarray(
      ['ssh', 'ssh.*', 'password', '*.password', 'parameters.where', 'tables', 'a\\.b', 'where'],
      {
        minLength: 1,
      },
    ),
  },
  { requiredKeys: [] },
);
const policies = fc.array(fc.tuple(matching, fc.nat({ max: 1 }), fc.boolean()), { maxLength: 6 }).map(
  (rules): Policy => ({
    rules: rules.map(([about, approvals, reason], at): Rule => {
      return { ...RULE_DEFAULTS, label: `r${at}`, ...about, approvals, reason };
    }),
  }),
);

describe('what the policy may come to say', () => {
  it('holds whatever is filled in', () => {
    const names = fc.constantFrom('prod_orders', 'x', 'other');
    fc.assert(
      fc.property(
        policies,
        becoming,
        names,
        fc.boolean(),
        fc.boolean(),
        (policy, { action, fields }, name, isKnown, isWhole) => {
          const about = { action, inputType: undefined, channelId: 'C1' };
          const ahead: Question = { ...about, inputName: isKnown ? name : undefined, ...fieldsAhead(action) };
          const may = atOnce(rulesSteps(policy, ahead));
          const then = atOnce(
            rulesSteps(policy, { ...about, inputName: name, fields, ...(isWhole && { wholes: fields }) }),
          );
          expect(may).toEqual(expect.arrayContaining(then));
          const { reason, approvals } = prospectOf(may);
          if (reason !== 'sometimes') expect(then.some((rule) => rule.reason)).toBe(reason === 'always');
          if (approvals !== 'sometimes')
            expect(then.some((rule) => rule.approvals > 0)).toBe(approvals === 'always');
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('is sure where nothing is left to be filled in', () => {
    const policy = { rules: [{ ...RULE_DEFAULTS, label: 'r', fields: ['password'], reason: true }] };
    const of = (action: 'delete' | 'edit') =>
      prospectOf(
        atOnce(rulesSteps(policy, { action, inputName: 'x', channelId: 'C1', ...fieldsAhead(action) })),
      );
    expect(of('delete')).toEqual({ reason: 'never', approvals: 'always' });
    expect(of('edit')).toEqual({ reason: 'sometimes', approvals: 'always' });
  });
});
