import type { KnownBlock } from '@slack/types';
import type { Change, LastSwitch } from '../src/domain/change.ts';
import { quote } from '../src/domain/command-words.ts';
import type { InputFacts } from '../src/domain/input.ts';
import type { Head } from '../src/domain/json-lines.ts';
import type { Message } from '../src/domain/message.ts';
import { asTyped, bold, code, escapeMrkdwn, link, person, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import { counted, lastEventOf, statsText } from '../src/domain/stats.ts';
import { tablesOf } from '../src/domain/tables.ts';
import { actions, button, context, cutLines, preformatted, section, VALUE_LIMIT } from './elements.ts';
import { ACTION } from './ids.ts';

/** Of all texts together Slack takes some 10,000 characters: what stands above the configuration leaves less for it. */
const MESSAGE_LIMIT = 9_500;
export const CONFIGURATION_LIMIT = 5_000;
const MOST_OPEN = 5;

/** What is known here of an input beside what the pipeline says. */
export interface InputHistory {
  readonly lastSwitch: LastSwitch | undefined;
  /** When its pause ends by itself, where it does. */
  readonly pausedUntil?: Date | undefined;
  readonly open: {
    readonly readable: readonly WaitingChange[];
    /** How many cannot be read, since the key that they were encrypted with is gone. */
    readonly unreadable: number;
  };
}

export interface WaitingChange extends Pick<Change, 'card' | 'requestedBy' | 'requestedAt'> {
  /** What it does, in one line of mrkdwn. */
  readonly summary: string;
}

/**
 * One input: first what somebody on call wants to know, last its configuration. Source: `Inputs.get_input`.
 * @param configuration the input's, with its secrets masked: as many lines as `CONFIGURATION_LIMIT` has room for
 */
export function renderInput(
  input: InputFacts,
  configuration: Head,
  history: InputHistory,
  accountLabel: string,
): Message {
  const state = stateOf(input, history);
  const tables = tablesOf(input.configuration)?.length;
  const above: KnownBlock[] = [
    section(`${bold(code(input.name, 150))} ${state}`),
    context(factsOf(input, tables, accountLabel).join(' · ')),
    ...openBlocks(history.open),
    ...buttonBlocks(input, tables !== undefined),
  ];
  const room = Math.min(CONFIGURATION_LIMIT, MESSAGE_LIMIT - JSON.stringify(above).length);
  return {
    text: `${code(input.name)} ${state}`,
    blocks: [...above, ...configurationBlocks(configuration, room)],
  };
}

function stateOf({ paused }: InputFacts, { lastSwitch: last, pausedUntil }: InputHistory): string {
  if (paused === undefined) return 'has no paused state: data is pushed to it.';
  if (!paused) return 'is running.';
  if (last?.action !== 'pause')
    return 'is paused. That was not done through this bot, so who did it is not known here.';
  const when = slackDate(last.closedAt);
  const why = last.reason ? `Reason: ${asTyped(shorten(last.reason, 300))}` : 'No reason was given.';
  const until = pausedUntil ? `, and is resumed by itself ${slackDate(pausedUntil)}` : '';
  return `is paused, by ${person(last.requestedBy)} ${when}${until}. ${why}`;
}

function factsOf(input: InputFacts, tables: number | undefined, accountLabel: string): string[] {
  const [stats, lastEvent] = [statsText(input.stats), lastEventOf(input.stats)];
  return [
    `Type ${code(input.type)}`,
    `id ${code(input.id)}`,
    ...(stats ? [escapeMrkdwn(shorten(stats, 80))] : []),
    ...(lastEvent ? [`last event ${slackDate(lastEvent)}`] : []),
    ...(tables === undefined ? [] : [counted(tables, 'table')]),
    ...(input.state ? [`the pipeline’s own state ${code(input.state)}`] : []),
    ...(input.createdAt ? [`created ${code(input.createdAt)}`] : []),
    `account ${code(accountLabel)}`,
  ];
}

/** With the id, since a name is not always one input's alone. */
function buttonBlocks({ id, paused }: InputFacts, hasTables: boolean): KnownBlock[] {
  const input = quote(id);
  const buttons = [
    ...(paused === true ? [button('Resume', `${ACTION.command}:0`, `resume ${input}`)] : []),
    ...(paused === false ? [button('Pause', `${ACTION.command}:0`, `pause ${input}`)] : []),
    button('Edit', ACTION.form, `edit ${input}`),
    ...(hasTables ? [button('Tables', `${ACTION.command}:1`, `tables ${input}`)] : []),
  ].filter(({ value = '' }) => value.length <= VALUE_LIMIT);
  return buttons.length > 0 ? [actions(...buttons)] : [];
}

function openBlocks({ readable, unreadable }: InputHistory['open']): KnownBlock[] {
  if (readable.length + unreadable === 0) return [];
  const lines = readable.slice(0, MOST_OPEN).map(({ card, summary, requestedBy, requestedAt }) => {
    const where = card?.link ? `${link(card.link, 'Open the card')}: ` : '';
    return `• ${where}${summary}, asked by ${person(requestedBy)} ${slackDate(requestedAt)}`;
  });
  const rest = [
    ...(readable.length > MOST_OPEN ? [`and ${readable.length - MOST_OPEN} more`] : []),
    ...(unreadable > 0
      ? [`${unreadable} that cannot be read: the key that they were encrypted with is gone`]
      : []),
  ];
  return [section(['*Waiting changes*', ...lines, ...rest].join('\n'))];
}

function configurationBlocks({ lines: first, total }: Head, room: number): KnownBlock[] {
  const { lines } = cutLines(first, room);
  const left = total - lines.length;
  return [
    ...(lines.length > 0 ? [preformatted(lines)] : []),
    ...(left > 0 ? [context(`${counted(left, 'more line')} ${left === 1 ? 'is' : 'are'} not shown.`)] : []),
  ];
}
