import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FaultBook } from './api/faults.ts';
import type { WebApi } from './api/web-api.ts';
import type { Stage } from './client/acting.ts';
import type { Listeners } from './client/listeners.ts';
import { handleClient } from './client/routes.ts';
import { respond } from './delivery/respond.ts';
import { RESPONSE_PATH } from './delivery/response-urls.ts';
import { BodyTooLarge, intrusion, readBody, sendJson, sendText } from './http.ts';

/** Which part answers which address. */

export interface Parts {
  stage: Stage;
  webApi: WebApi;
  faults: FaultBook;
  listeners: Listeners;
  port: number;
  page: (req: IncomingMessage, res: ServerResponse) => boolean;
}

const LARGEST_RESPONSE = 500_000;

export const routing =
  (parts: () => Parts | undefined): RequestListener =>
  (req, res) => {
    const ready = parts();
    if (!ready) return sendText(res, 503, 'Starting');
    handle(ready, req, res).catch((error: unknown) => {
      if (res.headersSent) return res.destroy();
      if (error instanceof BodyTooLarge) return sendText(res, 413, 'The request is too large.');
      sendText(res, 500, error instanceof Error ? `${error.name}: ${error.message}` : 'An unknown fault');
    });
  };

async function handle(parts: Parts, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const refusal = intrusion(req, parts.port);
  if (refusal !== undefined) return sendText(res, 403, refusal);
  const url = new URL(req.url ?? '/', 'http://127.0.0.1');
  // Slack takes GET as well, but the token is no secret here and another site's image could ask by GET.
  if (url.pathname.startsWith('/api/') && req.method === 'POST') return parts.webApi.handle(req, res, url);
  if (url.pathname.startsWith('/upload/') && req.method === 'POST') return parts.webApi.upload(req, res, url);
  if (url.pathname.startsWith('/client/')) {
    return handleClient(parts.stage, parts.listeners, req, res, url);
  }
  if (RESPONSE_PATH.test(url.pathname) && req.method === 'POST') return handleResponse(parts, req, res, url);
  if (req.method === 'GET' && parts.page(req, res)) return;
  sendText(res, 404, 'There is nothing here.');
}

/** A use counts even when what was sent is refused. */
async function handleResponse(
  { stage, faults }: Parts,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const text = (await readBody(req, LARGEST_RESPONSE)).toString();
  const fault = faults.due('response_url');
  if (fault && 'hang' in fault) return;
  if (fault && 'error' in fault) return sendText(res, 400, fault.error);
  if (fault && 'status' in fault) return sendText(res, fault.status, 'a fault asked for by a test');
  const target = stage.responseUrls.use(url.pathname);
  if ('error' in target) return sendText(res, 404, target.error);
  const error = await respond(stage.context, target, parsed(text));
  if (fault && 'loseAnswer' in fault) {
    req.socket.destroy();
    return;
  }
  if (error !== undefined) return sendText(res, 400, error);
  sendJson(res, 200, { ok: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
