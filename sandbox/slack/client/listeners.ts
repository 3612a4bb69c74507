import type { ServerResponse } from 'node:http';

/** The pages that look on, each over a stream of server-sent events. */
export interface Listeners {
  add(res: ServerResponse): void;
  /** Tells all of them that something has moved; changes in one turn of the event loop are told once. */
  changed(): void;
  close(): void;
}

const HEARTBEAT_MS = 15_000;

export function startListeners(): Listeners {
  const streams = new Set<ServerResponse>();
  let told = true;
  const heartbeat = setInterval(() => {
    for (const stream of streams) stream.write(': still here\n\n');
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    add(res) {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      res.write(': connected\n\n');
      streams.add(res);
      res.on('close', () => streams.delete(res));
    },
    changed() {
      if (!told) return;
      told = false;
      setImmediate(() => {
        told = true;
        for (const stream of streams) stream.write('data: changed\n\n');
      });
    },
    close() {
      clearInterval(heartbeat);
      for (const stream of streams) stream.end();
    },
  };
}
