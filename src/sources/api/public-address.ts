import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** In the range of public addresses, and answered by the cloud that a machine runs in: Azure's own services. */
const OF_A_CLOUD: ReadonlySet<string> = new Set(['168.63.129.16']);
/** All that is given out for the Internet. What embeds IPv4 addresses elsewhere (`::7f00:1`, `64:ff9b::`) is outside. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Is it an address on the public Internet? Only those are: whatever has a use of its own (loopback, private, link-local,
 * where clouds keep their metadata, multicast, carrier-grade NAT, documentation, tunnels that lead to another address) is
 * not, and neither is what is no plain address.
 * @param address as a resolver gives it: dotted decimal, or IPv6 without a zone
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  if (isIPv4(address)) return ipaddr.IPv4.parse(address).range() === 'unicast' && !OF_A_CLOUD.has(address);
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.range() === 'unicast' && parsed.match(GLOBAL_UNICAST);
}
