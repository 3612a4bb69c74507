import type { KnownBlock } from '@slack/types';
import type { Change } from '../src/domain/change.ts';
import type { Preview } from '../src/domain/diff.ts';
import type { Message } from '../src/domain/message.ts';
import { code, escapeMrkdwn, link, person, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import { isApprovedAtOnce } from '../src/domain/policy.ts';
import { previewOf, summarise } from '../src/domain/summary.ts';
import { actions, button, context, cutLines, preformatted, section } from './elements.ts';
import { ACTION } from './ids.ts';

const DIFF_LIMIT = 5_000;
const REASON_LIMIT = 300;

/**
 * A change's message, in whatever state the change is, from nothing but rows.
 * @param waiting the edits that wait on the same input
 */
export function renderCard(change: Change, accountLabel: string, waiting: readonly Change[] = []): Message {
  return isApprovedAtOnce(change.action)
    ? renderResult(change, accountLabel, waiting)
    : renderReview(change, accountLabel);
}

/** What stands where a card was that is shown elsewhere now. */
export function renderMoved(change: Change): Message {
  const text = `${summarise(change)}: its card has moved to a channel, where others can see it.`;
  return { text, blocks: [section(text)] };
}

/** A change that needs an approval: what it does, the diff, who asks, and the buttons while it waits. */
function renderReview(change: Change, accountLabel: string): Message {
  const shown = previewOf(change);
  const summary = summarise(change, shown);
  const status = statusOf(change);
  const asked = `Asked by ${person(change.requestedBy)} ${slackDate(change.requestedAt)} for account ${code(accountLabel)}`;
  const blocks: KnownBlock[] = [
    section(`*${summary}*`),
    ...diffBlocks(shown),
    ...reasonBlocks(change),
    section(status),
    context(asked),
  ];
  if (change.state === 'pending') {
    blocks.push(
      actions(
        button('Approve', ACTION.approve, change.id, 'primary'),
        button('Cancel', ACTION.cancel, change.id),
      ),
    );
  }
  return { text: `${summary}. ${status}`, blocks };
}

/** A change that was approved at once: its card is its result. */
function renderResult(change: Change, accountLabel: string, waiting: readonly Change[]): Message {
  const sentence = resultOf(change);
  return {
    text: sentence,
    blocks: [
      section(sentence),
      ...reasonBlocks(change),
      ...waitingBlocks(waiting),
      context(`Account ${code(accountLabel)}`),
    ],
  };
}

/** Told as it was: this card is not drawn again when that edit ends. */
function waitingBlocks([first]: readonly Change[]): KnownBlock[] {
  if (!first) return [];
  const edit = first.card?.link ? link(first.card.link, 'An edit') : 'An edit';
  const who = person(first.requestedBy);
  return [
    context(`${edit} of ${code(first.inputName)}, which ${who} asked for, was waiting at that moment.`),
  ];
}

function diffBlocks(shown: Preview | undefined): KnownBlock[] {
  if (!shown) return [];
  const { lines, left } = cutLines(shown.diff, DIFF_LIMIT);
  if (lines.length === 0) return [];
  return [
    preformatted(lines),
    ...(left > 0 ? [context(`${left} more lines of the diff are not shown.`)] : []),
  ];
}

function reasonBlocks({ reason }: Change): KnownBlock[] {
  return reason ? [context(`Reason: ${escapeMrkdwn(shorten(reason, REASON_LIMIT))}`)] : [];
}

/** What is so now, and what comes next. */
function statusOf(change: Change): string {
  const { state, outcome } = change;
  const approver = change.approvedBy ? person(change.approvedBy) : 'the policy';
  const when = slackDate(change.closedAt ?? change.approvedAt ?? change.requestedAt);
  switch (state) {
    case 'pending':
      return `Waits for an approval by any member but ${person(change.requestedBy)}. It lapses ${slackDate(change.expiresAt)}.`;
    case 'approved':
      return change.waitingShown
        ? `:warning: Approved by ${approver}, but no worker is running. It is applied as soon as one starts.`
        : `:hourglass_flowing_sand: Approved by ${approver}. Applying…`;
    case 'applying':
      return `:hourglass_flowing_sand: Approved by ${approver}. Applying…`;
    case 'applied':
      return `:white_check_mark: Approved by ${approver} and applied ${when}. ${outcome ?? ''}`.trim();
    case 'cancelled':
    case 'rejected':
      return `:no_entry_sign: ${state === 'cancelled' ? 'Cancelled' : 'Rejected'} by ${person(change.closedBy ?? '')} ${when}. Nothing was changed.`;
    case 'expired':
      return `:no_entry_sign: It lapsed ${when} without an approval. Nothing was changed.`;
    case 'stale':
      return `:no_entry_sign: Approved by ${approver}, and out of date. ${outcome ?? ''}`.trim();
    case 'failed':
      return `:x: Approved by ${approver}, and failed. ${outcome ?? ''}`.trim();
  }
}

const RESULT_WORDS = {
  pause: { doing: 'Pausing', done: 'paused', emoji: ':double_vertical_bar:' },
  resume: { doing: 'Resuming', done: 'resumed', emoji: ':arrow_forward:' },
  edit: { doing: 'Editing', done: 'edited', emoji: ':white_check_mark:' },
} as const;

function resultOf(change: Change): string {
  const words = RESULT_WORDS[change.action];
  const [input, who] = [code(change.inputName), person(change.requestedBy)];
  switch (change.state) {
    case 'applied':
      return `${words.emoji} ${who} ${words.done} ${input}. ${change.outcome ?? ''}`.trim();
    case 'failed':
    case 'stale':
      return `:x: ${words.doing} ${input} for ${who} failed. ${change.outcome ?? ''}`.trim();
    default:
      return change.waitingShown
        ? `:warning: ${words.doing} ${input} for ${who} waits: no worker is running. It is done as soon as one starts.`
        : `:hourglass_flowing_sand: ${words.doing} ${input} for ${who}…`;
  }
}
