import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './faults.ts';

/** One request that the local Alooma met, for tests. */
export interface LoggedRequest {
  method: string;
  /** With its query, as it came. */
  path: string;
  body: string;
  /** Absent while there is no answer, and for good where there never was one. */
  status?: number;
  /** When it came, in milliseconds since 1970. */
  at: number;
}

/** A call that would change something, as it went. */
export interface Write {
  method: string;
  /** With its query, as it came. */
  path: string;
  body: string;
  /** When it came, and when it was carried out or not, in milliseconds since 1970. */
  at: number;
  doneAt: number;
  /** Of carrying it out; absent where that never happened. The caller may have heard otherwise, or nothing. */
  status: number | undefined;
  fault: Fault['kind'] | undefined;
}

interface FrontOptions {
  carryOut(request: Request): Promise<Response>;
  nextFault(method: string, path: string): Fault | undefined;
  log: LoggedRequest[];
  /** Told of each, in the order in which they are carried out. */
  onWrite?: ((write: Write) => void) | undefined;
}

const LOG_LENGTH = 500;
const TRICKLE_PAUSE = 10;

function belowRest(path: string): string {
  return path.replace(/^(\/[^/]+)?\/rest\//, '');
}

function toRequest(req: IncomingMessage, body: string): Request {
  const headers = Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD';
  return new Request(new URL(req.url ?? '/', `http://${req.headers.host ?? '127.0.0.1'}`), {
    method: req.method,
    headers,
    body: hasBody ? body : undefined,
  });
}

async function trickle(res: ServerResponse, stop: AbortSignal): Promise<void> {
  res.writeHead(200, { 'content-type': 'application/json' });
  while (!res.destroyed) {
    res.write(' ');
    await pause(TRICKLE_PAUSE, undefined, { signal: stop });
  }
}

/**
 * The HTTP server in front of the emulator: emulate's own cannot leave a request without an answer, nor close its
 * connection. It also keeps the log.
 */
export function createFront(options: FrontOptions): { server: Server; stop(): Promise<void> } {
  const stopped = new AbortController();
  // As many may wait for it as there are requests under way.
  setMaxListeners(0, stopped.signal);

  const answer = async (entry: LoggedRequest, req: IncomingMessage, res: ServerResponse) => {
    const fault = options.nextFault(entry.method, belowRest(entry.path));
    if (fault?.kind === 'trickle') return trickle(res, stopped.signal);
    if (fault?.kind === 'delay') await pause(fault.milliseconds, undefined, { signal: stopped.signal });
    if (fault?.kind === 'hold' && !fault.letGo.aborted)
      await once(fault.letGo, 'abort', { signal: stopped.signal });
    const isCarriedOut =
      fault === undefined || 'letGo' in fault || fault.kind === 'delay' || fault.takesEffect;
    const response = isCarriedOut ? await options.carryOut(toRequest(req, entry.body)) : undefined;
    if (entry.method !== 'GET') {
      const { method, path, body, at } = entry;
      options.onWrite?.({
        ...{ method, path, body, at, doneAt: Date.now() },
        status: response?.status,
        fault: fault?.kind,
      });
    }
    // Read also where it is thrown away: emulate counts an answer as being under way until it was read.
    const body = response && Buffer.from(await response.arrayBuffer());
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'drop') return void res.destroy();
    if (fault?.kind === 'status') {
      await fault.until;
      entry.status = fault.code;
      res.writeHead(fault.code, { 'content-type': 'application/json', ...fault.headers }).end(fault.body);
    } else if (response) {
      entry.status = response.status;
      res.writeHead(response.status, Object.fromEntries(response.headers)).end(body);
    }
  };

  const server = createServer(async (req, res) => {
    try {
      const entry: LoggedRequest = {
        method: req.method ?? 'GET',
        path: req.url ?? '/',
        body: await text(req),
        at: Date.now(),
      };
      options.log.push(entry);
      options.log.splice(0, options.log.length - LOG_LENGTH);
      await answer(entry, req, res);
    } catch {
      // The client has gone, or the server is stopping: there is nobody left to tell.
      res.destroy();
    }
  });

  return {
    server,
    stop: () =>
      new Promise((resolve) => {
        stopped.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
