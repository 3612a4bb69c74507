import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { startPatience } from '../patience.ts';
import { app } from '../workspace.ts';

/**
 * Socket Mode: the app dials in with a single-use address and gets envelopes, each to be acknowledged by its id.
 * Source: https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export interface SocketMode {
  /** A new address to dial. */
  address(): string;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  isConnected(): boolean;
  /** An envelope as it goes over the wire; the same text may be sent again. */
  envelope(type: string, payload: unknown): string;
  /** Sends it and gives the acknowledgement's payload. Rejects when none comes within `timeoutMs`. */
  send(envelope: string, timeoutMs: number): Promise<unknown>;
  /** Asks every connected app to dial again, as Slack does every few hours. */
  disconnect(reason: 'warning' | 'refresh_requested'): void;
  /** Says goodbye to every connected app, and does not wait long for it to answer. */
  close(): Promise<void>;
}

const PING_EVERY_MS = 10_000;
const LARGEST_ACK = 1_000_000;
const Ack = z.object({ envelope_id: z.string(), payload: z.unknown() });

/** @param url the layer's address, over HTTP */
export function startSocketMode(url: string): SocketMode {
  const server = new WebSocketServer({ noServer: true, maxPayload: LARGEST_ACK });
  const tickets = new Set<string>();
  const waiting = new Map<string, (payload: unknown) => void>();
  let turn = 0;

  const greet = (socket: WebSocket): void => {
    const hello = {
      type: 'hello',
      num_connections: server.clients.size,
      debug_info: { host: 'sandbox', started: new Date().toISOString(), approximate_connection_time: 3600 },
      connection_info: { app_id: app.id },
    };
    socket.send(JSON.stringify(hello));
    const ping = setInterval(() => socket.ping('Ping from Slack'), PING_EVERY_MS);
    socket.on('close', () => clearInterval(ping));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const ack = understood(String(data));
      if (!ack) return;
      waiting.get(ack.envelope_id)?.(ack.payload);
    });
  };

  return {
    address() {
      const ticket = randomBytes(12).toString('hex');
      tickets.add(ticket);
      return `${url.replace('http:', 'ws:')}/link?ticket=${ticket}&app_id=${app.id}`;
    },
    upgrade(req, socket, head) {
      // Any page in a browser may dial, with any address: neither what it asks for nor how it leaves may end the process.
      socket.on('error', () => socket.destroy());
      const ticket = /[?&]ticket=(\w+)/.exec(req.url ?? '')?.[1];
      if (ticket === undefined || !tickets.delete(ticket)) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(req, socket, head, greet);
    },
    isConnected: () => open(server).length > 0,
    envelope: (type, payload) =>
      JSON.stringify({ envelope_id: randomUUID(), payload, type, accepts_response_payload: true }),
    send(envelope, timeoutMs) {
      const { envelope_id: id } = Ack.parse(JSON.parse(envelope));
      return new Promise((resolve, reject) => {
        const patience = startPatience(timeoutMs, () => {
          waiting.delete(id);
          reject(new Error('no acknowledgement'));
        });
        waiting.set(id, (payload) => {
          patience.end();
          waiting.delete(id);
          resolve(payload);
        });
        const sockets = open(server);
        sockets[turn++ % sockets.length]?.send(envelope);
      });
    },
    disconnect(reason) {
      for (const socket of open(server)) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      }
    },
    async close() {
      server.close();
      await Promise.all([...server.clients].map(farewell));
    },
  };
}

const GOODBYE_MS = 500;

function farewell(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.close(1001);
  });
}

const open = (server: WebSocketServer): WebSocket[] =>
  [...server.clients].filter((socket) => socket.readyState === socket.OPEN);

function understood(text: string): z.infer<typeof Ack> | undefined {
  try {
    return Ack.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
