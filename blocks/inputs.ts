import type { KnownBlock } from '@slack/types';
import type { Change, LastSwitch } from '../src/domain/change.ts';
import type { InputFacts } from '../src/domain/input.ts';
import { printJson } from '../src/domain/json.ts';
import type { Message } from '../src/domain/message.ts';
import { code, escapeMrkdwn, link, oneLine, person, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import { redact } from '../src/domain/secrets.ts';
import { summarise } from '../src/domain/summary.ts';
import { context, cutLines, preformatted, section } from './elements.ts';

/** Of all texts together Slack takes some 10,000 characters: what stands above the configuration leaves less for it. */
const MESSAGE_LIMIT = 9_500;
const NAMES_LIMIT = 7_000;
const CONFIGURATION_LIMIT = 5_000;
const NAME_LIMIT = 200;
const MOST_OPEN = 5;

/** @param part what the names were narrowed by, if they were */
export function renderNames(names: readonly string[], part: string | undefined): Message {
  const holding = part === undefined ? '' : ` with ${code(part)} in the name`;
  const counted = `${names.length} ${names.length === 1 ? 'input' : 'inputs'}${holding}`;
  if (names.length === 0) return { text: `${counted}.`, blocks: [section(`${counted}.`)] };
  const { lines, left } = cutLines(
    names.map((name) => shorten(oneLine(name) || '(no name)', NAME_LIMIT)),
    NAMES_LIMIT,
  );
  const rest =
    left > 0 ? [context(`${left} more: narrow the list with \`/alooma list <part of a name>\`.`)] : [];
  return { text: `${counted}.`, blocks: [section(`*${counted}*`), preformatted(lines), ...rest] };
}

/** What is known here of an input beside what the pipeline says. */
export interface InputHistory {
  readonly lastSwitch: LastSwitch | undefined;
  readonly open: {
    readonly readable: readonly Change[];
    /** How many cannot be read, since the key that they were encrypted with is gone. */
    readonly unreadable: number;
  };
}

export function renderInput(input: InputFacts, history: InputHistory, accountLabel: string): Message {
  const state = stateOf(input, history.lastSwitch);
  const facts = [
    `Type ${code(input.type)}`,
    `id ${code(input.id)}`,
    ...(input.state ? [`the pipeline’s own state ${code(input.state)}`] : []),
    ...(input.createdAt ? [`created ${code(input.createdAt)}`] : []),
    `account ${code(accountLabel)}`,
  ];
  const above: KnownBlock[] = [
    section(`*${code(input.name, 150)}* ${state}`),
    context(facts.join(' · ')),
    ...openBlocks(history.open),
  ];
  const room = Math.min(CONFIGURATION_LIMIT, MESSAGE_LIMIT - JSON.stringify(above).length);
  return { text: `${code(input.name)} ${state}`, blocks: [...above, ...configurationBlocks(input, room)] };
}

function stateOf({ paused }: InputFacts, last: LastSwitch | undefined): string {
  if (paused === undefined) return 'has no paused state: data is pushed to it.';
  if (!paused) return 'is running.';
  if (last?.action !== 'pause')
    return 'is paused. That was not done through this bot, so who did it is not known here.';
  const when = slackDate(last.closedAt);
  const why = last.reason ? `Reason: ${escapeMrkdwn(shorten(last.reason, 300))}` : 'No reason was given.';
  return `is paused, by ${person(last.requestedBy)} ${when}. ${why}`;
}

function openBlocks({ readable, unreadable }: InputHistory['open']): KnownBlock[] {
  if (readable.length + unreadable === 0) return [];
  const lines = readable.slice(0, MOST_OPEN).map((change) => {
    const where = change.card?.link ? `${link(change.card.link, 'Open the card')}: ` : '';
    return `• ${where}${summarise(change)}, asked by ${person(change.requestedBy)} ${slackDate(change.requestedAt)}`;
  });
  const rest = [
    ...(readable.length > MOST_OPEN ? [`and ${readable.length - MOST_OPEN} more`] : []),
    ...(unreadable > 0
      ? [`${unreadable} that cannot be read: the key that they were encrypted with is gone`]
      : []),
  ];
  return [section(['*Waiting changes*', ...lines, ...rest].join('\n'))];
}

function configurationBlocks({ configuration }: InputFacts, room: number): KnownBlock[] {
  const text = printJson(redact(configuration));
  const { lines, left } = cutLines(text.split('\n'), room);
  return [
    ...(lines.length > 0 ? [preformatted(lines)] : []),
    ...(left > 0 ? [context(`${left} more lines are not shown.`)] : []),
  ];
}
