import { describe, expect, it } from '@jest/globals';
import { renderApprovals } from '../../blocks/approvals.ts';
import { code } from '../../src/domain/mrkdwn.ts';
import { aChange } from '../support/a-change.ts';
import { textsOf } from '../support/slack-takes.ts';

const SLACK_TAKES = 9_500;

/** As long as each of its parts can be, of characters that Slack takes five of. */
const longest = (at: number) =>
  aChange({
    id: `3f0e8a52-5f0e-4c55-9d2e-0d6f4a1c7b${10 + at}`,
    summary: `Set ${code('&'.repeat(500))} of ${code('&'.repeat(500))} from ${code('&'.repeat(500))} to ${code('&'.repeat(500))}`,
    reason: '&'.repeat(500),
    requestedBy: 'U0123456789A',
    card: {
      channelId: 'C0123456789A',
      ts: '1764000000.000100',
      link: `https://${'a'.repeat(63)}.slack.com/archives/C0123456789A/p1764000000000100`,
    },
  });
const many = Array.from({ length: 30 }, (_, at) => longest(at));

describe('what waits', () => {
  it.each([
    ['for somebody', many, []],
    ['that somebody asked for', [], many],
    ['both', many, many],
  ])('stays within what Slack takes, however long it is: %s', (_, forThem, fromThem) => {
    const { blocks } = renderApprovals({ forThem, fromThem, isUnsure: true, others: 1_000 });
    const texts = textsOf(blocks);
    expect(texts.join('').length).toBeLessThan(SLACK_TAKES);
    const shown = texts.filter((text) => text.includes('|its card>')).length;
    expect(shown).toBeGreaterThanOrEqual(4);
    expect(texts.some((text) => /^\d+ more changes, which lapse later$/.test(text))).toBe(true);
  });

  it('has ten of each where they are as long as usual', () => {
    const usual = many.map(({ id }) => aChange({ id, reason: 'the nightly load is late' }));
    const { blocks } = renderApprovals({ forThem: usual, fromThem: usual, isUnsure: false, others: 0 });
    expect(textsOf(blocks).filter((text) => text.startsWith('• '))).toHaveLength(20);
  });
});
