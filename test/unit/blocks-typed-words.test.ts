import { describe, expect, it } from '@jest/globals';
import { renderAlarm, renderAlarmToApprover } from '../../blocks/alarm.ts';
import { renderApprovals } from '../../blocks/approvals.ts';
import { renderCard } from '../../blocks/card.ts';
import { entryOf } from '../../blocks/history-entry.ts';
import { renderReminder } from '../../blocks/reminder.ts';
import { renderOutcome } from '../../blocks/told.ts';
import type { Change } from '../../src/domain/change.ts';
import type { Message } from '../../src/domain/message.ts';
import { whyUndecided } from '../../src/services/change-refusals.ts';
import { aChange, aPause } from '../support/a-change.ts';
import { textsOf } from '../support/slack-takes.ts';

const TYPED = '*all is well* :white_check_mark: `x` ```y``` _z_ <!channel>';
const SHOWN = '∗all is well∗ ∶white_check_mark: ˋxˋ ˋˋˋyˋˋˋ ˍzˍ &lt;!channel&gt;';

const asked = aChange({ reason: TYPED });
const alone = aChange({ state: 'applied', aloneReason: TYPED, approvedBy: 'U0LEAD' });
const rejected = aChange({ state: 'rejected', outcome: TYPED, closedBy: 'U0LEAD' });

const cardOf = (change: Change) => renderCard(change, undefined, 'production');
const past = (change: Change) => ({
  ...change,
  link: undefined,
  pause: undefined,
  relatives: {},
  place: { at: change.requestedAt.toISOString(), id: change.id },
});
const approvals = renderApprovals({ forThem: [asked], fromThem: [asked], isUnsure: false, others: 0 });

describe('what somebody has typed is shown as they typed it', () => {
  it.each<[string, Message]>([
    ['the reason on a card', cardOf(asked)],
    ['the reason on a result', cardOf(aPause({ state: 'applied', reason: TYPED }))],
    ['why it is applied alone, on its card', cardOf(alone)],
    ['why it was rejected, on its card', cardOf(rejected)],
    ['an alarm', renderAlarm(alone, 'production')],
    ['an alarm to an approver', renderAlarmToApprover(alone, 'production')],
    ['a reminder', renderReminder(asked, 'production')],
    ['why it was rejected, told to who asked', renderOutcome(rejected, undefined)],
    ['why it was applied alone, told to who asked', renderOutcome(alone, undefined)],
    ['what waits', approvals],
  ])('%s', (_, { text, blocks }) => {
    const words = [text, ...textsOf(blocks)].join('\n');
    expect(words).toContain(SHOWN);
    expect(words).not.toMatch(/\*all is well|:white_check_mark: `x`|```/);
  });

  it.each([
    ['history of what was asked for', entryOf(past(asked))],
    ['history of what was applied alone', entryOf(past(alone))],
    ['history of what was rejected', entryOf(past(rejected))],
    ['a click that came too late', whyUndecided(rejected, 'U0OTHER')],
  ])('%s', (_, words) => {
    expect(words).toContain(SHOWN);
    expect(words).not.toContain('*all is well*');
  });
});

describe('a reason as long as one is kept', () => {
  const reason = `${'a'.repeat(249)}-${'b'.repeat(250)}`;
  const over = aChange({ state: 'applied', aloneReason: reason, approvedBy: 'U0LEAD' });
  it.each<[string, Message]>([
    ['on a card', cardOf(aChange({ reason }))],
    ['on the card of what was applied alone', cardOf(over)],
    ['on the card of what was rejected', cardOf(aChange({ state: 'rejected', outcome: reason }))],
    ['in an alarm', renderAlarm(over, 'production')],
    ['told to who asked', renderOutcome(over, undefined)],
  ])('is whole %s', (_, { blocks }) => {
    expect(textsOf(blocks).join('\n')).toContain(reason);
  });
});
