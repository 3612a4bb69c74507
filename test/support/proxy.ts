import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy on loopback that can stall or cut what goes through it: a network, or a server, that fails. */
export interface TcpProxy {
  /** The address given, with the proxy's host and port in the place of its own. */
  through(url: string): string;
  /** What comes from now on is kept, in both directions, and new connections get no answer. */
  stall(): void;
  /** Ends every connection, and refuses new ones. */
  cut(): void;
  /** As `cut`, at the moment when a client sends this, which does not get through. */
  cutBefore(text: string): void;
  /**
   * As `cut`, once the server has answered a client that sends this: the answer does not get through.
   * @param behind what that client has to have sent before: others send the like at any time
   */
  cutAfter(text: string, behind: string): void;
  /** As `stall`, at the moment when a client sends this, which gets through once all is open again. */
  stallBefore(text: string): void;
  isCut(): boolean;
  isStalled(): boolean;
  /** Lets everything through again. */
  open(): void;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<{ client: Socket; server: Socket }>();
  let state: 'open' | 'stalled' | 'cut' = 'open';
  let trap: { text: string; when: 'before' | 'after' | 'stall'; behind?: string } | undefined;

  const cut = () => {
    state = 'cut';
    trap = undefined;
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
    pairs.clear();
  };

  /** What is held back goes on its way once all is open again. */
  const held: (() => void)[] = [];
  const stallHolding = (release: () => void) => {
    state = 'stalled';
    trap = undefined;
    held.push(release);
    pairs.forEach(stallPair);
  };

  const proxy = createServer((client) => {
    client.on('error', () => undefined);
    if (state === 'cut') return void client.resetAndDestroy();
    const server = connect(Number(port), hostname);
    const pair = { client, server };
    let isAwaited = false;
    let isBehind = false;
    pairs.add(pair);
    server.on('error', () => client.destroy());
    client.on('close', () => {
      pairs.delete(pair);
      server.destroy();
    });
    server.on('close', () => client.destroy());
    client.on('data', (data) => {
      isBehind ||= trap?.behind !== undefined && data.includes(trap.behind);
      if (trap && data.includes(trap.text) && (trap.behind === undefined || isBehind)) {
        if (trap.when === 'before') return cut();
        if (trap.when === 'stall') return stallHolding(() => server.destroyed || server.write(data));
        isAwaited = true;
      }
      server.write(data);
    });
    server.on('data', (data) => {
      if (isAwaited) return cut();
      client.write(data);
    });
    if (state === 'stalled') stallPair(pair);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port: own } = proxy.address() as AddressInfo;

  return {
    through(url) {
      const address = new URL(url);
      address.hostname = '127.0.0.1';
      address.port = String(own);
      return address.href;
    },
    stall() {
      state = 'stalled';
      pairs.forEach(stallPair);
    },
    cut,
    cutBefore: (text) => {
      trap = { text, when: 'before' };
    },
    cutAfter: (text, behind) => {
      trap = { text, when: 'after', behind };
    },
    stallBefore: (text) => {
      trap = { text, when: 'stall' };
    },
    isCut: () => state === 'cut',
    isStalled: () => state === 'stalled',
    open() {
      state = 'open';
      trap = undefined;
      for (const release of held.splice(0)) release();
      for (const { client, server } of pairs) {
        client.resume();
        server.resume();
      }
    },
    async close() {
      cut();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

function stallPair({ client, server }: { client: Socket; server: Socket }): void {
  client.pause();
  server.pause();
}
