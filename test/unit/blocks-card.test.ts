import { describe, expect, it } from '@jest/globals';
import { isDiffCut, renderCard, renderMoved } from '../../blocks/card.ts';
import { ACTION } from '../../blocks/ids.ts';
import { renderOutcome } from '../../blocks/told.ts';
import { CHANGE_STATES, type Change } from '../../src/domain/change.ts';
import { type Operation, type Proposing, propose, type Rewrite } from '../../src/domain/operation.ts';
import { createPreviews } from '../../src/services/previews.ts';
import { aChange, aPause, BASE } from '../support/a-change.ts';
import { fc } from '../support/properties.ts';
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
      return { state, ...closed, closedBy: 'U0APPROVER' };
    case 'rejected':
      return { state, ...closed, closedBy: 'U0APPROVER', outcome: 'This is why.' };
  }
}

const CREATED = 'Its id is `in-2`.';

function aDelete(fields: Partial<Change> = {}): Change {
  const operation: Operation = { kind: 'delete', events: ['public.orders', '<!channel>'] };
  return aChange({ action: 'delete', operation, proposed: undefined, ...fields });
}

function aCreate(fields: Partial<Change> = {}): Change {
  const operation: Proposing = {
    kind: 'create',
    name: 'orders_db_2',
    copiedFrom: { id: 'in-1', name: 'orders_db' },
    edits: [{ path: ['server'], value: 'db2' }],
    profile: 'reporting',
  };
  return aChange({
    action: 'create',
    inputName: operation.name,
    operation,
    proposed: propose(operation, BASE),
    ...fields,
  });
}

