import { code, escapeMrkdwn, shorten } from '../../domain/mrkdwn.ts';
import { didYouMean, nearest, nearestSteps } from '../../domain/nearest.ts';
import { counted } from '../../domain/stats.ts';
import { KnownError } from '../../errors.ts';
import { inSlices } from '../in-slices.ts';

/** Why samples cannot be given, in sentences for whoever asked. */

export async function unknownEvent(typed: string, names: readonly string[]): Promise<KnownError> {
  const meant = await inSlices(nearestSteps(typed, names));
  const hint = didYouMean(meant) ?? 'See them all with `/alooma events`.';
  return new KnownError('unknown_event', `There is no event ${code(typed)}. ${hint}`, {
    meant: { typed, nearest: meant },
  });
}

/** @param count at least one */
export function noSuchSample(name: string, index: number, count: number): KnownError {
  const there = count === 1 ? 'There is only 0.' : `There are 0 to ${count - 1}.`;
  return new KnownError(
    'bad_value',
    `${code(name)} has ${counted(count, 'sample')}, counted from 0, and none with the index ${index}. ${there}`,
  );
}

const MOST_LISTED = 20;
const LONGEST_MEANING = 100;

/**
 * The codes as the pipeline writes them.
 * @param typed in capitals or not
 * @param known code → what it means; where the pipeline names none, what was typed is taken as it is
 * @throws KnownError `unknown_status` with those that there are, and what they mean
 */
export function statusCodes(typed: readonly string[], known: ReadonlyMap<string, string>): string[] {
  if (known.size === 0) return [...typed];
  const byLowerCase = new Map([...known.keys()].map((status) => [status.toLowerCase(), status]));
  const codes = typed.map((one) => {
    const status = known.has(one) ? one : byLowerCase.get(one.toLowerCase());
    if (status === undefined) throw unknownStatus(one, known);
    return status;
  });
  return [...new Set(codes)];
}

function unknownStatus(typed: string, known: ReadonlyMap<string, string>): KnownError {
  const codes = [...known.keys()];
  const meant = nearest(typed, codes, 1);
  const hint = didYouMean(meant);
  const lines = [...known]
    .slice(0, MOST_LISTED)
    .map(([status, meaning]) => `• ${code(status)}${meaning === '' ? '' : `: ${describe(meaning)}`}`);
  const more = codes.length > MOST_LISTED ? [`and ${codes.length - MOST_LISTED} more`] : [];
  const sentence = `There is no status ${code(typed)}. ${hint ? `${hint} ` : ''}There are:`;
  return new KnownError('unknown_status', [sentence, ...lines, ...more].join('\n'), {
    meant: { typed, nearest: meant },
  });
}

/** What a status means, as the pipeline says it. */
export function describe(meaning: string): string {
  return escapeMrkdwn(shorten(meaning.replace(/\s+/g, ' ').trim(), LONGEST_MEANING));
}
