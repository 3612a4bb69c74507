import type { KnownBlock } from '@slack/types';
import type { Message } from '../src/domain/message.ts';
import { bold, code, oneLine, shorten, slackDate } from '../src/domain/mrkdwn.ts';
import { isReading } from '../src/domain/policy/matching.ts';
import {
  ACTION_WORDS,
  BUILT_IN_RULES,
  type PolicyAction,
  type PolicyInForce,
  type Rule,
  type Who,
} from '../src/domain/policy/policy.ts';
import { type Decision, END_RESUMES } from '../src/domain/policy/rights.ts';
import type { Shortage } from '../src/domain/policy/shortage.ts';
import { hasAlone, isAtOnce, openFor, rulesShown, type Terms } from '../src/domain/policy/terms.ts';
import { spanWords } from '../src/domain/spans.ts';
import { counted } from '../src/domain/stats.ts';
import { context, cutLines, preformatted, section } from './elements.ts';
import { shortageWords } from './shortage.ts';
import { whoShown } from './who.ts';

/** What the policy says, for whoever asks. */

/** Of all texts of a message together Slack takes some 10,000 characters. */
const MESSAGE_ROOM = 9_000;
const RULES_ROOM = 5_000;
const PART_ROOM = 1_800;
/** Of one line of what holds, and of one of what holds for whoever asks. */
const LINE_ROOM = 400;
const FAILURE_ROOM = 2_000;
const SECTION_ROOM = 2_900;

/** Where the policy comes from, and its rules in short. */
export function renderPolicy({ policy, path, since, failed }: PolicyInForce): Message {
  const from =
    path === undefined
      ? 'There is no `POLICY_FILE`: the built-in policy holds.'
      : `The policy comes from ${code(path)}, read ${slackDate(since)}.`;
  const rules = [...policy.rules, ...BUILT_IN_RULES].map(ruleLine);
  const { lines, left } = cutLines(rules, RULES_ROOM, SECTION_ROOM);
  return {
    text: failed ? `${from} Its file was changed since, and is not taken.` : from,
    blocks: [
      section(from),
      ...failureBlocks(failed),
      ...(policy.channels
        ? [
            section(
              shorten(
                `I answer commands in ${policy.channels.length > 0 ? `${places(policy.channels, BOTH)} only` : 'no channel'}.`,
                PART_ROOM,
              ),
            ),
          ]
        : []),
      ...sections(lines),
      context(
        `${left > 0 ? `${counted(left, 'more rule')} ${left === 1 ? 'is' : 'are'} not shown. ` : ''}The first rule that matches decides. \`/alooma policy delete <input>\` says what holds for one thing, and for you.`,
      ),
    ],
  };
}

type Failed = NonNullable<PolicyInForce['failed']>;

function failureBlocks(failed: Failed | undefined): KnownBlock[] {
  if (!failed) return [];
  const { lines } = cutLines(
    failed.why.split('\n').map((line) => oneLine(line.trim())),
    FAILURE_ROOM,
  );
  return [section(failureLine(failed)), preformatted(lines)];
}

function failureLine({ at }: Failed): string {
  return `:warning: ${slackDate(at)} its file was read anew and not taken, so what it said before holds. Mend it and send the process SIGHUP again.`;
}

export interface Asked {
  readonly action: PolicyAction;
  readonly inputName: string | undefined;
  readonly field: string | undefined;
  /** Why the input's type is not known, as a sentence; absent where it is, or none was named. */
  readonly unread?: string | undefined;
  /** Is it asked in direct messages, where nobody else would see a card? */
  readonly isDirect?: boolean;
  /** Why the file is not taken as it is by now. */
  readonly failed?: Failed | undefined;
}

export interface Answered {
  readonly terms: Terms;
  readonly rules: readonly Rule[];
  readonly mayAsk: Decision;
  readonly mayApprove: Decision;
  readonly mayApplyAlone: Decision;
  readonly shortage: Shortage | undefined;
  /** Of a pause: the same for one that ends by itself. */
  readonly withEnd?: Answered | undefined;
}

