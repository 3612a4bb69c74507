import { isIP } from 'node:net';
import { bareHost, hostNamed, isAmong } from '../../domain/api-url.ts';
import { failed, refused } from './failures.ts';
import { isPublicAddress } from './public-address.ts';
import type { Resolve, ResolveOptions } from './resolve.ts';

/** Names that mean a machine or network of one's own, whatever a resolver makes of them: RFC 6761, 6762, 8375, and ICANN's `internal`. */
const OF_ONES_OWN = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

export interface Reach {
  readonly allowedHosts: ReadonlySet<string>;
  readonly resolve: Resolve;
}

/**
 * Where an address may be asked. What it gives is what has to be connected to: a name that is looked up again may have
 * another answer by then.
 * @throws KnownError `source_failed` under `url` where one of its addresses is not public and nobody has opened the host
 */
export async function addressesOf(
  url: URL,
  { allowedHosts, resolve }: Reach,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const host = bareHost(url);
  const isOpen = isAmong(allowedHosts, url);
  if (!isOpen && OF_ONES_OWN.test(host)) throw refused(url);
  // Nothing is looked up for an address, so that it would be connected to unseen.
  const addresses = isIP(host) ? [host] : await resolved(url, resolve, { isOpen, signal });
  if (!addresses.every((address) => (isOpen ? isIP(address) : isPublicAddress(address)))) throw refused(url);
  return addresses;
}

async function resolved(url: URL, resolve: Resolve, options: ResolveOptions): Promise<readonly string[]> {
  const addresses = await resolve(bareHost(url), options).catch(() => []);
  if (addresses.length > 0) return addresses;
  throw failed(
    `No host is called ${hostNamed(url)}, or its name cannot be looked up now. Check the address.`,
  );
}
