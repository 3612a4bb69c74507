import type { Chosen, SampleList } from './sample.ts';
import { type SampleFacts, shownFactsSteps } from './sample-facts.ts';
import { itemSpans } from './sample-list.ts';
import { type Redaction, redactSampleSteps } from './sample-redaction.ts';
import type { Steps } from './steps.ts';

/** Samples of a list as JSON text of several lines, with what is to be masked of them masked. */
export interface PrintedSamples {
  readonly items: readonly PrintedSample[];
  /** Which keys were masked, each once, in alphabetical order. */
  readonly masked: readonly string[];
}

export interface PrintedSample {
  /** Its place in the list, counted from 0. */
  readonly index: number;
  /** What is said of it, masked as its text is. */
  readonly facts: SampleFacts;
  /** The whole item: the event, and what is said of it beside it. */
  readonly text: string;
}

export interface PrintedPart {
  readonly chosen: Chosen;
  /** Characters: what comes after so many is left out. */
  readonly room: number;
}

/**
 * One after another, since a list may be of many megabytes and an item seldom is. A path of the redaction matches in an
 * item what it matches in the list: places in lists are no steps of it.
 * @param part what is printed of it; everything when absent
 */
export function* printSamplesSteps(
  { text, samples }: SampleList,
  redaction: Redaction,
  { chosen, room }: PrintedPart = { chosen: 'all', room: Number.POSITIVE_INFINITY },
): Steps<PrintedSamples> {
  const items: PrintedSample[] = [];
  const masked = new Set<string>();
  let [index, used] = [0, 0];
  for (const item of itemSpans(text)) {
    yield;
    if (!item) continue;
    const sample = samples[index];
    if (sample && (chosen === 'all' || chosen === index)) {
      const redacted = yield* redactSampleSteps(text.slice(item.start, item.end), redaction);
      const facts = yield* shownFactsSteps(sample, redaction);
      items.push({ index, facts, text: redacted.text });
      for (const key of redacted.masked) masked.add(key);
      used += redacted.text.length;
      if (used > room) break;
    }
    index += 1;
  }
  return { items, masked: [...masked].sort() };
}

/** The items as one JSON list. */
export function* printedListSteps({ items }: PrintedSamples): Steps<string> {
  const indented: string[] = [];
  for (const { text } of items) {
    indented.push(yield* listedItemSteps(text));
  }
  return `[\n${indented.join(',\n')}\n]\n`;
}

/** Characters: so many are moved in at a time. */
const PIECE = 256 * 1024;

/** A printed item as it stands in a printed list. In a printed text a line ends where the printing ended it, never within a text. */
export function* listedItemSteps(text: string): Steps<string> {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; from += PIECE) {
    pieces.push(movedIn(text.slice(from, from + PIECE)));
    yield;
  }
  return `  ${pieces.join('')}`;
}

/** Not with `replaceAll`, which leaves much of the work to whoever reads its result first, in one go. */
function movedIn(text: string): string {
  return text.split('\n').join('\n  ');
}

/** A part of a printed text: all its lines but the first are indented further than they would be by themselves. */
export interface PrintedPiece {
  readonly text: string;
  /** By so many spaces. */
  readonly indent: number;
}

/**
 * The event alone: what is said of it is left out. It is found by how the item is printed, which takes no time: a line of
 * the item's own keys begins with two spaces, and no text holds a line's end.
 */
export function eventOf({ facts: { status, timestamp, eventType }, text }: PrintedSample): PrintedPiece {
  const isAlone = status === undefined && timestamp === undefined && eventType === undefined;
  const at = isAlone ? -1 : text.indexOf(EVENT);
  if (at < 0) return { text, indent: 0 };
  const start = at + EVENT.length;
  const nextKey = text.indexOf(',\n  "', start);
  return { text: text.slice(start, nextKey < 0 ? text.indexOf('\n}', start) : nextKey), indent: 2 };
}

const EVENT = '\n  "sample": ';
