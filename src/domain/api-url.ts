import { KnownError } from '../errors.ts';
import { code } from './mrkdwn.ts';

/** The address of an API, as somebody has typed it. It may hold secrets, in its path too: only its host is ever said. */

const LONGEST = 3_000;

/**
 * @throws KnownError `bad_value` under `url`: no address, neither http nor https, credentials in it
 */
export function readApiUrl(typed: string): URL {
  const written = typed.trim();
  if (written.length > LONGEST || !URL.canParse(written)) {
    throw badUrl('This is no address. It looks like `https://api.example.com/v1/tickets`.');
  }
  const url = new URL(written);
  if (!isHttp(url)) throw badUrl('Only addresses that begin with `https://` or `http://` are asked.');
  if (hasCredentials(url)) {
    throw badUrl('There are credentials in this address. Leave them out, and give the key in its own field.');
  }
  return url;
}

export function isHttp({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

export function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** Its host, and its port where that is not the usual one, for a sentence. */
export function hostNamed({ host }: URL): string {
  return code(host);
}

/** The host without the brackets that an IPv6 address stands in. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/**
 * Is its host among these, as it stands in the address? Nothing is looked up, so that a name is never taken for another.
 * @param hosts as `readHost` gives them, with a port (`api.example.com:8443`) where only that port is meant
 */
export function isAmong(hosts: Iterable<string>, url: URL): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const names = new Set([url.hostname, `${url.hostname}:${port}`]);
  return [...hosts].some((host) => names.has(host));
}

function badUrl(sentence: string): KnownError {
  return new KnownError('bad_value', sentence, { fields: { url: sentence } });
}
