import type { KnownBlock } from '@slack/types';
import type { Message } from '../src/domain/message.ts';
import { ago, link, person, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import type { PendingChange } from '../src/domain/pending.ts';
import { counted } from '../src/domain/stats.ts';
import { typed } from './deciders.ts';
import { context, section } from './elements.ts';

/** What waits for somebody, and what they have asked for that waits. */
export interface Approvals {
  readonly forThem: readonly PendingChange[];
  readonly fromThem: readonly PendingChange[];
  /** Could Slack not say of some whether they may approve it? */
  readonly isUnsure: boolean;
  /** How many more there are of which nothing can be said here. */
  readonly others: number;
}

const MOST_SHOWN = 10;
/**
 * UTF-16 units of both lists, as they are sent: Slack takes some 10,000 of all blocks together. Headings and notes have the
 * rest.
 */
const LISTS_LIMIT = 8_600;
const SUMMARY_LIMIT = 300;
const REASON_LIMIT = 100;

/** What lapses first comes first. */
export function renderApprovals({ forThem, fromThem, isUnsure, others }: Approvals): Message {
  const asked = fitting(fromThem, false, LISTS_LIMIT / 2);
  const toApprove = fitting(forThem, true, LISTS_LIMIT - asked.join('').length);
  const text = `${waiting(forThem)} for your approval. ${waiting(fromThem)} that you asked for.`;
  const blocks: KnownBlock[] = [
    section(`*${waiting(forThem)} for your approval*`),
    ...listed(toApprove, forThem.length),
    section(`*${waiting(fromThem)} that you asked for*`),
    ...listed(asked, fromThem.length),
    ...notes(isUnsure, others).map((note) => context(note)),
  ];
  return { text, blocks };
}

function waiting(changes: readonly PendingChange[]): string {
  if (changes.length === 0) return 'Nothing waits';
  return changes.length === 1 ? '1 change waits' : `${changes.length} changes wait`;
}

/** As many as there is room for. */
function fitting(changes: readonly PendingChange[], isByOthers: boolean, room: number): string[] {
  const lines: string[] = [];
  let left = room;
  for (const change of changes.slice(0, MOST_SHOWN)) {
    const line = lineOf(change, isByOthers);
    left -= line.length;
    if (left < 0) break;
    lines.push(line);
  }
  return lines;
}

function listed(lines: readonly string[], total: number): KnownBlock[] {
  const shown = lines.map((line) => section(line));
  const left = total - lines.length;
  return left > 0 ? [...shown, context(`${counted(left, 'more change')}, which lapse later`)] : shown;
}

function lineOf(change: PendingChange, isByOthers: boolean): string {
  const { summary, reason, requestedBy, requestedAt, expiresAt, terms, approvals } = change;
  const who = isByOthers ? `asked by ${person(requestedBy)} ` : 'asked ';
  const facts = [
    `${approvals.length} of ${counted(terms.approvals, 'approval')}`,
    `${who}${ago(requestedAt)}`,
    `lapses ${slackDate(expiresAt)}`,
    placeOf(change),
  ];
  const why = reason === undefined ? '' : `\nReason: ${typed(shorten(reason, REASON_LIMIT))}`;
  return `• ${shorten(summary, SUMMARY_LIMIT)}\n${facts.join(' · ')}${why}`;
}

function placeOf({ card, channelId }: PendingChange): string {
  if (card?.link) return link(card.link, 'its card');
  return card ? `its card is in <#${card.channelId}>` : `its card is not posted yet, in <#${channelId}>`;
}

function notes(isUnsure: boolean, others: number): string[] {
  return [
    ...(isUnsure
      ? ['Slack could not say who is in a user group that the policy names, so something may be missing.']
      : []),
    ...(others > 0 ? [`${counted(others, 'more change')} in this workspace, not looked at here`] : []),
  ];
}
