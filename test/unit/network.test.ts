import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { WebSocket, WebSocketServer } from 'ws';

let server: Server;
let sockets: WebSocketServer;
let address: string;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('here'));
  sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  sockets.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Ends when the socket is open; rejects with the reason when it cannot be. */
function openSocket(url: string): Promise<void> {
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => {
      socket.once('close', () => resolve());
      socket.close();
    });
  });
}

const clients: [string, (address: string) => Promise<unknown>][] = [
  ['fetch', async (to) => (await fetch(`http://${to}/`)).text()],
  ['axios', async (to) => (await axios.get(`http://${to}/`)).data],
  ['ws', (to) => openSocket(`ws://${to}/`)],
];

describe.each(clients)('%s in a test', (_name, call) => {
  it('reaches loopback', async () => {
    await expect(call(address)).resolves.not.toThrow();
  });

  it('reaches nothing else, and is told so before any name is looked up', async () => {
    const refusal = await call('slack.com').catch((error: unknown) => error);
    expect(`${refusal} ${(refusal as Error).cause ?? ''}`).toMatch(/Disallowed net connect for "slack\.com/);
  });
});
