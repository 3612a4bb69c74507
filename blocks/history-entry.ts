import type { Relative } from '../src/domain/change.ts';
import { isBreakGlass, type PastChange } from '../src/domain/history.ts';
import { asTyped, bold, code, cutUnits, link, person, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import { isAtOnce } from '../src/domain/policy/terms.ts';

/** One change of the history, in a few lines. */

/** UTF-16 units of one change: ten of them stay below what Slack takes of all texts together. */
const ENTRY_LIMIT = 800;
const TYPED_LIMIT = 140;
const OUTCOME_LIMIT = 220;
const SUMMARY_LIMIT = 320;

/**
 * How it ended and what it was; who asked, why, and who approved; what it has to do with others.
 * @param reader who reads it: a card in the direct messages of somebody else has no link, since only they can open it
 */
export function entryOf(change: PastChange, reader?: string): string {
  return fitting([
    `${emojiOf(change)} ${bold(cutUnits(change.summary || summaryOfOld(change), SUMMARY_LIMIT))}`,
    `${endingOf(change)}${cardOf(change, reader)}`,
    originOf(change),
    approvalsOf(change),
    ...lineageOf(change),
  ]);
}

/** A line for which there is no room is left out as a whole: half a link is none. */
function fitting(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '')
    .reduce((text, line) => {
      const longer = text === '' ? line : `${text}\n${line}`;
      return longer.length <= ENTRY_LIMIT ? longer : text;
    }, '');
}

/** Who asked, and why in their words. Nobody asks for the end of a timed pause. */
function originOf({ requestedBy, requestedAt, reason, resumes }: PastChange): string {
  const [who, when] = [person(requestedBy), slackDate(requestedAt)];
  if (resumes !== undefined)
    return `Done by itself ${when}, after a pause that ${who} asked for: ${reason ?? 'its time is over'}.`;
  return `Asked by ${who} ${when}${because(reason)}.`;
}

/** Rows of earlier versions do not say what they did. */
function summaryOfOld({ action, inputName }: PastChange): string {
  return `${action.charAt(0).toUpperCase()}${action.slice(1).replaceAll('_', ' ')}: ${code(inputName)}`;
}

function emojiOf(change: PastChange): string {
  if (isBreakGlass(change)) return ':rotating_light:';
  switch (change.state) {
    case 'pending':
    case 'approved':
    case 'applying':
      return ':hourglass_flowing_sand:';
    case 'applied':
      return ':white_check_mark:';
    case 'failed':
      return ':x:';
    default:
      return ':no_entry_sign:';
  }
}

function endingOf(change: PastChange): string {
  const { state, closedBy, closedAt, outcome = '' } = change;
  const when = closedAt ? ` ${slackDate(closedAt)}` : '';
  const by = closedBy ? ` by ${person(closedBy)}` : '';
  // What moved is listed behind the first line, and stands on the card.
  const [gist = ''] = outcome.split('\n');
  const said = gist === '' ? '' : ` ${cutUnits(gist, OUTCOME_LIMIT)}`;
  switch (state) {
    case 'pending':
      return `Waits for its approval; it lapses ${slackDate(change.expiresAt)}.`;
    case 'approved':
      return 'Approved, and about to be applied.';
    case 'applying':
      return 'Being applied.';
    case 'applied':
      return `Applied${when}.${said}${pauseOf(change)}`;
    case 'cancelled':
      return `Cancelled${by}${when}.`;
    // Why stands there as somebody typed it.
    case 'rejected':
      return `Rejected${by}${when}${because(outcome)}.`;
    case 'expired':
      return `Lapsed${when}.`;
    case 'stale':
      return `Out of date${when}.${said}`;
    case 'failed':
      return `Failed${when}.${said}`;
  }
}

const PAUSE_ENDS = {
  resumed: 'resumed',
  elsewhere: 'resumed elsewhere',
  replaced: 'replaced by another pause',
  gone: 'its input is gone',
  failed: 'resuming failed',
} as const;

function pauseOf({ pause }: PastChange): string {
  if (!pause) return '';
  if (!pause.ended) return ` Lasts until ${slackDate(pause.until)}.`;
  const by = pause.endedBy ? ` by ${person(pause.endedBy)}` : '';
  const when = pause.endedAt ? ` ${slackDate(pause.endedAt)}` : '';
  return ` It was to last until ${slackDate(pause.until)}: ${PAUSE_ENDS[pause.ended]}${by}${when}.`;
}

function approvalsOf(change: PastChange): string {
  const { terms, approvals, approvedBy, state } = change;
  if (isBreakGlass(change)) {
    const others = approvals.filter(({ by }) => by !== approvedBy).map(({ by }) => person(by));
    const also = others.length > 0 ? ` It was approved by ${others.join(', ')}.` : '';
    return `*Applied alone by ${person(approvedBy ?? '')}*${because(change.aloneReason)}.${also}`;
  }
  if (change.resumes !== undefined) return '';
  if (isAtOnce(terms)) return 'No approval was needed.';
  const given = approvals.map(({ by, at }) => `${person(by)} ${slackDate(at)}`);
  if (given.length === 0) return state === 'pending' ? '' : 'Nobody approved it.';
  const missing = given.length < terms.approvals ? ` (${given.length} of ${terms.approvals})` : '';
  return `Approved${missing} by ${given.join(', ')}.`;
}

function because(typed: string | undefined): string {
  return typed ? `: “${asTyped(shorten(typed, TYPED_LIMIT))}”` : '';
}

function cardOf({ link: url, requestedBy }: PastChange, reader: string | undefined): string {
  if (!url) return '';
  return isInDirect(url) && requestedBy !== reader
    ? ' Its card is in direct messages.'
    : ` ${link(url, 'Card')}`;
}

/** As in `https://acme.slack.com/archives/D0123/p1764000000000100`. */
function isInDirect(url: string): boolean {
  return /\/archives\/D[A-Z0-9]+(?:\/|$)/.test(url);
}

function lineageOf({ relatives, replaces, undoes }: PastChange): string[] {
  const { replacedBy, undoneBy } = relatives;
  const said = [
    ...(replaces ? [`It asks anew ${named(relatives.replaces, 'what was out of date')}.`] : []),
    ...(replacedBy ? [`It was ${named(replacedBy, 'asked for anew')}.`] : []),
    ...(undoes ? [`It takes back ${named(relatives.undoes, 'an earlier change')}.`] : []),
    ...(undoneBy ? [undoneSaid(undoneBy)] : []),
  ];
  return said.length > 0 ? [said.join(' ')] : [];
}

/** An undo is a change like any other, which may wait or come to nothing. */
function undoneSaid(undoing: Relative): string {
  return undoing.state === 'applied'
    ? `It was ${named(undoing, 'taken back')}.`
    : `${named(undoing, 'Taking it back')} was asked for (${undoing.state}).`;
}

function named(relative: Relative | undefined, words: string): string {
  return relative?.link && !isInDirect(relative.link) ? link(relative.link, words) : words;
}
