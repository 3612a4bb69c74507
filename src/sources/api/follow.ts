import type { KeyUse } from '../../domain/api-key.ts';
import { hostNamed } from '../../domain/api-url.ts';
import { badStatus, failed, isNetworkError, networkFailure } from './failures.ts';
import { type Got, get } from './get.ts';
import { headersWith, urlWith, urlWithout } from './key.ts';
import { addressesOf, type Reach } from './reach.ts';
import { nextOf } from './redirect.ts';

const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface Answered {
  readonly got: Got;
  /** Who answered in the end. */
  readonly url: URL;
}

/**
 * Asks, and goes where the answer leads, each time to an address that was checked for this very connection. What an
 * address leads to is asked as it stands there: only the key goes along, and that only within the same scheme, host and port.
 * @throws KnownError `source_failed` under `url`
 */
export async function follow(
  first: URL,
  key: KeyUse | undefined,
  reach: Reach,
  signal: AbortSignal,
): Promise<Answered> {
  let url = first;
  let going = key;
  for (let redirects = 0; ; redirects += 1) {
    const got = await askOnce(url, going, reach, signal);
    if (got.status >= 200 && got.status < 300) return { got, url };
    // Nothing of what a redirect or a refusal says beside its status is of use.
    got.body.destroy();
    const next = REDIRECTS.has(got.status) ? nextOf(got.location, url) : undefined;
    if (!next) throw badStatus(url, got.status, key !== undefined && going === undefined);
    if (redirects === MOST_REDIRECTS) {
      throw failed(
        `${hostNamed(first)} leads from one address to the next, more than ${MOST_REDIRECTS} times.`,
      );
    }
    if (next.origin !== url.origin) going = undefined;
    url = going ? next : urlWithout(next, key);
  }
}

async function askOnce(url: URL, key: KeyUse | undefined, reach: Reach, signal: AbortSignal): Promise<Got> {
  const addresses = await addressesOf(url, reach, signal);
  try {
    return await get(urlWith(url, key), { addresses, headers: headersWith(key), signal });
  } catch (error) {
    throw isNetworkError(error) ? networkFailure(error, url) : error;
  }
}
