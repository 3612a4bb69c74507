import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isIP, type Socket } from 'node:net';

/** What this process wants to connect to, whoever in it does. */
export interface Outgoing {
  /** The addresses, in their order, those that were given as such and those that a name was looked up to. */
  readonly addresses: readonly string[];
  stop(): void;
}

/** Public by its range, and given back long ago: nobody would be there if a connection were made all the same. */
export const NOBODYS = '3ffe::7';

const CREATED = 'net.client.socket';

/** Notes where connections would go, and ends those that would leave this machine before they are made. */
export function watchOutgoing(): Outgoing {
  const addresses: string[] = [];
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    const note = (address: string) => {
      addresses.push(address);
      if (!/^(127\.|::1$)/.test(address)) socket.destroy(new Error('It would have left this machine'));
    };
    socket.once('lookup', (_error, address) => note(address));
    const connect = socket.connect.bind(socket);
    // What is an address already is looked up by nobody.
    socket.connect = ((options: unknown, ...more: unknown[]) => {
      const { host } = (Array.isArray(options) ? options[0] : options) as { host?: string };
      if (host !== undefined && isIP(host)) note(host);
      return (connect as (...all: unknown[]) => Socket)(options, ...more);
    }) as Socket['connect'];
  };
  subscribe(CREATED, watch);
  return { addresses, stop: () => unsubscribe(CREATED, watch) };
}
