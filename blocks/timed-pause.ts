import type { Button, KnownBlock } from '@slack/types';
import { type Change, isFinal, runsUntil, type Timer } from '../src/domain/change.ts';
import { quote } from '../src/domain/command-words.ts';
import { code, escapeMrkdwn, person, quoted, slackDate } from '../src/domain/mrkdwn.ts';
import { leftWords } from '../src/domain/spans.ts';
import { timerEndWords, timerWords } from '../src/domain/timed-pause.ts';
import { button, context, section, VALUE_LIMIT } from './elements.ts';
import { ACTION } from './ids.ts';

/** How long a timed pause lasts still, or how it ended. Nothing for any other change. */
export function timerBlocks(change: Change, now = new Date()): KnownBlock[] {
  const { state, timer } = change;
  if (!timer) return [];
  if (!isFinal(state)) {
    const from = timer.for === undefined ? '' : ', counted from when it is paused';
    return [section(`It is paused ${timerWords(timer)}${from}, then resumed by itself.`)];
  }
  const until = runsUntil(change);
  if (until) return runningBlocks(until, timer, now);
  return state === 'applied' ? [section(timerEndWords(timer))] : [];
}

/** **Extend** and **Resume now**, for as long as it lasts. */
export function timerButtons(change: Change, now = new Date()): Button[] {
  const until = runsUntil(change);
  if (!until || until <= now) return [];
  return [button('Extend', ACTION.extendPause, change.id), button('Resume now', ACTION.resumeNow, change.id)];
}

/** **Resume**, on the message that tells that the end of a timed pause has failed. */
export function retryButtons({ state, resumes, inputName }: Change): Button[] {
  const command = `resume ${quote(inputName)}`;
  if (state !== 'failed' || resumes === undefined || command.length > VALUE_LIMIT) return [];
  return [button('Resume', `${ACTION.command}:0`, command)];
}

/** What came of the resume that ends a timed pause. Its card is the message that tells of it. */
export function timeOverSentence(change: Change): string {
  const { state, inputName, requestedBy, reason = 'its time is over', outcome = '' } = change;
  const [input, who] = [code(inputName), person(requestedBy)];
  switch (state) {
    case 'applied':
      return `:arrow_forward: Resumed ${input}, which ${who} had paused: ${escapeMrkdwn(reason)}. ${outcome}`.trim();
    case 'failed':
      return `:x: ${who}, ${input} could not be resumed, though ${escapeMrkdwn(reason)}. ${outcome} Look at it with ${command('show', inputName)}, and resume it with ${command('resume', inputName)}.`;
    case 'stale':
      return `:no_entry_sign: The pause of ${input} that ${who} asked for has ended. ${outcome}`.trim();
    default:
      return `:hourglass_flowing_sand: Resuming ${input}, which ${who} had paused: ${escapeMrkdwn(reason)}…`;
  }
}

function runningBlocks(until: Date, timer: Timer, now: Date): KnownBlock[] {
  const left = until.getTime() - now.getTime();
  const when = slackDate(until);
  return [
    section(
      left > 0
        ? `*${capital(leftWords(left))} left*: it is resumed by itself ${when}.`
        : `Its time was over ${when}. ${resumingWords(timer)}`,
    ),
    ...extendedBlocks(timer),
  ];
}

/** Tried once in vain is nothing to worry about. */
const WORTH_TELLING = 2;

function resumingWords({ trouble }: Timer): string {
  if (!trouble || trouble.tries < WORTH_TELLING) return 'Resuming it…';
  return `Resuming it does not work so far, after ${trouble.tries} tries: ${escapeMrkdwn(trouble.why)} It is tried again ${slackDate(trouble.again)}.`;
}

function extendedBlocks({ extendedBy, extendedReason }: Timer): KnownBlock[] {
  if (extendedBy === undefined) return [];
  const why = extendedReason === undefined ? '.' : `: ${quoted(extendedReason)}`;
  return [context(`${person(extendedBy)} has made it longer${why}`)];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function command(verb: string, inputName: string): string {
  return code(`/alooma ${verb} ${quote(inputName)}`, 120);
}
