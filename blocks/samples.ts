import type { KnownBlock } from '@slack/types';
import type { Message } from '../src/domain/message.ts';
import { bold, code, escapeMrkdwn, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import { eventOf, type PrintedSample } from '../src/domain/printed-samples.ts';
import type { Chosen } from '../src/domain/sample.ts';
import type { Tally } from '../src/domain/sample-tally.ts';
import { counted, formatNumber } from '../src/domain/stats.ts';
import { actions, button, context, section, VALUE_LIMIT } from './elements.ts';
import { ACTION } from './ids.ts';
import { footnotes, maskedSentence, roomBeside, shownText } from './sample-text.ts';

/** A list of samples, as far as a message shows it. */
export interface ShownList {
  /** Whose they are, in mrkdwn: `public.orders` as code. */
  readonly of: string;
  /** What they were narrowed by or where they come from, in mrkdwn, as it stands behind that. */
  readonly about?: string;
  /** The event that all of them are of: nothing is said of it beside each then. */
  readonly event?: string;
  readonly total: number;
  readonly chosen: Chosen;
  readonly tally: readonly Tally[];
  /** Status code → what it means. */
  readonly meanings?: ReadonlyMap<string, string>;
  /** Those that are meant, as many as there may be room for, in their order. */
  readonly shown: readonly PrintedSample[];
  readonly masked: readonly string[];
  /** What else is to be said, in mrkdwn. */
  readonly notes?: readonly string[];
  /** Is a file with all of them in the message's thread? */
  readonly hasFile?: boolean;
  /** The command that saves them. */
  readonly save?: string;
  /** What else may be looked at. */
  readonly others?: readonly Other[];
}

/** Samples with a status that none of those shown has. */
export interface Other {
  readonly status: string;
  /** The command that shows them. */
  readonly command: string;
}

const MOST_STATUSES = 6;
/** Each is two blocks, and a message has 50. */
const MOST_SHOWN = 20;
const LONGEST_MEANING = 100;
/** What is said of what is left out, which is not known before it is. */
const ROOM_FOR_THE_REST = 300;

/** Source: `Samples.view_samples_for_event_from_alooma_api`, `Samples.view_samples_from_file`. */
export function renderSamples(list: ShownList): Message {
  const what = headingOf(list);
  const above = [section([bold(what), ...tallyLines(list)].join('\n'))];
  const said = [...(list.notes ?? []), maskedSentence(list.masked)];
  const below = buttonsOf(list);
  const room = roomBeside([...above, ...footnotes(said), ...below]) - ROOM_FOR_THE_REST;
  const { blocks, rest } = drawSamples(list, room);
  return { text: `${what}.`, blocks: [...above, ...blocks, ...footnotes([...said, rest]), ...below] };
}

function headingOf({ of, about = '', total, chosen }: ShownList): string {
  if (total === 0) return `${of} has no samples${about}`;
  if (chosen === 'all') return `${counted(total, 'sample')} of ${of}${about}`;
  return `Sample ${chosen} of ${of}${about}, of ${formatNumber(total)} counted from 0`;
}

function tallyLines({ tally, total, meanings = new Map() }: ShownList): string[] {
  const none = total === 0 ? 'no sample,' : 'none of these samples,';
  const lines = tally.slice(0, MOST_STATUSES).map(({ status, samples, events }) => {
    const ofEvents = events === undefined ? '' : ` of ${counted(events, 'event')}`;
    const here = samples === 0 ? none : counted(samples, 'sample');
    const meaning = meaningText(meanings.get(status));
    return `• ${code(status, 40)} ${here}${ofEvents}${meaning === '' ? '' : `: ${meaning}`}`;
  });
  const more = tally.length - lines.length;
  return more > 0 ? [...lines, `and ${counted(more, 'more status', 'more statuses')}`] : lines;
}

function meaningText(meaning = ''): string {
  return escapeMrkdwn(shorten(meaning.replace(/\s+/g, ' ').trim(), LONGEST_MEANING));
}

interface Drawn {
  readonly blocks: readonly KnownBlock[];
  /** What is not shown, as a sentence; absent where everything is. */
  readonly rest: string | undefined;
}

/** One after another, each as a whole: only the first is cut where there is no room even for it. */
function drawSamples({ shown, total, chosen, event, hasFile = false }: ShownList, wholeRoom: number): Drawn {
  const blocks: KnownBlock[] = [];
  let [room, count] = [wholeRoom, 0];
  let cut: string | undefined;
  for (const sample of shown.slice(0, MOST_SHOWN)) {
    const label = context(labelOf(sample, event));
    room -= JSON.stringify(label).length;
    const { block, length, left } = shownText(eventOf(sample), Math.max(0, room));
    if (left !== undefined && count > 0) break;
    blocks.push(label, block);
    room -= length;
    count += 1;
    cut = left;
    if (cut !== undefined) break;
  }
  const rest = restOf(count, chosen === 'all' ? total : count, cut);
  return { blocks, rest: rest && `${rest}${hasFile ? ': the file in the thread has everything' : ''}.` };
}

function restOf(shown: number, total: number, cut: string | undefined): string | undefined {
  const which = shown === 1 ? 'Only sample 0 is shown' : `Samples 0 to ${shown - 1} are shown`;
  const parts = [
    ...(shown < total ? [`${which}, of ${formatNumber(total)}`] : []),
    ...(cut === undefined ? [] : [cut]),
  ];
  return parts.length > 0 ? parts.join('. ') : undefined;
}

function labelOf(
  { index, facts: { status, timestamp, eventType } }: PrintedSample,
  event: string | undefined,
): string {
  const moment = timestamp === undefined ? undefined : new Date(timestamp);
  const isMoment = moment !== undefined && !Number.isNaN(moment.getTime());
  return [
    `*${index}*`,
    ...(status === undefined ? [] : [code(status, 40)]),
    ...(isMoment ? [slackDate(moment)] : []),
    ...(eventType === undefined || eventType === event ? [] : [code(eventType)]),
  ].join(' · ');
}

const MOST_OTHERS = 3;

function buttonsOf({ save, others = [], total }: ShownList): KnownBlock[] {
  const commands = [
    ...(save !== undefined && total > 0 ? [['Save', save] as const] : []),
    ...others.slice(0, MOST_OTHERS).map(({ status, command }) => [`Show ${status}`, command] as const),
  ].filter(([, command]) => command.length <= VALUE_LIMIT);
  return commands.length === 0
    ? []
    : [actions(...commands.map(([label, command], at) => button(label, `${ACTION.command}:${at}`, command)))];
}
