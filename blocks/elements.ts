import type { ActionsBlock, Button, ContextBlock, RichTextBlock, SectionBlock } from '@slack/types';
import { cutUnits, shorten } from '../src/domain/mrkdwn.ts';

/** The few kinds of blocks that messages are made of, kept inside Slack's limits. */

const SECTION_LIMIT = 3_000;
const LONGEST_LINE = 1_000;
const BUTTON_LIMIT = 75;
/** Of a button's value. One that is longer must not be cut: it would be another command. */
export const VALUE_LIMIT = 2_000;

export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: cutUnits(mrkdwn, SECTION_LIMIT) } };
}

export function context(...mrkdwn: string[]): ContextBlock {
  return {
    type: 'context',
    elements: mrkdwn.map((text) => ({ type: 'mrkdwn', text: cutUnits(text, SECTION_LIMIT) })),
  };
}

export function actions(...elements: Button[]): ActionsBlock {
  return { type: 'actions', elements };
}

export function button(text: string, id: string, value: string, style?: 'primary' | 'danger'): Button {
  return {
    type: 'button',
    text: { type: 'plain_text', text: shortenUnits(text, BUTTON_LIMIT), emoji: false },
    action_id: id,
    value,
    ...(style ? { style } : {}),
  };
}

/** Text as it is: nothing in it is read as formatting or as a mention. */
export function preformatted(lines: readonly string[]): RichTextBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: lines.join('\n') }] }],
  };
}

/**
 * As many lines as there is room for, cut at a line's end.
 * @param limit UTF-16 units
 * @param longest characters of a line, which is shortened where it has more; with the same as the limit, none is
 * @returns the lines, how many were left out, and how many of those that are there were shortened
 */
export function cutLines(lines: readonly string[], limit: number, longest = LONGEST_LINE): CutLines {
  const kept: string[] = [];
  let used = 0;
  let shortened = 0;
  for (const line of lines) {
    const short = shorten(line, Math.min(limit, longest));
    used += short.length + 1;
    if (used > limit) break;
    kept.push(short);
    if (short !== line) shortened += 1;
  }
  return { lines: kept, left: lines.length - kept.length, shortened };
}

export interface CutLines {
  readonly lines: readonly string[];
  readonly left: number;
  readonly shortened: number;
}

/** Shortened to so many UTF-16 units: an emoji is one character to a reader and two or more to Slack's limits. */
export function shortenUnits(text: string, limit: number): string {
  const short = shorten(text, limit);
  return short.length <= limit ? short : shorten(text, Math.floor(limit / 2));
}
