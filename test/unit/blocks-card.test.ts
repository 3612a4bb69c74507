import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderCard } from '../../blocks/card.ts';
import { ACTION } from '../../blocks/ids.ts';
import { renderOutcome } from '../../blocks/told.ts';
import { CHANGE_STATES, type Change } from '../../src/domain/change.ts';
import { propose } from '../../src/domain/operation.ts';
import { aChange, aPause } from '../support/a-change.ts';
import { actionsOf, expectSlackTakes, HOSTILE, textsOf } from '../support/slack-takes.ts';

/** What the row holds once it is in a state. */
function inState(state: Change['state']): Partial<Change> {
  const decided = { approvedBy: 'U0APPROVER', approvedAt: new Date('2019-03-14T09:05:00Z') };
  const closed = { closedAt: new Date('2019-03-14T09:06:00Z') };
  switch (state) {
    case 'pending':
      return { state };
    case 'approved':
    case 'applying':
      return { state, ...decided };
    case 'applied':
      return { state, ...decided, ...closed };
    case 'stale':
    case 'failed':
      return { state, ...decided, ...closed, outcome: 'This is why.' };
    case 'expired':
      return { state, ...closed };
    case 'cancelled':
    case 'rejected':
      return { state, ...closed, closedBy: 'U0APPROVER' };
  }
}

const kinds = {
  edit: aChange,
  pause: (fields: Partial<Change>) => aPause({ action: 'pause', ...fields }),
  resume: (fields: Partial<Change>) => aPause({ action: 'resume', ...fields }),
};
const everyCard = Object.entries(kinds).flatMap(([kind, make]) =>
  CHANGE_STATES.flatMap((state) =>
    [false, true].map((waitingShown) => ({
      kind,
      state,
      waitingShown,
      change: make({ ...inState(state), waitingShown }),
    })),
  ),
);

