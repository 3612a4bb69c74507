import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The one HTTP server, on loopback. */
export interface Listening {
  server: Server;
  port: number;
  close(): Promise<void>;
}

/**
 * Listens on `port`. When that is 0 and there is a folder, the port of the last start is tried first, so that links in
 * old messages still lead somewhere.
 */
export async function listen(
  handle: RequestListener,
  port: number,
  folder: string | undefined,
): Promise<Listening> {
  const memory = folder === undefined ? undefined : join(folder, 'port');
  const last = port === 0 ? remembered(memory) : port;
  const server = await on(handle, last).catch((error: NodeJS.ErrnoException) => {
    if (port !== 0 || error.code !== 'EADDRINUSE') throw error;
    return on(handle, 0);
  });
  const used = (server.address() as AddressInfo).port;
  if (folder !== undefined && memory !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(memory, String(used));
  }
  return {
    server,
    port: used,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function remembered(memory: string | undefined): number {
  if (memory === undefined || !existsSync(memory)) return 0;
  const port = Number(readFileSync(memory, 'utf8'));
  return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : 0;
}

function on(handle: RequestListener, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(handle);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
