import { describe, expect, it } from '@jest/globals';
import { CHANGE_STATES, type ChangeState, isFinal, mayMove, statesBefore } from '../../src/domain/change.ts';
import { isSwitch, Operation, pausedBy, propose, type Rewrite } from '../../src/domain/operation.ts';
import {
  type Decision,
  isApprovedAtOnce,
  mayApprove,
  mayAsk,
  mayCancel,
  type Standing,
} from '../../src/domain/policy.ts';

describe('a change’s life', () => {
  const life = new Set([
    ...['pending approved', 'approved applying', 'applying applied'],
    ...['pending cancelled', 'pending rejected', 'pending expired', 'pending stale'],
    ...['approved stale', 'approved failed', 'applying stale', 'applying failed'],
  ]);

  it('knows these moves and no other', () => {
    const moves = CHANGE_STATES.flatMap((from) =>
      CHANGE_STATES.filter((to) => mayMove(from, to)).map((to) => `${from} ${to}`),
    );
    expect(new Set(moves)).toEqual(life);
  });

  it('ends in six states, which are left by no move', () => {
    expect(CHANGE_STATES.filter(isFinal).toSorted()).toEqual([
      ...['applied', 'cancelled', 'expired', 'failed', 'rejected', 'stale'],
    ]);
  });

  it.each<[ChangeState, ChangeState[]]>([
    ['pending', []],
    ['approved', ['pending']],
    ['applied', ['applying']],
    ['failed', ['approved', 'applying']],
    ['stale', ['pending', 'approved', 'applying']],
  ])('comes to %s from %j', (to, from) => {
    expect(statesBefore(to)).toEqual(from);
  });
});

describe('who may', () => {
  const change = { requestedBy: 'U0ONCALL' };
  const others: Record<Standing, boolean> = {
    member: true,
    guest: false,
    bot: false,
    stranger: false,
    unknown: false,
  };
  const standings = Object.entries(others) as [Standing, boolean][];
  const answer = (decision: Decision) => decision.permitted;

  it.each(standings)(
    'ask, approve and cancel the change of another, being a %s: %s',
    (standing, permitted) => {
      const actor = { userId: 'U0OTHER', standing };
      expect([mayAsk(actor), mayApprove(actor, change), mayCancel(actor, change)].map(answer)).toEqual([
        permitted,
        permitted,
        permitted,
      ]);
    },
  );

  it.each(standings)('never approve, but cancel, their own change, being a %s', (standing) => {
    const actor = { userId: 'U0ONCALL', standing };
    expect(answer(mayApprove(actor, change))).toBe(false);
    expect(answer(mayCancel(actor, change))).toBe(true);
  });

  it('are told why not, each in their own words', () => {
    const reasons = standings.flatMap(([standing]) => {
      const decision = mayAsk({ userId: 'U0OTHER', standing });
      return decision.permitted ? [] : [decision.reason];
    });
    expect(reasons).toHaveLength(4);
    expect(new Set(reasons).size).toBe(4);
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].*change inputs.*\.$/);
    expect(mayApprove({ userId: 'U0ONCALL', standing: 'member' }, change)).toMatchObject({
      reason: expect.stringContaining('somebody else'),
    });
  });

  it('have a pause and a resume without an approval, and nothing else', () => {
    expect((['pause', 'resume', 'edit'] as const).filter(isApprovedAtOnce)).toEqual(['pause', 'resume']);
  });
});

describe('an operation', () => {
  it('is read from a row only in a known form', () => {
    const edit = { kind: 'edit', edits: [{ path: ['a'], value: null }] };
    expect(Operation.parse(edit)).toEqual(edit);
    // As version 0.1.0 wrote it.
    expect(Operation.parse({ kind: 'edit', field: 'a', value: null })).toEqual(edit);
    for (const odd of [{ kind: 'drop' }, { kind: 'edit', field: 'a' }, { kind: 'edit', value: 1 }, null]) {
      expect(Operation.safeParse(odd).success).toBe(false);
    }
  });

  it('rewrites the document where it is an edit, and switches the state otherwise', () => {
    const edit: Rewrite = { kind: 'edit', edits: [{ path: ['a'], value: 'x' }] };
    expect(isSwitch(edit)).toBe(false);
    expect(isSwitch({ kind: 'pause' })).toBe(true);
    expect([pausedBy({ kind: 'pause' }), pausedBy({ kind: 'resume' })]).toEqual([true, false]);
    expect(propose(edit, '{"configuration":{"a":1.0,"b":1.0}}')).toBe('{"configuration":{"a":"x","b":1.0}}');
  });
});
