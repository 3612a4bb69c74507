import { describe, expect, it } from '@jest/globals';
import { questionOf } from '../../src/domain/change.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Operation } from '../../src/domain/operation.ts';
import { faultOfFieldGlob, faultOfGlob, globOf } from '../../src/domain/policy/globs.ts';
import {
  BUILT_IN_RULES,
  type Matching,
  type Policy,
  RULE_DEFAULTS,
  type Rule,
  type Who,
} from '../../src/domain/policy/policy.ts';
import { openFor, type Question, rulesSteps, type Terms, termsOf } from '../../src/domain/policy/terms.ts';
import { atOnce } from '../../src/domain/steps.ts';
import { fc } from '../support/properties.ts';
import { trialRights } from '../support/rights.ts';
import { countTurns } from '../support/turns.ts';

const rule = (label: string, fields: Partial<Rule> = {}): Rule => ({ ...RULE_DEFAULTS, label, ...fields });
const policyOf = (...rules: Rule[]): Policy => ({ rules });
const question = (fields: Partial<Question> = {}): Question => ({
  action: 'edit',
  inputName: 'prod_orders',
  inputType: 'ODBC',
  fields: [['batch_size']],
  channelId: 'C1',
  ...fields,
});
/** The labels of the rules that decide, but for built-in ones. */
const decided = (policy: Policy, asked: Question) =>
  atOnce(rulesSteps(policy, asked)).flatMap(({ label }) => (label.startsWith('the built-in') ? [] : [label]));
const isMeant = (matching: Matching, asked: Partial<Question> = {}) =>
  decided(policyOf(rule('it', matching)), question(asked)).length === 1;

describe('a glob', () => {
  it.each([
    ['prod_*', 'prod_orders', true],
    ['prod_*', 'prod_', true],
    ['prod_*', 'PROD_orders', true],
    ['prod_*', 'prod_a/b', true],
    ['prod_*', 'prod_\nx', true],
    ['prod_*', 'prod_\u2028x', true],
    ['prod_*', 'my_prod_x', false],
    ['*', '', true],
    ['*', '.hidden', true],
    ['prod_?', 'prod_/', true],
    ['prod_?', 'prod_', false],
    ['{prod,live}_*', 'live_x', true],
    ['[ab]*', 'bx', true],
    ['./a*', 'a', false],
    ['a+b', 'aab', false],
    ['a\\*b', 'axb', false],
    ['orders \\(old\\)*', 'orders (old)', true],
    ['a', 'a/', false],
    ['*a*b*', 'xaxxbx', true],
    ['\\**a*b\\*', '*xxaxb*', true],
  ])('%j and %j: %s', (glob, name, expected) => {
    expect(faultOfGlob(glob)).toBeUndefined();
    expect(globOf(glob).test(name)).toBe(expected);
  });

  it.each([
    '',
    '!prod_*',
    'orders (old)',
    '[ab',
    '{a,b',
    'a]b(',
    '*a*b*c*',
    '*a*b*c',
    '{a,b}{a,b}{a,b}{a,b}',
    '[ab]+',
  ])('%j is refused', (glob) => {
    expect(faultOfGlob(glob)).toEqual(expect.any(String));
  });

  it.each(['ssh..host', '.ssh', 'ssh.', '{ssh.host,a}', 'ssh.!x'])('%j is no key path', (glob) => {
    expect(faultOfFieldGlob(glob)).toEqual(expect.any(String));
  });

  it('that is written as a name, each letter escaped, is that name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (name) => {
        const escaped = name.replace(/[\\*?{}()[\]!+@|$^,.]/g, '\\$&');
        return globOf(escaped).test(name) && globOf('*').test(name);
      }),
    );
  });
});

