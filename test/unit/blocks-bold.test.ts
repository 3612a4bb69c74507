import { describe, expect, it } from '@jest/globals';
import { renderCard } from '../../blocks/card.ts';
import { renderHistory } from '../../blocks/history.ts';
import { renderInput } from '../../blocks/input.ts';
import { renderListing } from '../../blocks/listing.ts';
import * as applyAlone from '../../blocks/modals/apply-alone.ts';
import * as reject from '../../blocks/modals/reject.ts';
import { renderNames } from '../../blocks/names.ts';
import { renderExplained } from '../../blocks/policy.ts';
import { renderSamples } from '../../blocks/samples.ts';
import { renderUnreadable } from '../../blocks/unreadable.ts';
import { renderViewAll } from '../../blocks/view-all.ts';
import { bold, code } from '../../src/domain/mrkdwn.ts';
import type { Decision } from '../../src/domain/policy/rights.ts';
import { aChange, termsOfApprovals } from '../support/a-change.ts';
import { fc } from '../support/properties.ts';

const NONE: Decision = { permitted: false, mayPass: false, reason: 'No.' };

/** Everything with a headline that holds a name. */
function shownOf(name: string): unknown[] {
  const change = aChange({
    inputName: name,
    summary: `Set ${code(name)} of ${code(name)}`,
    requestedBy: 'U0ONCALL',
  });
  const past = {
    ...change,
    link: undefined,
    pause: undefined,
    relatives: {},
    place: { at: change.requestedAt.toISOString(), id: change.id },
  };
  const page = { changes: [past], hasNewer: false, hasOlder: false };
  const input = {
    id: 'in-1',
    name,
    type: 'ODBC',
    category: undefined,
    paused: false,
    state: undefined,
    createdAt: undefined,
    configuration: {},
  };
  const open = { readable: [], unreadable: 0 };
  const rows = { items: [['a']], number: 0, last: 0, from: 0, total: 1 };
  return [
    renderCard(change, undefined, 'production'),
    renderHistory(page, name),
    renderInput(input, { lines: [], total: 0 }, { lastSwitch: undefined, open }, 'production'),
    renderListing(
      `1 input with ${code(name)} in the name`,
      [{ heading: 'Name', longest: 20 }],
      rows,
      'inputs',
    ).message,
    applyAlone.build(change, undefined, 'production'),
    reject.build(change, undefined),
    renderNames(['a'], { part: name }),
    renderExplained(
      { action: 'edit', inputName: name, field: undefined },
      {
        terms: termsOfApprovals(1),
        rules: [],
        mayAsk: NONE,
        mayApprove: NONE,
        mayApplyAlone: NONE,
        shortage: undefined,
      },
      1,
    ),
    renderSamples({ of: code(name), total: 0, tally: [], shown: [], chosen: 'all', masked: [] }),
    renderUnreadable({
      state: 'failed',
      summary: change.summary,
      outcome: undefined,
      requestedBy: 'U0ONCALL',
    }),
    renderViewAll(change, { changed: [], removed: [], added: [], matching: [] }, 0),
  ];
}

/** Each line of what Slack reads as mrkdwn. */
function mrkdwnOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return String(value.text).split('\n');
  return Object.values(value).flatMap(mrkdwnOf);
}

/** Does an asterisk in code stand between two that are to make bold? Slack would end the bold there. */
function isGarbled(line: string): boolean {
  let isBold = false;
  return line.split('`').some((part, at) => {
    const isCode = at % 2 === 1;
    const count = part.split('*').length - 1;
    if (!isCode && count % 2 === 1) isBold = !isBold;
    return isCode && isBold && count > 0;
  });
}

const name = fc.string({ unit: fc.constantFrom('*', '`', 'a', ' ', '_', '-', '\n'), minLength: 1 });

describe('a headline', () => {
  it('is bold, and plain where a name in it has an asterisk: in code that stays as it is', () => {
    expect(bold(code('orders_db'))).toBe('*`orders_db`*');
    expect(bold(`Set ${code('SELECT *')}`)).toBe('Set `SELECT *`');
    fc.assert(
      fc.property(name, (typed) => {
        const headline = bold(`History of ${code(typed)}`);
        expect(headline).toContain(code(typed));
        expect(isGarbled(headline)).toBe(false);
      }),
    );
  });

  it('is read as it is meant everywhere, whatever an input is called', () => {
    fc.assert(
      fc.property(name, (typed) => {
        const lines = shownOf(typed).flatMap((shown) => mrkdwnOf(shown));
        expect(lines.filter(isGarbled)).toEqual([]);
      }),
    );
  });
});
