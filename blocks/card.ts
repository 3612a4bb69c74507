import type { Button, KnownBlock } from '@slack/types';
import { isPrivate } from '../src/domain/card-place.ts';
import { type Change, isResult } from '../src/domain/change.ts';
import type { Preview } from '../src/domain/diff.ts';
import type { Message } from '../src/domain/message.ts';
import { bold, code, link, person, slackDate } from '../src/domain/mrkdwn.ts';
import { isSwitch } from '../src/domain/operation.ts';
import { hasAlone } from '../src/domain/policy/terms.ts';
import { counted } from '../src/domain/stats.ts';
import { summarise } from '../src/domain/summary.ts';
import { factBlocks } from './card-facts.ts';
import { resultOf, statusOf } from './card-status.ts';
import { emergencyOf, rulesShown, typed } from './deciders.ts';
import { actions, button, type CutLines, context, cutLines, preformatted, section } from './elements.ts';
import { ACTION } from './ids.ts';
import { retryButtons, timerBlocks, timerButtons } from './timed-pause.ts';
import { lineageBlocks, undoButtons } from './undo.ts';

/** Of all texts together Slack takes some 10,000 characters: what stands around the diff leaves less for it. */
const MESSAGE_LIMIT = 9_000;
const DIFF_LIMIT = 5_000;

/**
 * A change's message, in whatever state the change is, from nothing but rows.
 * @param waiting what waits on the same input
 */
export function renderCard(
  change: Change,
  preview: Preview | undefined,
  accountLabel: string,
  waiting: readonly Change[] = [],
): Message {
  return isSwitch(change.operation) && isResult(change)
    ? renderResult(resultOf(change, change.operation), change, accountLabel, waiting)
    : renderReview(change, preview, accountLabel);
}

/** What stands where a card was that is shown elsewhere now. */
export function renderMoved(change: Change, preview: Preview | undefined): Message {
  const text = `${summarise(change, preview)}: its card has moved to a channel, where others can see it.`;
  return { text, blocks: [section(text)] };
}

/** Has the card no room for the whole diff? */
export function isDiffCut(change: Change, preview: Preview | undefined, accountLabel: string): boolean {
  if (!preview) return false;
  const { left, shortened } = cutDiff(preview, around(change, preview, accountLabel));
  // What differs may stand in the middle of a long line, which is what shortening leaves out.
  return left > 0 || shortened > 0;
}

/** A change that needs an approval: what it does, the diff, who asks, and the buttons. */
function renderReview(change: Change, preview: Preview | undefined, accountLabel: string): Message {
  const parts = around(change, preview, accountLabel);
  const buttons = buttonsFor(change, preview);
  const emergency = emergencyOf(change);
  return {
    text: `${emergency ? `${emergency} ` : ''}${summarise(change, preview)}. ${statusOf(change)}`,
    blocks: [
      ...parts.above,
      ...(preview ? diffBlocks(change, cutDiff(preview, parts)) : []),
      ...parts.below,
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  };
}

interface Around {
  readonly above: readonly KnownBlock[];
  readonly below: readonly KnownBlock[];
}

function around(change: Change, preview: Preview | undefined, accountLabel: string): Around {
  const asked = `Asked by ${person(change.requestedBy)} ${slackDate(change.requestedAt)} for account ${code(accountLabel)}, under ${rulesShown(change)}`;
  const emergency = emergencyOf(change);
  return {
    above: [
      ...(emergency ? [section(emergency)] : []),
      section(bold(summarise(change, preview))),
      ...(preview ? factBlocks(change, preview) : []),
    ],
    below: [
      ...reasonBlocks(change),
      section(statusOf(change)),
      ...timerBlocks(change),
      ...lineageBlocks(change),
      context(asked),
    ],
  };
}

function cutDiff({ diff }: Preview, { above, below }: Around): CutLines {
  const room = Math.min(DIFF_LIMIT, MESSAGE_LIMIT - JSON.stringify([above, below]).length);
  return cutLines(diff, Math.max(0, room));
}

function diffBlocks({ diffAttached }: Change, { lines, left, shortened }: CutLines): KnownBlock[] {
  const where = diffAttached
    ? 'The whole is a file in the thread of this card.'
    : 'See all of it with *View all*.';
  return [
    ...(lines.length > 0 ? [preformatted(lines)] : []),
    ...(left > 0 ? [context(`${counted(left, 'more line')} of the diff. ${where}`)] : []),
    ...(shortened > 0 ? [context(`${counted(shortened, 'line')} shortened in the middle. ${where}`)] : []),
  ];
}

/** What it did can be looked at for as long as the card is there. */
function buttonsFor(change: Change, preview: Preview | undefined): Button[] {
  const { id } = change;
  return [
    ...decisionButtons(change),
    ...(preview ? [button('View all', ACTION.viewAll, id)] : []),
    ...timerButtons(change),
    ...undoButtons(change),
  ];
}

function decisionButtons(change: Change): Button[] {
  const { id, state, action, terms } = change;
  if (state !== 'pending') return [];
  const style = action === 'delete' ? 'danger' : 'primary';
  return [
    button('Approve', ACTION.approve, id, style),
    button('Reject', ACTION.reject, id),
    button('Cancel', ACTION.cancel, id),
    // Where only one person sees the card, nobody would hear of it.
    ...(hasAlone(terms) && !isPrivate(change)
      ? [button('Apply alone', ACTION.applyAlone, id, 'danger')]
      : []),
  ];
}

/** A change that was approved at once: its card is its result. */
function renderResult(
  sentence: string,
  change: Change,
  accountLabel: string,
  waiting: readonly Change[],
): Message {
  const buttons = [...timerButtons(change), ...retryButtons(change)];
  return {
    text: sentence,
    blocks: [
      section(sentence),
      ...reasonBlocks(change),
      ...timerBlocks(change),
      ...waitingBlocks(waiting),
      context(`Account ${code(accountLabel)}`),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  };
}

/** Told as it was: this card is not drawn again when that change ends. */
function waitingBlocks([first]: readonly Change[]): KnownBlock[] {
  if (!first) return [];
  const words = first.action === 'edit' ? 'An edit' : 'A change';
  const change = first.card?.link ? link(first.card.link, words) : words;
  const who = person(first.requestedBy);
  return [
    context(`${change} of ${code(first.inputName)}, which ${who} asked for, was waiting at that moment.`),
  ];
}

/** The end of a timed pause says why in its sentence. */
function reasonBlocks({ reason, resumes }: Change): KnownBlock[] {
  return reason && resumes === undefined ? [context(`Reason: ${typed(reason)}`)] : [];
}