const kinds = {
  edit: aChange,
  delete: aDelete,
  create: aCreate,
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

const previews = createPreviews();
let drawn = 0;
/** Previews are kept by a change's id, and these all have the same one. */
const previewOf = (change: Change) => {
  drawn += 1;
  return previews.of({ ...change, id: `${change.id}/${drawn}` });
};
const cardOf = async (change: Change, label = 'production') =>
  renderCard(change, await previewOf(change), label);

describe('a card', () => {
  it.each(everyCard)('of $kind, $state, is taken by Slack (no worker: $waitingShown)', async ({ change }) => {
    const card = await cardOf(change);
    expectSlackTakes(card);
    expectSlackTakes(renderOutcome(change, await previewOf(change)));
    expectSlackTakes(renderMoved(change, await previewOf(change)));
    const all = textsOf(card.blocks).join('\n');
    expect(all).toContain('orders_db');
    expect(all).toContain('production');
    expect(all).toContain('<@U0ONCALL>');
    expect(all).not.toMatch(/undefined|null|NaN|hunter2/);
  });

  it.each(everyCard)(
    'of $kind, $state, can be decided on only while it waits, and looked at for good',
    async ({ kind, state, change }) => {
      const isReview = kind !== 'pause' && kind !== 'resume';
      const deciding = isReview && state === 'pending' ? [ACTION.approve, ACTION.reject, ACTION.cancel] : [];
      expect(actionsOf(await cardOf(change))).toEqual(
        [...deciding, ...(isReview ? [ACTION.viewAll] : [])].map((id) => ({
          action_id: id,
          value: change.id,
        })),
      );
    },
  );

  it('differs from state to state', async () => {
    const cards = await Promise.all(
      CHANGE_STATES.map(async (state) => JSON.stringify(await cardOf(aChange(inState(state))))),
    );
    // Approved and being applied look alike on purpose: nobody can do anything in between.
    expect(new Set(cards).size).toBe(CHANGE_STATES.length - 1);
  });

  it.each<[Change['state'], string]>([
    ['pending', 'by any member but <@U0ONCALL>'],
    ['approved', 'Approved by <@U0APPROVER>. Applying'],
    ['applied', 'Approved by <@U0APPROVER> and applied'],
    ['cancelled', 'Cancelled by <@U0APPROVER>'],
    [
      'rejected',
      'Rejected by <@U0APPROVER> <!date^1552554360^{date_short_pretty} at {time}|2019-03-14 09:06 UTC>: “This is why.” Nothing was changed.',
    ],
    ['expired', 'lapsed'],
    ['stale', 'out of date. This is why.'],
    ['failed', 'failed. This is why.'],
  ])('of an edit says of %s: %s', async (state, sentence) => {
    const card = await cardOf(aChange(inState(state)));
    expect(textsOf(card.blocks).join('\n')).toContain(sentence);
    expect(card.text).toContain(sentence);
  });

  it('says that no worker is running', async () => {
    for (const make of Object.values(kinds)) {
      const waiting = await cardOf(make({ ...inState('approved'), waitingShown: true }));
      expect(textsOf(waiting.blocks).join('\n')).toContain('no worker is running');
    }
  });

  it('shows what changes, the diff, the reason, and when it lapses', async () => {
    const card = await cardOf(aChange({ reason: 'R&D asked <!here>' }));
    const all = textsOf(card.blocks).join('\n');
    expect(all).toContain('*Set `batch_size` of `orders_db` from `5` to `7`*');
    expect(all).toContain('-    "batch_size": 5\n+    "batch_size": 7');
    expect(all).toContain('Reason: R&amp;D asked &lt;!here&gt;');
    expect(all).toContain(`<!date^${Date.UTC(2019, 2, 15, 9) / 1000}^`);
  });

  const edited = (operation: Rewrite, base: string, fields: Partial<Change> = {}) =>
    aChange({ action: operation.kind, operation, base, proposed: propose(operation, base), ...fields });

  it('has a line for each place that changes, and says how many more there are', async () => {
    const tables = Array.from({ length: 40 }, (_, at): [string, string] => [`table_${10 + at}`, 'xmin']);
    const base = JSON.stringify({ configuration: { tables: '{"a":"b"}' } });
    const card = await cardOf(edited({ kind: 'add_tables', tables }, base));
    const all = textsOf(card.blocks);
    expect(all[0]).toBe('*Add 40 tables to `orders_db`*');
    const lines = all[1]?.split('\n') ?? [];
    expect(lines).toHaveLength(13);
    expect(lines[0]).toBe('• `tables.table_10`: added, `xmin`');
    expect(lines.at(-1)).toBe('and 28 more');
    expect(all[2]).toContain('+      "table_10": "xmin"\n+      "table_11"');
  });

  it('takes a line that is shortened for a cut: what differs may stand in its middle', async () => {
    const text = (middle: string) => `${'a'.repeat(800)}${middle}${'z'.repeat(800)}`;
    const base = JSON.stringify({ configuration: { query: text('1') } });
    const change = edited({ kind: 'edit', edits: [{ path: ['query'], value: text('2') }] }, base);
    const preview = await previewOf(change);
    const card = renderCard(change, preview, 'production');
    expectSlackTakes(card);
    expect(textsOf(card.blocks).join('\n')).toContain('2 lines shortened in the middle. See all of it');
    expect(isDiffCut(change, preview, 'production')).toBe(true);
  });

  it('cuts a long diff at a line’s end, and says how much is missing and where it is', async () => {
    const base = JSON.stringify({ configuration: { list: [], other: 1 } });
    const value = Array.from({ length: 5_000 }, (_, i) => `item ${i}`);
    const change = edited({ kind: 'edit', edits: [{ path: ['list'], value }] }, base);
    const preview = await previewOf(change);
    const card = renderCard(change, preview, 'production');
    expectSlackTakes(card);
    const all = textsOf(card.blocks);
    const shown = all.find((text) => text.startsWith('@@'))?.split('\n') ?? [];
    const left = Number(
      all
        .join('\n')
        .match(/([\d,]+) more lines of the diff/)?.[1]
        ?.replaceAll(',', ''),
    );
    expect(shown.length + left).toBe(preview?.diff.length);
    expect(shown.at(-1)).toMatch(/^[+].*"item \d+"$/);
    expect(all.join('\n')).toContain('See all of it with *View all*');
    expect(isDiffCut(change, preview, 'production')).toBe(true);
    const attached = renderCard({ ...change, diffAttached: true }, preview, 'production');
    expect(textsOf(attached.blocks).join('\n')).toContain('The whole is a file in the thread of this card.');
  });

  it('does not call a diff cut that it shows whole', async () => {
    const change = aChange();
    expect(isDiffCut(change, await previewOf(change), 'production')).toBe(false);
    expect(isDiffCut(aPause(), undefined, 'production')).toBe(false);
    expect(textsOf((await cardOf(change)).blocks).join('\n')).not.toContain('more line');
  });

  it('of a deletion says what would be lost and that it cannot be undone', async () => {
    const tables = JSON.stringify({ a: 'x', b: 'y' });
    const base = JSON.stringify({ name: 'n', type: 'ODBC', configuration: { tables, password: 'hunter2' } });
    const card = await cardOf(aDelete({ base }));
    const all = textsOf(card.blocks).join('\n');
    expect(all).toContain('*Delete `orders_db`*');
    expect(all).toContain('*This cannot be undone.*');
    expect(all).toContain('of type `ODBC` with 2 tables');
    expect(all).toContain(
      '2 event types come from it and would get no more data: `public.orders`, `&lt;!channel&gt;`.',
    );
    expect(all).toContain('-      "b": "y"');
    expect(all).toContain('-    "password": "••••••"');
    expect(all).not.toContain('hunter2');
    const events = async (names: string[] | undefined) =>
      textsOf(
        (await cardOf(aDelete({ base, operation: { kind: 'delete', ...(names && { events: names }) } })))
          .blocks,
      )[1];
    expect(await events(undefined)).toContain('could not be read');
    expect(await events([])).toContain('No event type');
    expect(await events(Array.from({ length: 200 }, (_, at) => `event ${at}`))).toMatch(
      /`event 11` and 188 more\.$/,
    );
  });

  it('of a creation says what it is copied from, what is different, and whence its credentials come', async () => {
    const all = textsOf((await cardOf(aCreate())).blocks).join('\n');
    expect(all).toContain('*Create `orders_db_2` as a copy of `orders_db`*');
    expect(all).toContain('A copy of `orders_db`, of type `ODBC`, but for `server`.');
    expect(all).toContain('Its credentials are from the profile `reporting`.');
    expect(all).toContain('+    "server": "db2"');
    expect(all).not.toMatch(/^-/m);
    const operation = { ...aCreate().operation, profile: undefined } as unknown as Operation;
    const copied = textsOf((await cardOf(aCreate({ operation }))).blocks).join('\n');
    expect(copied).toContain('Its credentials are those of `orders_db`.');
  });

  it.each([
    [aCreate, 'Approved by <@U0APPROVER> and created'],
    [aDelete, 'Approved by <@U0APPROVER> and deleted'],
  ])('says what was done: %#', async (make, sentence) => {
    const card = await cardOf(make({ ...inState('applied'), outcome: CREATED }));
    expect(card.text).toContain(sentence);
    expect(card.text).toContain(CREATED);
  });

  it('of an edit from a profile names it', async () => {
    const operation: Rewrite = {
      kind: 'edit',
      edits: [{ path: ['server'], value: 'b' }],
      profile: 'reporting',
    };
    expect(textsOf((await cardOf(edited(operation, BASE))).blocks).join('\n')).toContain(
      'Credentials come from the profile `reporting`.',
    );
  });

  it.each(['stale', 'failed'] as const)(
    'whose write may have landed claims nothing else, %s',
    async (state) => {
      const outcome = 'Whether the change was made is not known.';
      for (const make of [aChange, aPause]) {
        const change = make({ ...inState(state), outcome, writes: 1, writtenAt: new Date() });
        const preview = await previewOf(change);
        for (const { text } of [renderCard(change, preview, 'production'), renderOutcome(change, preview)]) {
          expect(text).toContain(outcome);
          expect(text).not.toMatch(/was not|nothing|not applied/i);
        }
      }
    },
  );

  it.each(HOSTILE)('is broken by no name or value: %j', async (name) => {
    const base = JSON.stringify({
      name,
      configuration: { [name]: name, same: name, tables: { [name]: name } },
    });
    const operation: Rewrite = { kind: 'edit', edits: [{ path: [name], value: `${name}${name}` }] };
    const fields = { operation, inputName: name, base, proposed: propose(operation, base) };
    const others: Partial<Change>[] = [
      { action: 'delete', operation: { kind: 'delete', events: [name, name] }, base, inputName: name },
      {
        action: 'create',
        operation: {
          kind: 'create',
          name,
          copiedFrom: { id: '1', name },
          edits: [{ path: [name], value: name }],
          profile: name,
        },
        base,
        proposed: base,
        inputName: name,
      },
      {
        action: 'add_tables',
        operation: { kind: 'add_tables', tables: [[name, name]] },
        base,
        proposed: base,
        inputName: name,
      },
    ];
    for (const state of CHANGE_STATES) {
      for (const row of [fields, ...others]) {
        const change = aChange({ ...row, ...inState(state), reason: name || undefined, requestedBy: name });
        const card = await cardOf(change, name.slice(0, 40));
        expectSlackTakes(card);
        expectSlackTakes(renderOutcome(change, await previewOf(change)));
        expect(mentionsIn(card)).toEqual([]);
      }
      expectSlackTakes(await cardOf(aPause({ inputName: name, ...inState(state) }), name.slice(0, 40)));
    }
  });

  it('stays within Slack’s limits whatever stands in its row', async () => {
    const text = fc.string({ unit: fc.constantFrom('&', '<', '`', 'a', '👩‍👧', '\n', ' '), maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        text,
        fc.constantFrom(...CHANGE_STATES),
        async (name, reason, value, state) => {
          const base = JSON.stringify({
            name,
            configuration: { field: value, [name]: [value, value], [`${name}2`]: value, [`${name}3`]: value },
          });
          const row = { ...inState(state), base, inputName: name, reason, outcome: reason };
          const edits = ['field', name, `${name}2`, `${name}3`].map((key) => ({
            path: [key],
            value: [value, reason],
          }));
          const changes = [
            edited({ kind: 'edit', edits: edits.slice(0, 1) }, base, row),
            edited(
              { kind: 'edit', edits: [...new Map(edits.map((edit) => [edit.path[0], edit])).values()] },
              base,
              row,
            ),
            aDelete({
              ...row,
              operation: { kind: 'delete', events: Array.from({ length: 30 }, () => name) },
            }),
          ];
          for (const change of changes) expectSlackTakes(await cardOf(change, value.slice(0, 40)));
        },
      ),
    );
  });
});

/** The mentions in mrkdwn; what is in preformatted text is read by nobody as one. */
function mentionsIn({ text, blocks }: { text: string; blocks: readonly { type: string }[] }): string[] {
  const read = [text, ...textsOf(blocks.filter(({ type }) => type !== 'rich_text'))].join('\n');
  return read.match(/<(@|!(?!date)|#)[^>]*>/g)?.filter((mention) => mention !== '<@U0APPROVER>') ?? [];
}
