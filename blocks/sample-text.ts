import type { KnownBlock } from '@slack/types';
import { code } from '../src/domain/mrkdwn.ts';
import type { PrintedPiece } from '../src/domain/printed-samples.ts';
import { counted } from '../src/domain/stats.ts';
import { context, cutLines, preformatted } from './elements.ts';

/** What all messages that show samples have in common: as much of a text as there is room for, and what is said beneath. */

/** Of all texts together Slack takes some 10,000 characters. */
const MESSAGE_LIMIT = 9_500;
export const TEXT_LIMIT = 6_000;
const LONGEST_LINE = 1_000;
const MOST_NAMED = 12;

/** The first lines of a text, and whether something of it is not among them. */
export interface ShownText {
  readonly block: KnownBlock;
  /** How much room it took. */
  readonly length: number;
  /** What is not shown, in mrkdwn; absent where everything is. */
  readonly left: string | undefined;
}

/** @param around what stands beside the text in its message, and leaves less room for it */
export function roomBeside(around: readonly KnownBlock[]): number {
  return Math.max(0, Math.min(TEXT_LIMIT, MESSAGE_LIMIT - JSON.stringify(around).length));
}

/** @param piece may be of many megabytes: only its beginning is taken apart @param room in UTF-16 units */
export function shownText({ text, indent }: PrintedPiece, room: number): ShownText {
  const first = firstLines(text, room).map((line, at) => (at === 0 ? line : line.slice(indent)));
  const { lines, shortened } = cutLines(first, room, LONGEST_LINE);
  const left = countLines(text) - lines.length;
  const parts = [
    ...(left > 0 ? [`${counted(left, 'more line')} ${left === 1 ? 'is' : 'are'} not shown`] : []),
    ...(shortened > 0 ? [`${counted(shortened, 'long line')} ${shortened === 1 ? 'is' : 'are'} cut`] : []),
  ];
  return {
    block: preformatted(lines),
    length: lines.reduce((sum, line) => sum + line.length + 1, 0),
    left: parts.length > 0 ? parts.join(', ') : undefined,
  };
}

/** @param masked the keys whose values are masked */
export function maskedSentence(masked: readonly string[]): string | undefined {
  if (masked.length === 0) return undefined;
  const more = masked.length > MOST_NAMED ? ` and ${masked.length - MOST_NAMED} more` : '';
  return `Masked: ${masked
    .slice(0, MOST_NAMED)
    .map((key) => code(key, 40))
    .join(', ')}${more}.`;
}

/** Where files are masked when they are saved (`SAMPLES_REDACT_SAVED`). */
export const MASKED_BEFORE = 'Saved files are masked already when they are written.';

/**
 * Of what is saved and shared at once: the two differ where only what is shared is masked.
 * @param savedIsMasked are files masked already when they are saved?
 */
export function maskedInShared(masked: readonly string[], savedIsMasked: boolean): string {
  const sentence = maskedSentence(masked);
  // Of a value that was masked when it was saved, the file does not say under which key.
  if (savedIsMasked) return [MASKED_BEFORE, ...(sentence === undefined ? [] : [sentence])].join(' ');
  if (sentence === undefined) return 'Nothing in it had to be masked.';
  return `${sentence.replace(/^Masked/, 'Masked in what is attached')} What is saved is as Alooma gave it.`;
}

/** A line of its own for each sentence, beneath the message. */
export function footnotes(sentences: readonly (string | undefined)[]): KnownBlock[] {
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length > 0 ? [context(said.join('\n'))] : [];
}

function firstLines(text: string, room: number): string[] {
  const lines: string[] = [];
  let used = 0;
  for (let at = 0; at <= text.length && used <= room; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end);
    lines.push(line);
    used += Math.min(line.length, LONGEST_LINE) + 1;
    at = end < 0 ? text.length + 1 : end + 1;
  }
  return lines;
}

function countLines(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