/**
 * What holds for one thing, which rules say so, and what it means for the one who asks.
 * @param usual how long a change waits for its approvals where no rule says so, in milliseconds
 */
export function renderExplained(asked: Asked, answered: Answered, usual: number): Message {
  const { terms } = answered;
  const rules = answered.withEnd?.rules ?? answered.rules;
  const what = title(asked);
  const lines = isReading(asked.action) ? [askLine(terms, 'May')] : changeLines(terms, usual);
  const text = `${what}: ${rulesShown(terms.rules)} ${terms.rules.length > 1 ? 'say' : 'says'} who may.`;
  const head = [
    sectionOf([bold(what), ...lines]),
    sectionOf(['*You*', ...youLines(asked, answered)]),
    ...withEndBlocks(asked, answered, usual),
    ...shortageBlocks(answered),
    ...(asked.failed === undefined ? [] : [context(failureLine(asked.failed))]),
    ...(asked.unread === undefined ? [] : [context(unreadWords(asked.unread, asked))]),
    context(answered.rules.length > 1 ? severalWords(asked) : 'One rule says so.'),
  ];
  const room = MESSAGE_ROOM - JSON.stringify([text, ...head]).length;
  const { lines: said, left } = cutLines(rules.map(ruleLine), Math.min(RULES_ROOM, room), PART_ROOM);
  return {
    text,
    blocks: [
      ...head,
      ...sections(said),
      ...(left > 0 ? [context(`${counted(left, 'more rule')} not shown.`)] : []),
    ],
  };
}

/** Of what ends by itself, only what holds otherwise than for what has no end. */
function withEndBlocks(asked: Asked, answered: Answered, usual: number): KnownBlock[] {
  const { withEnd } = answered;
  if (!withEnd) return [];
  const known = new Set([...changeLines(answered.terms, usual), ...youLines(asked, answered)]);
  const lines = [...changeLines(withEnd.terms, usual), ...youLines(asked, withEnd)].filter(
    (line) => !known.has(line),
  );
  if (lines.length === 0) return [];
  return [
    sectionOf(['*With an end* (`for 2h`, `until 18:00`)', END_RESUMES, ...lines]),
    ...(answered.shortage ? [] : shortageBlocks(withEnd)),
  ];
}

/** For who may not ask, it is of no matter. */
function shortageBlocks({ terms, mayAsk, shortage }: Answered): KnownBlock[] {
  if (!shortage || !mayAsk.permitted) return [];
  return [
    section(
      `:warning: What you ask for cannot be approved as things stand. ${shortageWords(terms, shortage)}`,
    ),
  ];
}

function unreadWords(unread: string, { inputName = '' }: Asked): string {
  return `${unread} So this goes by the name ${code(inputName)} alone: whether there is such an input, and of what type, could not be read.`;
}

const WITH_FIELDS: ReadonlySet<PolicyAction> = new Set(['edit', 'add_tables', 'template', 'parameter']);

function severalWords({ action, inputName, field }: Asked): string {
  const missing = [
    ...(inputName === undefined ? ['the input'] : []),
    ...(field === undefined && WITH_FIELDS.has(action) ? ['the field'] : []),
  ];
  const next = missing.length > 0 ? ` Name ${missing.join(' and ')} to know better.` : '';
  return `More than one rule may be meant by that, and the strictest of what they say holds.${next}`;
}

function title({ action, inputName, field }: Asked): string {
  const place = field === undefined ? '' : ` ${code(field)}`;
  return `${code(ACTION_WORDS[action])}${place}${inputName === undefined ? '' : ` of ${code(inputName)}`}, asked for in this channel`;
}

function changeLines(terms: Terms, usual: number): string[] {
  return [
    askLine(terms, 'May ask'),
    approvalsLine(terms),
    ...(isAtOnce(terms) ? [] : [`Waits for them: ${spanWords(openFor(terms, usual))}.`]),
    `Reason: ${terms.reason ? 'owed' : 'as whoever asks likes'}.`,
    ...(isAtOnce(terms) ? [] : [`May apply it alone in an emergency: ${among(terms.alone)}.`]),
  ];
}

