import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AGENTS, TICKETS } from './data.ts';

/** A REST API of somebody else, to take samples from: tickets for everybody, and agents for whoever has the key. */
export interface RestApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** As the API is named in an address: `127.0.0.1:<port>`. */
  readonly host: string;
  /** Taken as user and as password. */
  readonly key: string;
  close(): Promise<void>;
}

const KEY = 's3cr3t-rest-api-key';
const WANTED = `Basic ${Buffer.from(`${KEY}:${KEY}`).toString('base64')}`;

/** @param port any free one when 0 */
export async function startRestApi(port: number): Promise<RestApi> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  );
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    key: KEY,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (pathname === '/tickets') {
    response.writeHead(301, { location: `/v1/tickets${search}` });
    response.end();
  } else if (pathname === '/v1/tickets') {
    give(request, response, ticketsJson(searchParams.get('updated_after') ?? ''));
  } else if (pathname !== '/v1/agents') {
    give(request, response, '{"error": "not found"}', 404);
  } else if (request.headers.authorization !== WANTED) {
    give(request, response, '{"error": "a key is wanted"}', 401);
  } else {
    give(request, response, `[${AGENTS.join(',')}]`);
  }
}

/** @param after those that were updated later: a date, or a beginning of one */
function ticketsJson(after: string): string {
  const found = TICKETS.filter((ticket) => updatedAt(ticket) > after);
  return `{"count": ${found.length}, "tickets": [${found.join(', ')}]}`;
}

function updatedAt(ticket: string): string {
  return (JSON.parse(ticket) as { updated_at: string }).updated_at;
}

function give({ headers }: IncomingMessage, response: ServerResponse, json: string, status = 200): void {
  const isPacked = /\bgzip\b/.test(String(headers['accept-encoding']));
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(isPacked && { 'content-encoding': 'gzip' }),
  });
  response.end(isPacked ? gzipSync(json) : json);
}
