import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on loopback that answers as it is told, or does not. */
export interface OddApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  /** Every request that came, with its headers. */
  readonly requests: readonly IncomingMessage[];
  /** How many connections were made to it. */
  readonly connections: () => number;
  /** How many of them are open still. */
  readonly open: () => number;
  /** From now on it answers so. */
  answers(listener: RequestListener): void;
  /** It answers with that as JSON. */
  answersJson(json: string, headers?: Record<string, string>): void;
  close(): Promise<void>;
}

export async function startOddApi(): Promise<OddApi> {
  let listener: RequestListener = (_request, response) => response.end('{}');
  const requests: IncomingMessage[] = [];
  let [connections, open] = [0, 0];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  server.on('connection', (socket) => {
    connections += 1;
    open += 1;
    socket.on('close', () => {
      open -= 1;
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answers: OddApi['answers'] = (told) => {
    listener = told;
    requests.length = 0;
    connections = 0;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () => connections,
    open: () => open,
    answers,
    answersJson(json, headers = {}) {
      answers((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', ...headers });
        response.end(json);
      });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
