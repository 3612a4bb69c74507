import { slackDate } from '../../domain/mrkdwn.ts';
import { spanWords } from '../../domain/spans.ts';
import { KnownError } from '../../errors.ts';
import { readSpan } from './durations.ts';
import { readMoment } from './moments.ts';

/** For how long, or until when, as it was typed: one of the two. */
export interface Wanted {
  readonly duration?: string | undefined;
  readonly time?: string | undefined;
}

export type PlannedTimer = { readonly for: number } | { readonly until: Date };

const SHORTEST = 10_000;
const LONGEST = 31 * 86_400_000;

/**
 * @param zone of whoever typed it; asked for only where a time was named
 * @returns `undefined` where nothing was typed
 * @throws KnownError `bad_value` with `fields` keyed `for`, `until`
 */
export async function readWanted(
  { duration, time }: Wanted,
  zone: () => Promise<string | undefined>,
  now = new Date(),
): Promise<PlannedTimer | undefined> {
  if (duration !== undefined && time !== undefined) {
    throw refused('until', 'Say for how long or until when, not both.');
  }
  if (duration !== undefined) {
    const span = readSpan(duration);
    if (typeof span === 'string') throw refused('for', span);
    return { for: inBounds('for', span) };
  }
  if (time === undefined) return undefined;
  const until = readMoment(time, await zone(), now);
  if (typeof until === 'string') throw refused('until', until);
  if (until <= now) throw refused('until', `${slackDate(until)} is over.`);
  inBounds('until', until.getTime() - now.getTime());
  return { until };
}

/** @param span in milliseconds @throws KnownError `bad_value` */
export function inBounds(field: 'for' | 'until', span: number): number {
  if (span >= SHORTEST && span <= LONGEST) return span;
  throw refused(
    field,
    `A pause that ends by itself lasts at least ${spanWords(SHORTEST)} and at most ${spanWords(LONGEST)}.`,
  );
}

export function refused(field: 'for' | 'until', why: string): KnownError {
  const sentence = `${why} Nothing was changed.`;
  return new KnownError('bad_value', sentence, { fields: { [field]: sentence } });
}
