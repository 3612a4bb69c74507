import { KnownError } from '../errors.ts';
import { code } from './mrkdwn.ts';

/** One page of a list. Pages and items count from 0. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly number: number;
  /** The number of the last page. */
  readonly last: number;
  /** Where the first item of the page stands in the list. */
  readonly from: number;
  readonly total: number;
}

/**
 * @param typed the number of the page, as text; the first when absent. A list may have become shorter since its button
 *   was drawn, so a number behind the end gives the last page
 * @throws KnownError `bad_arguments` where it is no number
 */
export function pageOf<Item>(all: readonly Item[], size: number, typed: string | undefined): Page<Item> {
  if (typed !== undefined && !/^\d{1,9}$/.test(typed)) {
    throw new KnownError('bad_arguments', `${code(typed)} is no page: pages are counted from 0.`);
  }
  const last = Math.max(0, Math.ceil(all.length / size) - 1);
  const number = Math.min(Number(typed ?? 0), last);
  const from = number * size;
  return { items: all.slice(from, from + size), number, last, from, total: all.length };
}
