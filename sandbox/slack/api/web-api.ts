import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from '../context.ts';
import type { Answer, Args } from '../emulated.ts';
import { readBody, sendJson, sendText } from '../http.ts';
import { credentials } from '../workspace.ts';
import { argsOf } from './args.ts';
import type { FaultBook } from './faults.ts';
import { callMethod } from './methods.ts';

/** `POST /api/<method>`: who calls, what is asked, what is answered. */

/** One call, for tests to look at. */
export interface ApiCall {
  method: string;
  body: Args;
  /** When it came, in milliseconds since 1970. */
  at: number;
  /** What was answered, also when the answer was lost; absent when nothing was carried out or it still is. */
  response?: Answer;
}

const CALLS_KEPT = 1000;
const LARGEST_CALL = 2_000_000;
const LARGEST_UPLOAD = 50_000_000;

export interface WebApi {
  calls: ApiCall[];
  handle(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
  /** The bytes of a file, sent to the address that `files.getUploadURLExternal` gave. */
  upload(req: IncomingMessage, res: ServerResponse, url: URL): Promise<void>;
}

export function startWebApi(context: Context, faults: FaultBook): WebApi {
  const calls: ApiCall[] = [];
  return {
    calls,
    async handle(req, res, url) {
      const method = url.pathname.slice('/api/'.length);
      const { token, ...args } = argsOf(req, url, await readBody(req, LARGEST_CALL));
      const call: ApiCall = { method, body: args, at: Date.now() };
      calls.push(call);
      calls.splice(0, calls.length - CALLS_KEPT);
      const fault = faults.due(method);
      if (fault && 'hang' in fault) return;
      if (fault && 'until' in fault) await fault.until;
      if (fault && 'status' in fault) return sendStatus(res, fault.status, fault.retryAfterSeconds);
      const answer =
        fault && 'error' in fault
          ? { ok: false, error: fault.error }
          : await authorized(context, method, args, tokenOf(req) ?? token);
      call.response = answer;
      if (fault && 'loseAnswer' in fault) {
        req.socket.destroy();
        return;
      }
      sendJson(res, 200, answer);
    },
    async upload(req, res, url) {
      const bytes = await readBody(req, LARGEST_UPLOAD);
      const answer = await context.emulated.bytes(url.pathname, {
        method: 'POST',
        headers: { 'content-type': req.headers['content-type'] ?? 'application/octet-stream' },
        body: new Uint8Array(bytes),
      });
      sendText(res, answer.status, await answer.text());
    },
  };
}

function sendStatus(res: ServerResponse, status: number, retryAfterSeconds = 1): void {
  if (status === 429) res.setHeader('retry-after', String(retryAfterSeconds));
  sendText(res, status, status === 429 ? 'rate_limited' : 'a fault of the sandbox, asked for by a test');
}

const tokenOf = (req: IncomingMessage): string | undefined =>
  req.headers.authorization?.replace(/^Bearer\s+/i, '').trim();

async function authorized(context: Context, method: string, args: Args, token: unknown): Promise<Answer> {
  if (token === undefined || token === '') return { ok: false, error: 'not_authed' };
  if (method === 'apps.connections.open') {
    if (token === credentials.appToken) return { ok: true, url: context.socket.address() };
    return { ok: false, error: token === credentials.botToken ? 'not_allowed_token_type' : 'invalid_auth' };
  }
  if (token === credentials.appToken) return { ok: false, error: 'not_allowed_token_type' };
  if (token !== credentials.botToken) return { ok: false, error: 'invalid_auth' };
  return callMethod(context, method, args);
}
