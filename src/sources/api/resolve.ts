import { lookup, Resolver } from 'node:dns/promises';
import pLimit from 'p-limit';

export interface ResolveOptions {
  /** Whoever runs the bot has named the host. */
  readonly isOpen: boolean;
  /** Gives it up. */
  readonly signal: AbortSignal;
}

/** The addresses that a name has, none where it has none. @throws where it cannot be looked up */
export type Resolve = (host: string, options: ResolveOptions) => Promise<readonly string[]>;

/** A server that says nothing is asked again after two seconds, and another four later nothing more is waited for. */
const PATIENCE = { timeout: 2_000, tries: 2 };

/**
 * Names that people type are asked of the name servers: that can be given up, and holds no thread. Those that are opened
 * by name are looked up as everything else on this machine is, in `/etc/hosts` and in its own domains, too: that cannot be
 * given up, so it is done one at a time, which leaves the other of the two threads for names to Slack and the pipeline.
 * @param servers `127.0.0.1:53`; those of the system when absent
 */
export function createResolve(servers?: readonly string[]): Resolve {
  const inTurn = pLimit(1);
  return (host, { isOpen, signal }) =>
    isOpen ? inTurn(async () => (signal.aborted ? [] : systemsOwn(host))) : asked(host, signal, servers);
}

async function systemsOwn(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

async function asked(host: string, signal: AbortSignal, servers?: readonly string[]): Promise<string[]> {
  if (signal.aborted) return [];
  const resolver = new Resolver(PATIENCE);
  if (servers) resolver.setServers(servers);
  const giveUp = () => resolver.cancel();
  signal.addEventListener('abort', giveUp, { once: true });
  // One may have no answer: many names have addresses of one kind alone.
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  signal.removeEventListener('abort', giveUp);
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
}
