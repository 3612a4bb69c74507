import type { KeyUse } from '../../domain/api-key.ts';

/** How a key goes along with a request. */

export function headersWith(key: KeyUse | undefined): Record<string, string> {
  switch (key?.as) {
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${key.key}:${key.key}`).toString('base64')}` };
    case 'bearer':
      return { authorization: `Bearer ${key.key}` };
    case 'header':
      return { [key.name ?? '']: key.key };
    default:
      return {};
  }
}

export function urlWith(url: URL, key: KeyUse | undefined): URL {
  if (key?.as !== 'parameter') return url;
  const bare = urlWithout(url, key, false);
  return withParameters(bare, [[key.name ?? '', key.key]]);
}

/**
 * A server that leads elsewhere often repeats the parameters that it got, the key among them.
 * @param isOnlyThis leave what has the same name and holds something else
 */
export function urlWithout(url: URL, key: KeyUse | undefined, isOnlyThis = true): URL {
  if (key?.as !== 'parameter' || !url.searchParams.has(key.name ?? '')) return url;
  const bare = new URL(url);
  if (isOnlyThis) bare.searchParams.delete(key.name ?? '', key.key);
  else bare.searchParams.delete(key.name ?? '');
  return bare;
}

/** What the address asks for already stays as it is written. */
export function withParameters(url: URL, parameters: readonly (readonly [string, string])[]): URL {
  if (parameters.length === 0) return url;
  const added = new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString();
  const whole = new URL(url);
  whole.search = whole.search.length > 1 ? `${whole.search}&${added}` : added;
  return whole;
}
