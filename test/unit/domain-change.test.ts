import { describe, expect, it } from '@jest/globals';
import { CHANGE_STATES, type ChangeState, isFinal, mayMove, statesBefore } from '../../src/domain/change.ts';
import { isSwitch, Operation, pausedBy, propose, type Rewrite } from '../../src/domain/operation.ts';

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
