import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIPv4, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import axios from 'axios';

export interface Got {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly location: string | undefined;
  /** Unpacked. Whoever does not read it destroys it. */
  readonly body: Readable;
}

export interface GetOptions {
  /** What is connected to, whatever the name in the address has by now. */
  readonly addresses: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

const client = axios.create({
  adapter: 'http',
  proxy: false,
  maxRedirects: 0,
  responseType: 'stream',
  validateStatus: () => true,
  transformResponse: [(body) => body],
});

/**
 * Asks once: a redirect is an answer. A connection of its own, which is closed afterwards; headers beyond the platform's
 * 16 kB are not taken.
 * @throws what axios and the platform throw
 */
export async function get(url: URL, { addresses, headers, signal }: GetOptions): Promise<Got> {
  const agent = { keepAlive: false, lookup: lookupOf(addresses) };
  const {
    status,
    headers: answered,
    data,
  } = await client.get<Readable>(url.href, {
    headers: {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'alooma-chatops',
      ...headers,
    },
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    signal,
  });
  const header = (name: string) => (typeof answered[name] === 'string' ? answered[name] : undefined);
  return { status, contentType: header('content-type'), location: header('location'), body: data };
}

function lookupOf(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
  return (_host, options, done) => {
    const [first] = all;
    // Never at once: a connection that then fails at once does so before anybody listens, which ends the process.
    setImmediate(() => {
      if (options.all || first === undefined) done(null, all);
      else done(null, first.address, first.family);
    });
  };
}
