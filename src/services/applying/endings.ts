import type { Change } from '../../domain/change.ts';
import type { Preview } from '../../domain/diff.ts';
import { code } from '../../domain/mrkdwn.ts';
import type { Operation } from '../../domain/operation.ts';
import { counted } from '../../domain/stats.ts';
import { summaryLine } from '../../domain/summary.ts';
import { KnownError } from '../../errors.ts';
import type { Found } from './carrying-out.ts';

/** How a change ends that is not carried out now, in sentences for whoever asked. */

type Ended = Pick<Change, 'inputName' | 'operation' | 'writtenAt' | 'writes'>;
type NotReady = Exclude<Found['kind'], 'ready'>;

export interface Closing {
  readonly state: 'applied' | 'stale' | 'failed';
  readonly outcome?: string;
}

export function closingFor(found: NotReady, change: Ended): Closing {
  if (found === 'done') {
    return {
      state: 'applied',
      ...(change.writes === 0 && { outcome: 'It was so already: nothing was sent.' }),
    };
  }
  if (change.writtenAt) return { state: 'failed', outcome: afterWrite(found, change) };
  const isStale = found === 'moved' || found === 'gone' || found === 'taken';
  return { state: isStale ? 'stale' : 'failed', outcome: whyNot(found, change) };
}

/** Why nothing was sent, and what to do. */
export function whyNot(
  found: NotReady,
  { operation, inputName }: Pick<Ended, 'operation' | 'inputName'>,
): string {
  const input = code(aboutOf(operation, inputName));
  switch (found) {
    case 'done':
      return `${input} is so already. Nothing was sent.`;
    case 'gone':
      return `${input} no longer exists, so nothing was written.`;
    case 'moved':
      return `${input} has changed since the preview, so nothing was written. Ask again to see the difference to what it is now.`;
    case 'taken':
      return `Another input is called ${code(inputName)} by now, so nothing was created. Ask again with another name.`;
    case 'lost':
    case 'foreign':
      return lostCreation(found, inputName);
    case 'unpausable':
      return `${input} has no paused state, so nothing was sent.`;
    case 'masked':
      return `The secrets of ${input} can be read as a mask only, and writing it would overwrite them with that. Nothing was written. Enter them again with \`/alooma edit\`.`;
  }
}

export function unknownOutcome({ inputName }: Pick<Change, 'inputName'>, why: string): string {
  return `${why} Whether the change was made is not known: look at ${code(inputName)} before you ask again.`;
}

/**
 * Of what may have been sent (whoever was to send it may have been killed before), shows no trace, and is not sent again.
 * Somebody may have taken it back by then.
 */
export function sentInVain({ inputName }: Pick<Change, 'inputName'>, why: string): string {
  return `${why} It may have been sent: ${code(inputName)} was as before when it was read afterwards. Whether the change was made in between is not known.`;
}

/** The sentence for a create that has come true. */
export function createdSentence(id: string): string {
  return `Its id is ${code(id)}.`;
}

function lostCreation(found: 'lost' | 'foreign', inputName: string): string {
  const input = code(inputName);
  return found === 'lost'
    ? `No answer came, and no input called ${input} shows. It may still come: look with \`/alooma list\` before you ask again.`
    : `No answer came, and the input called ${input} that shows is not as it was asked for: somebody else may have made it. Look at it before you ask again.`;
}

function afterWrite(found: NotReady, change: Ended): string {
  if (found === 'lost' || found === 'foreign') return lostCreation(found, change.inputName);
  const input = code(aboutOf(change.operation, change.inputName));
  if (found === 'gone') return `${input} no longer exists. Whether the change was made is not known.`;
  const why =
    found === 'moved'
      ? 'has changed while the answer to the write was awaited'
      : 'cannot be written any more';
  return unknownOutcome(change, `${input} ${found === 'unpausable' ? 'has no paused state any more' : why}.`);
}

/** To create, what is read is the input that is copied. */
function aboutOf(operation: Operation, inputName: string): string {
  return operation.kind === 'create' ? operation.copiedFrom.name : inputName;
}

const MOST_LINES = 8;
/** Characters of all lines together: the card has to hold them beside its diff. */
const LINES_LIMIT = 1_200;

/**
 * What moved since the preview, by key path with before and after, secrets masked.
 * @param preview of the input from what it was to what it is
 */
export function movedSentence(
  { operation, inputName }: Pick<Ended, 'operation' | 'inputName'>,
  { changes }: Pick<Preview, 'changes'>,
): string {
  const input = code(aboutOf(operation, inputName));
  const how = changes.length === 0 ? ' in how it is written' : '';
  const lines: string[] = [];
  let used = 0;
  for (const change of changes.slice(0, MOST_LINES)) {
    const line = `• ${summaryLine(change)}`;
    used += line.length;
    if (used > LINES_LIMIT) break;
    lines.push(line);
  }
  const left = changes.length - lines.length;
  if (left > 0) lines.push(`and ${counted(left, 'more place')}`);
  return [`${input} has changed since the preview${how}, so nothing was written.`, ...lines].join('\n');
}

const NOT_ANEW = {
  notPermitted: 'Whoever asked for it may not do so any more.',
  reasonOwed: 'The policy wants a reason by now, and it has none.',
  nobodySees: 'Here nobody else would see its card.',
  movesAgain: 'It has moved twice in a row.',
} as const;

export function whyNotAnew(why: keyof typeof NOT_ANEW): KnownError {
  return new KnownError('out_of_date', NOT_ANEW[why]);
}

/** @param why a sentence, of which what stands before it says already what has moved, and that nothing was written */
export function notAskedAnew(why: string): string {
  const [sentence = ''] = why.split('\n');
  return `It is not asked for anew by itself: ${sentence.replace(/ Nothing was changed\.$/, '')}`;
}
