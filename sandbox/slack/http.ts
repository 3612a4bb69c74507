import type { IncomingMessage, ServerResponse } from 'node:http';

/** Small things about HTTP that every part of the layer needs. */

export class BodyTooLarge extends Error {}

/** The whole body. Throws `BodyTooLarge` as soon as there are more than `limit` bytes. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge(`more than ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}

export function sendText(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  res.end(text);
}

/**
 * Why a request may not come in, or `undefined`. A web page elsewhere can make a browser send requests to loopback:
 * the name that it used (DNS rebinding) and the page that it came from give it away.
 */
export function intrusion(req: IncomingMessage, port: number): string | undefined {
  const own = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `${host}:${port}`);
  if (!own.includes(req.headers.host ?? '')) return 'This server answers on its loopback address only.';
  const { origin } = req.headers;
  if (origin !== undefined && !own.some((host) => origin === `http://${host}`)) {
    return 'Requests from other sites are refused.';
  }
  return undefined;
}
