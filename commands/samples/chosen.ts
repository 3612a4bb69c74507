import { code } from '../../src/domain/mrkdwn.ts';
import type { Chosen } from '../../src/domain/sample.ts';
import { KnownError } from '../../src/errors.ts';

/** @param typed `all` when absent @throws KnownError `bad_arguments` for what is neither that nor an index */
export function chosenIn(typed = 'all'): Chosen {
  if (typed.toLowerCase() === 'all') return 'all';
  if (/^\d{1,9}$/.test(typed)) return Number(typed);
  throw new KnownError(
    'bad_arguments',
    `${code(typed)} is no index: samples are counted from 0, and \`all\` gives all of them. A name with spaces goes in quotes.`,
  );
}
