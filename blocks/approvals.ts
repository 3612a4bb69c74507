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
const SUMMARY_LIMIT = 300;
const REASON_LIMIT = 100;

/** The oldest first: it is the next to lapse. */
export function renderApprovals({ forThem, fromThem, isUnsure, others }: Approvals): Message {
  const text = `${waiting(forThem)} for your approval. ${waiting(fromThem)} that you asked for.`;
  const blocks: KnownBlock[] = [
    section(`*${waiting(forThem)} for your approval*`),
    ...listed(forThem, true),
    section(`*${waiting(fromThem)} that you asked for*`),
    ...listed(fromThem, false),
    ...notes(isUnsure, others).map((note) => context(note)),
  ];
  return { text, blocks };
}

function waiting(changes: readonly PendingChange[]): string {
  if (changes.length === 0) return 'Nothing waits';
  return changes.length === 1 ? '1 change waits' : `${changes.length} changes wait`;
}

function listed(changes: readonly PendingChange[], isByOthers: boolean): KnownBlock[] {
  const shown = changes.slice(0, MOST_SHOWN).map((change) => section(lineOf(change, isByOthers)));
  const left = changes.length - shown.length;
  return left > 0 ? [...shown, context(`${counted(left, 'newer change')} beside these`)] : shown;
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
