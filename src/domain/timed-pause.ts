import type { Change, Timer } from './change.ts';
import { person, slackDate } from './mrkdwn.ts';
import { spanWords } from './spans.ts';

/** A timed pause in words, the same for its card and for whoever clicks too late. */

/** `for 2 h`, or `until` a date as Slack shows it. */
export function timerWords({
  for: span,
  until,
}: {
  for?: number | undefined;
  until?: Date | undefined;
}): string {
  if (span !== undefined) return `for ${spanWords(span)}`;
  return until === undefined ? '' : `until ${slackDate(until)}`;
}

/** How the timer of an applied pause has ended, and what that means. */
export function timerEndWords({ ended, endedAt, endedBy }: Timer): string {
  const when = endedAt ? slackDate(endedAt) : '';
  switch (ended) {
    case 'resumed':
      return endedBy === undefined
        ? `Its time was over, and it was resumed by itself ${when}.`
        : `${person(endedBy)} resumed it ${when}.`;
    case 'replaced':
      return `${endedBy === undefined ? 'Somebody' : person(endedBy)} paused it anew ${when}, so that pause is the one that counts.`;
    case 'elsewhere':
      return `Somebody resumed it elsewhere, as I noticed ${when}. I do nothing more about it.`;
    case 'gone':
      return `The input no longer exists, as I noticed ${when}.`;
    case 'failed':
      return `Its time was over, and resuming it failed ${when}: it may be paused still.`;
    default:
      return '';
  }
}

/** Why a pause cannot be made longer or be ended from its card. @returns nothing while it runs */
export function whyNotRunning(
  { state, timer }: Pick<Change, 'state' | 'timer'>,
  now = new Date(),
): string | undefined {
  if (timer === undefined) return 'This pause has no end that could be moved.';
  if (state !== 'applied') return 'This pause was not carried out.';
  if (timer.ended !== undefined) return timerEndWords(timer);
  return timer.until && timer.until > now ? undefined : 'Its time is over: it is being resumed.';
}