const askLine = ({ ask }: Pick<Terms, 'ask'>, what: string) => `${what}: ${among(ask)}.`;

function approvalsLine({ approvals, approve, selfApprove }: Terms): string {
  if (approvals === 0) return 'Approvals: none, it is done at once.';
  const self = selfApprove ? 'Whoever asks may be one of them' : 'Whoever asks is not one of them';
  return `Approvals: ${approvals}, by ${among(approve)}. ${self}.`;
}

function youLines(
  { action, isDirect = false }: Asked,
  { terms, mayAsk, mayApprove, mayApplyAlone }: Answered,
): string[] {
  if (isReading(action)) return [youLine('may do it', mayAsk)];
  return [
    isDirect && mayAsk.permitted && !isAtOnce(terms)
      ? 'You may ask for it, but not here: only you would see the card, so nobody else could approve it. Ask in a channel that I am in.'
      : youLine('may ask for it', mayAsk),
    ...(isAtOnce(terms) ? [] : [youLine('may approve it where somebody else asks', mayApprove)]),
    ...(isAtOnce(terms) || !hasAlone(terms)
      ? []
      : [youLine('may apply it alone in an emergency', mayApplyAlone)]),
  ];
}

const youLine = (may: string, decision: Decision) => (decision.permitted ? `You ${may}.` : decision.reason);

/** Each of its lines is shortened where it names very many. */
function sectionOf(lines: readonly string[]): KnownBlock {
  return section(lines.map((line) => shorten(line, LINE_ROOM)).join('\n'));
}

/** One rule in one line: what it is about, then what it says. */
function ruleLine(rule: Rule): string {
  return `• ${rule.label}: ${conditionsOf(rule)} → ${effectOf(rule)}`;
}

function conditionsOf({ actions, inputs, types, fields, channels }: Rule): string {
  const parts = [
    actions ? codes(actions.map((action) => ACTION_WORDS[action])) : 'everything',
    ...(inputs ? [`of inputs ${codes(inputs)}`] : []),
    ...(types ? [`of type ${codes(types)}`] : []),
    ...(fields ? [`in the field ${codes(fields)}`] : []),
    ...(channels ? [`asked for in ${places(channels)}`] : []),
  ];
  return parts.join(' ');
}

function effectOf(rule: Rule): string {
  const { actions, approvals, ask, approve, selfApprove, alone, openFor, reason } = rule;
  if (actions?.every(isReading)) return `for ${among([ask])}`;
  const self = selfApprove ? ', whoever asked too' : '';
  return [
    `asked for by ${among([ask])}`,
    approvals === 0 ? 'done at once' : `${counted(approvals, 'approval')} by ${among([approve])}${self}`,
    ...(openFor === undefined || approvals === 0 ? [] : [`within ${spanWords(openFor)}`]),
    ...(reason ? ['with a reason'] : []),
    ...(hasAlone({ alone: [alone] }) && approvals > 0 ? [`alone in an emergency by ${among([alone])}`] : []),
  ].join(', ');
}

function among(whos: readonly Who[]): string {
  if (whos.every((who) => who === 'everyone')) return 'everybody in the channel';
  return whoShown(whos) ?? 'nobody';
}

const codes = (words: readonly string[]) => words.map((word) => code(word)).join(', ');
const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const BOTH = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const places = (channels: readonly string[], list = EITHER) =>
  list.format(channels.map((id) => (id === 'direct' ? 'direct messages with me' : `<#${id}>`)));

/** As many lines in one section as it has room for. */
function sections(lines: readonly string[]): KnownBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const longer = `${texts.at(-1)}\n${line}`;
    if (texts.length === 0 || longer.length > SECTION_ROOM) texts.push(line);
    else texts[texts.length - 1] = longer;
  }
  return texts.map(section);
}