describe('a rule', () => {
  it.each<[Matching, Partial<Question>, boolean]>([
    [{}, {}, true],
    [{ actions: ['edit'] }, {}, true],
    [{ actions: ['delete'] }, {}, false],
    [{ inputs: ['prod_*'] }, {}, true],
    [{ inputs: ['test_*', 'prod_*'] }, {}, true],
    [{ inputs: ['test_*'] }, {}, false],
    [{ types: ['odbc'] }, {}, true],
    [{ types: ['SALESFORCE'] }, {}, false],
    // Rows of earlier versions do not know their type.
    [{ types: ['SALESFORCE'] }, { inputType: undefined }, true],
    [{ channels: ['C1'] }, {}, true],
    [{ channels: ['C2'] }, {}, false],
    [{ channels: ['direct'] }, { channelId: 'D0ME' }, true],
    [{ channels: ['D0ME'] }, { channelId: 'D0ME' }, false],
    [{ inputs: ['prod_*'] }, { action: 'read', inputName: undefined, fields: [] }, false],
    [{}, { action: 'read', inputName: undefined, fields: [] }, true],
    [{ fields: ['password'] }, { action: 'delete', fields: [] }, false],
    [{ fields: ['password'], inputs: ['test_*'] }, { fields: [['password']] }, false],
  ])('%j is about %j: %s', (matching, asked, expected) => {
    expect(isMeant(matching, asked)).toBe(expected);
  });

  it.each<[string, string[], boolean]>([
    ['password', ['password'], true],
    ['password', ['Password'], true],
    ['password', ['ssh', 'password'], true],
    ['*password*', ['ssh', 'db_password'], true],
    ['password', ['ssh.password'], true],
    ['password', ['ssh', 'host'], false],
    ['password', ['k'.repeat(300)], true],
    ['ssh', ['ssh', 'password'], true],
    ['ssh.*', ['ssh', 'password'], true],
    ['ssh.*', ['ssh', ''], true],
    ['*.password', ['ssh', 'password'], true],
    ['ssh.password', ['ssh'], true],
    ['ssh.password', [], true],
    ['ssh.password', ['ssh', 'host'], false],
    ['ssh.password', ['ssh.password'], true],
    ['ssh\\.password', ['ssh.password'], true],
    ['parameters.*.value', ['parameters', 'api.key', 'value'], true],
    ['parameters.since.value', ['parameters', '0', 'value'], true],
    ['parameters.since.value', ['parameters', '0', 'template'], false],
    ['parameters.0.value', ['parameters', 'since', 'value'], true],
    ['parameters.since', ['parameters', 'until', 'value'], false],
  ])('for %s is about a change of %j: %s', (glob, path, expected) => {
    expect(isMeant({ fields: [glob] }, { fields: [path] })).toBe(expected);
  });

  it('about one key is about whatever may hold it', () => {
    const about = (value: Json, path = ['ssh']) => {
      const operation: Operation = { kind: 'edit', edits: [{ path, value }] };
      const policy = policyOf(rule('strict', { fields: ['*password*'], approvals: 3 }));
      const asked = { operation, inputName: 'a', inputType: 'ODBC', channelId: 'C1', timer: undefined };
      return termsOf(policy, questionOf(asked)).approvals === 3;
    };
    expect([about({ password: 'x' }), about('{"password": "x"}'), about([])]).toEqual([true, true, true]);
    expect([about(5), about('db'), about(null), about(5, ['ssh', 'password'])]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('about an input may be about a copy of which the other one is not known', () => {
    const matching = { inputs: ['trial_*'] };
    expect(isMeant(matching, { action: 'create', fields: [[]], copiedName: null })).toBe(true);
    expect(isMeant(matching, { action: 'create', fields: [[]] })).toBe(false);
  });

  it('for template is about a parameter that has its template set', () => {
    const approvals = (field: string) =>
      termsOf(
        policyOf(rule('strict', { actions: ['template'], approvals: 3 })),
        question({ action: 'parameter', fields: [['parameters', 'where', field]] }),
      ).approvals;
    expect([approvals('template'), approvals('value')]).toEqual([3, 1]);
  });

  it('that is only partly meant counts beside the next one, and never lets something pass with it', () => {
    const lax = { approvals: 0, selfApprove: true };
    for (const [glob, path] of [
      ['ssh.host', ['ssh']],
      ['parameters.*.value', ['parameters', 'x.value', 'template']],
      ['parameters.since', ['parameters', '0', 'value']],
      ['ssh.host', ['ssh.host']],
      ['host', ['ssh', 'host']],
    ] as const) {
      const policy = policyOf(rule('lax', { ...lax, fields: [glob] }), rule('strict', { approvals: 3 }));
      const terms = termsOf(policy, question({ fields: [path] }));
      expect([terms.rules, terms.approvals, terms.selfApprove]).toEqual([['lax', 'strict'], 3, false]);
    }
  });
});

describe('what a change reaches', () => {
  const asked = (operation: Operation): Question =>
    questionOf({
      operation,
      inputName: 'trial_orders',
      inputType: 'ODBC',
      channelId: 'C1',
      timer: undefined,
    });
  const edit = (...paths: string[][]): Operation => ({
    kind: 'edit',
    edits: paths.map((path) => ({ path, value: 1 })),
  });
  const copy: Operation = {
    kind: 'create',
    copiedFrom: { id: 'in-1', name: 'prod_orders' },
    name: 'trial_orders',
    edits: [{ path: ['server'], value: 'elsewhere' }],
  };

  it.each<[string, Operation, Matching]>([
    ['a field that is copied', copy, { fields: ['ssh.password'] }],
    ['the input that is copied', copy, { inputs: ['prod_*'] }],
    ['tables that are added', { kind: 'add_tables', tables: [['a', 'b']] }, { fields: ['tables'] }],
    ['one of them', { kind: 'add_tables', tables: [['a', 'b']] }, { fields: ['tables.a'] }],
    ['auto-mapping', { kind: 'auto_map', on: true }, { fields: ['auto_map'] }],
    ['a template', { kind: 'template', parameters: ['x', 'y'], template: 1 }, { fields: ['parameters.y.*'] }],
    [
      'a parameter',
      { kind: 'parameter', parameter: 'x', field: 'value' },
      { fields: ['parameters.*.value'] },
    ],
    [
      'a table in a string of JSON',
      edit(['tables', 'public.orders']),
      { fields: ['tables.public\\.orders'] },
    ],
    ['the second of two fields', edit(['a'], ['password']), { fields: ['password'] }],
    ['what add-table does', edit(['tables', 'x']), { actions: ['add_tables'] }],
    ['what auto-map does', edit(['auto_map']), { actions: ['auto_map'] }],
    ['what parameter does', edit(['parameters', '0', 'value']), { actions: ['parameter'] }],
    ['what template does', edit(['parameters']), { actions: ['template'] }],
  ])('%s', (_, operation, matching) => {
    const strict = rule('strict', { ...matching, approvals: 3 });
    const terms = termsOf(policyOf(strict), asked(operation));
    expect(terms).toMatchObject({ approvals: 3, rules: expect.arrayContaining(['strict']) });
  });

  it('and no more', () => {
    const strict = (matching: Matching) => policyOf(rule('strict', matching));
    expect(decided(strict({ actions: ['add_tables'] }), asked(edit(['batch_size'])))).toEqual([]);
    expect(decided(strict({ inputs: ['prod_*'] }), asked(edit(['batch_size'])))).toEqual([]);
    expect(decided(strict({ actions: ['edit'] }), asked({ kind: 'auto_map', on: true }))).toEqual([]);
    expect(
      decided(strict({ fields: ['tables.b'] }), asked({ kind: 'add_tables', tables: [['a', 'b']] })),
    ).toEqual([]);
  });

  it('of very many places is never laxer than that of each, and quick', () => {
    const paths = Array.from({ length: 20_000 }, (_, at) => ['tables', `t${at}`]);
    const rules = Array.from({ length: 40 }, (_, at) => rule(`r${at}`, { fields: [`other${at}.*`] }));
    const policy = policyOf(...rules, rule('one', { fields: ['tables.t19999'], approvals: 3 }));
    // The quickest of several: other work on the machine must not count.
    const times = Array.from({ length: 5 }, () => {
      const begun = performance.now();
      expect(termsOf(policy, asked(edit(...paths))).approvals).toBe(3);
      return performance.now() - begun;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe('the terms', () => {
  const who = fc.constantFrom<Who>('members', [], ['U1'], ['U1', 'S1'], ['U2']);
  const key = fc.constantFrom('ssh', 'password', 'tables', 'auto_map', '0', 'a.b', '');
  const path = fc.array(key, { maxLength: 3 });
  const action = fc.constantFrom(
    'edit' as const,
    'create' as const,
    'delete' as const,
    'add_tables' as const,
  );
  const matching = fc.record(
    {
      actions: fc.array(action, { minLength: 1 }),
      inputs: fc.subarray(['prod_*', '*_orders', 'x'], { minLength: 1 }),
      types: fc.subarray(['ODBC', 'S*'], { minLength: 1 }),
      fields: fc.subarray(['ssh', 'ssh.*', '*.password', 'password', 'tables.0', 'a', 'a\\.b'], {
        minLength: 1,
      }),
      channels: fc.subarray(['C1', 'C2'], { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  const effect = fc.record({
    approvals: fc.nat({ max: 4 }),
    ask: who,
    approve: who,
    selfApprove: fc.boolean(),
    alone: who,
    reason: fc.boolean(),
    openFor: fc.option(fc.integer({ min: 60_000, max: 9e8 }), { nil: undefined }),
  });
  const policies = fc.array(fc.tuple(matching, effect), { maxLength: 6 }).map(
    (rules): Policy => ({
      rules: rules.map(([about, says], at) => ({ label: `r${at}`, ...about, ...says })),
    }),
  );
  const questions = fc.record({
    action,
    inputName: fc.constantFrom('prod_orders', 'x', 'other'),
    inputType: fc.constantFrom('ODBC', 'SALESFORCE', undefined),
    fields: fc.array(path, { minLength: 1, maxLength: 4 }),
    channelId: fc.constantFrom('C1', 'C3'),
  });

  const USUAL = 86_400_000;
  const holds = (all: readonly Who[], some: readonly Who[]) =>
    some.every((one) => all.some((other) => JSON.stringify(other) === JSON.stringify(one)));
  function isNoLaxer(strict: Terms, than: Terms): boolean {
    return (
      strict.approvals >= than.approvals &&
      holds(strict.ask, than.ask) &&
      holds(strict.approve, than.approve) &&
      holds(strict.alone, than.alone) &&
      (than.selfApprove || !strict.selfApprove) &&
      (strict.reason || !than.reason) &&
      openFor(strict, USUAL) <= openFor(than, USUAL)
    );
  }

  it('of more fields are never laxer', () => {
    fc.assert(
      fc.property(policies, questions, path, (policy, asked, more) => {
        const fewer = termsOf(policy, asked);
        const all = termsOf(policy, { ...asked, fields: [...asked.fields, more] });
        expect(isNoLaxer(all, fewer)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of what is done later as well are never laxer than of either', () => {
    fc.assert(
      fc.property(policies, questions, action, (policy, asked, later) => {
        const both = termsOf(policy, { ...asked, also: [later] });
        expect(isNoLaxer(both, termsOf(policy, asked))).toBe(true);
        expect(isNoLaxer(both, termsOf(policy, { ...asked, action: later }))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of a whole field are never laxer than of a part of it, nor those of a copy than of what is copied', () => {
    fc.assert(
      fc.property(policies, questions, path, key, (policy, asked, whole, part) => {
        // What an edit can do as another command does depends on the field alone.
        const of = (fields: string[]) => termsOf(policy, { ...asked, fields: [fields], wholes: [whole] });
        if (whole.length > 0 && /^\d|\./.test(part) === false) {
          expect(isNoLaxer(of(whole), of([...whole, part]))).toBe(true);
        }
        const copied = { ...asked, copiedName: 'prod_orders' };
        expect(isNoLaxer(termsOf(policy, copied), termsOf(policy, asked))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('name the rules that say so, all of them and no other', () => {
    fc.assert(
      fc.property(policies, questions, (policy, asked) => {
        const terms = termsOf(policy, asked);
        const named = [...policy.rules, ...BUILT_IN_RULES].filter(({ label }) => terms.rules.includes(label));
        expect(named).toHaveLength(terms.rules.length);
        expect(terms.approvals).toBe(Math.max(...named.map(({ approvals }) => approvals)));
        expect(terms.reason).toBe(named.some(({ reason }) => reason));
        expect(
          holds(
            terms.ask,
            named.map(({ ask }) => ask),
          ),
        ).toBe(true);
        // Without a rule that is not named, they are the same.
        const rest = { rules: policy.rules.filter(({ label }) => terms.rules.includes(label)) };
        expect(termsOf(rest, asked)).toEqual(terms);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are those of the first rule that matches', () => {
    const [two, three] = [rule('two', { approvals: 2 }), rule('three', { approvals: 3 })];
    expect(termsOf(policyOf(two, three), question()).rules).toEqual(['two']);
    expect(termsOf(policyOf(three, two), question()).rules).toEqual(['three']);
  });

  it('are open no longer than the shortest of several rules, of which one may leave it to CHANGE_TTL', () => {
    const long = rule('long', { fields: ['a'], openFor: 7 * USUAL });
    const asked = (...fields: string[][]) => termsOf(policyOf(long), question({ fields }));
    expect(openFor(asked(['a']), USUAL)).toBe(7 * USUAL);
    expect(openFor(asked(['a'], ['b']), USUAL)).toBe(USUAL);
    expect(openFor(asked(['b']), USUAL)).toBe(USUAL);
  });

  it('are found in slices: 300 rules for 300 fields hold nobody up', async () => {
    const many = <Of>(make: (at: number) => Of) => Array.from({ length: 300 }, (_, at) => make(at));
    const policy = policyOf(...many((at) => rule(`rule ${at}`, { fields: [`*a${at}*b*`, `*c${at}*d*`] })));
    const asked = question({ fields: many((at) => [`some.key.of.many.${at}`, 'options']) });
    const rights = trialRights(() => policy);
    for (const find of [
      () => rights.ask({ userId: 'U0ASKER', standing: 'member' }, asked),
      () => rights.explain({ userId: 'U0ASKER', standing: 'member' }, asked),
    ]) {
      const turns = countTurns();
      expect((await find()).terms.approvals).toBe(1);
      expect(turns()).toBeGreaterThanOrEqual(10);
    }
  });

  it.each<[string, (globs: string[]) => Matching, Partial<Question>]>([
    ['a name', (globs) => ({ inputs: globs }), { inputName: '_'.repeat(256) }],
    ['a type', (globs) => ({ types: globs }), { inputType: '_'.repeat(256) }],
    ['a field', (globs) => ({ fields: globs }), { fields: [['_'.repeat(256)]] }],
  ])('can be laid down behind each glob that %s takes long for', (_, about, asked) => {
    const globs = Array.from({ length: 40 }, (_, at) => `{_,__}*_*id${at}`);
    expect(globs.flatMap((glob) => faultOfFieldGlob(glob) ?? [])).toEqual([]);
    const policy = policyOf(rule('one', about(globs.slice(0, 20))), rule('other', about(globs.slice(20))));
    let laidDown = 0;
    for (const _ of rulesSteps(policy, question(asked))) laidDown += 1;
    expect(laidDown).toBeGreaterThanOrEqual(globs.length);
  });

  it('can be laid down behind a glob that matches, where its rule may not be meant', () => {
    const rules = Array.from({ length: 40 }, (_, at) => rule(`r${at}`, { types: ['S*'], fields: [`_*_*`] }));
    const asked = question({ inputType: undefined, fields: [['_'.repeat(256)]] });
    let laidDown = 0;
    for (const _ of rulesSteps(policyOf(...rules), asked)) laidDown += 1;
    expect(laidDown).toBeGreaterThanOrEqual(2 * rules.length);
  });
});