describe('a card', () => {
  it.each(everyCard)('of $kind, $state, is taken by Slack (no worker: $waitingShown)', ({ change }) => {
    const card = renderCard(change, 'production');
    expectSlackTakes(card);
    expectSlackTakes(renderOutcome(change));
    const all = textsOf(card.blocks).join('\n');
    expect(all).toContain('orders_db');
    expect(all).toContain('production');
    expect(all).toContain('<@U0ONCALL>');
    expect(all).not.toMatch(/undefined|null|NaN|hunter2/);
  });

  it.each(everyCard)(
    'of $kind, $state, has buttons only as a review that waits',
    ({ kind, state, change }) => {
      expect(actionsOf(renderCard(change, 'production'))).toEqual(
        kind === 'edit' && state === 'pending'
          ? [
              { action_id: ACTION.approve, value: change.id },
              { action_id: ACTION.cancel, value: change.id },
            ]
          : [],
      );
    },
  );

  it('differs from state to state', () => {
    const cards = CHANGE_STATES.map((state) =>
      JSON.stringify(renderCard(aChange(inState(state)), 'production')),
    );
    // Approved and being applied look alike on purpose: nobody can do anything in between.
    expect(new Set(cards).size).toBe(CHANGE_STATES.length - 1);
  });

  it.each<[Change['state'], string]>([
    ['pending', 'by any member but <@U0ONCALL>'],
    ['approved', 'Approved by <@U0APPROVER>. Applying'],
    ['applied', 'Approved by <@U0APPROVER> and applied'],
    ['cancelled', 'Cancelled by <@U0APPROVER>'],
    ['rejected', 'Rejected by <@U0APPROVER>'],
    ['expired', 'lapsed'],
    ['stale', 'out of date. This is why.'],
    ['failed', 'failed. This is why.'],
  ])('of an edit says of %s: %s', (state, sentence) => {
    const card = renderCard(aChange(inState(state)), 'production');
    expect(textsOf(card.blocks).join('\n')).toContain(sentence);
    expect(card.text).toContain(sentence);
  });

  it('says that no worker is running', () => {
    for (const make of Object.values(kinds)) {
      const waiting = renderCard(make({ ...inState('approved'), waitingShown: true }), 'production');
      expect(textsOf(waiting.blocks).join('\n')).toContain('no worker is running');
    }
  });

  it('shows what changes, the diff, the reason, and when it lapses', () => {
    const card = renderCard(aChange({ reason: 'R&D asked <!here>' }), 'production');
    const all = textsOf(card.blocks).join('\n');
    expect(all).toContain('*Set `batch_size` of `orders_db` from `5` to `7`*');
    expect(all).toContain('-    "batch_size": 5,\n+    "batch_size": 7,');
    expect(all).toContain('Reason: R&amp;D asked &lt;!here&gt;');
    expect(all).toContain(`<!date^${Date.UTC(2019, 2, 15, 9) / 1000}^`);
  });

  it('cuts a long diff at a line’s end and says how much is missing', () => {
    const base = JSON.stringify({ configuration: { list: [], other: 1 } });
    const operation = {
      kind: 'edit',
      field: 'list',
      value: Array.from({ length: 5_000 }, (_, i) => `item ${i}`),
    } as const;
    const card = renderCard(
      aChange({ operation, base, proposed: propose(operation, { document: base }) }),
      'production',
    );
    expectSlackTakes(card);
    const all = textsOf(card.blocks);
    const shown =
      all.find((text) => text.startsWith('@@') || text.startsWith('- ') || text.startsWith('+ ')) ?? '';
    const left = Number(all.join('\n').match(/(\d+) more lines of the diff are not shown/)?.[1]);
    expect(left).toBeGreaterThan(4_000);
    expect(shown.split('\n').at(-1)).toMatch(/^[+].*"item \d+",?$/);
  });

  it.each(['stale', 'failed'] as const)('whose write may have landed claims nothing else, %s', (state) => {
    const outcome = 'Whether the change was made is not known.';
    for (const make of [aChange, aPause]) {
      const change = make({ ...inState(state), outcome, writes: 1, writtenAt: new Date() });
      for (const { text } of [renderCard(change, 'production'), renderOutcome(change)]) {
        expect(text).toContain(outcome);
        expect(text).not.toMatch(/was not|nothing|not applied/i);
      }
    }
  });

  it.each(HOSTILE)('is broken by no name or value: %j', (name) => {
    const base = JSON.stringify({ name, configuration: { [name]: name, same: name } });
    const operation = { kind: 'edit', field: name, value: `${name}${name}` } as const;
    const fields = { operation, inputName: name, base, proposed: propose(operation, { document: base }) };
    for (const state of CHANGE_STATES) {
      const change = aChange({ ...fields, ...inState(state), reason: name || undefined, requestedBy: name });
      const card = renderCard(change, name.slice(0, 40));
      expectSlackTakes(card);
      expectSlackTakes(renderOutcome(change));
      expect(mentionsIn(card)).toEqual([]);
      expectSlackTakes(renderCard(aPause({ inputName: name, ...inState(state) }), name.slice(0, 40)));
    }
  });

  it('stays within Slack’s limits whatever stands in its row', () => {
    const text = fc.string({ unit: fc.constantFrom('&', '<', '`', 'a', '👩‍👧', '\n', ' '), maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, fc.constantFrom(...CHANGE_STATES), (name, reason, value, state) => {
        const base = JSON.stringify({ name, configuration: { field: value, [name]: [value, value] } });
        const operation = { kind: 'edit', field: 'field', value: [value, reason] } as const;
        const proposed = propose(operation, { document: base });
        const row = {
          ...inState(state),
          operation,
          base,
          proposed,
          inputName: name,
          reason,
          outcome: reason,
        };
        expectSlackTakes(renderCard(aChange(row), value.slice(0, 40)));
      }),
    );
  });
});

/** The mentions in mrkdwn; what is in preformatted text is read by nobody as one. */
function mentionsIn({ text, blocks }: { text: string; blocks: readonly { type: string }[] }): string[] {
  const read = [text, ...textsOf(blocks.filter(({ type }) => type !== 'rich_text'))].join('\n');
  return read.match(/<(@|!(?!date)|#)[^>]*>/g)?.filter((mention) => mention !== '<@U0APPROVER>') ?? [];
}
