import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Json, ViewState } from '../client-api.ts';
import { readBody, sendJson, sendText } from '../http.ts';
import { memberWith } from '../workspace.ts';
import { channelsOf, type Stage } from './acting.ts';
import { act, suggest } from './actions.ts';
import { sendCommand, sendMessage } from './commands.ts';
import type { Listeners } from './listeners.ts';
import { closeView, submit } from './modals.ts';
import { stateFor } from './state.ts';

/** The page's interface, `/client/…`, as `client-api.ts` lists it. */

const LARGEST_ACT = 500_000;
const id = z.string().min(1).max(255);
const typed = z.string().max(12_000);
const json = z.custom<Json>((value) => value !== undefined);
const state = z.custom<ViewState>((value) => typeof value === 'object' && value !== null);
const container = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), channel: id, ts: id }),
  z.object({ type: z.literal('view'), viewId: id }),
]);
const element = { as: id, container, blockId: id, actionId: id };

type Act = (stage: Stage, body: unknown) => Promise<unknown>;
const route =
  <Body>(schema: z.ZodType<Body>, run: (stage: Stage, body: Body) => Promise<unknown>): Act =>
  (stage, body) =>
    run(stage, schema.parse(body));

const acts: Record<string, Act> = {
  command: route(z.object({ as: id, channel: id, text: typed }), sendCommand),
  message: route(z.object({ as: id, channel: id, text: typed, threadTs: id.exactOptional() }), sendMessage),
  action: route(z.object({ ...element, value: json.exactOptional(), state: state.exactOptional() }), act),
  options: route(z.object({ ...element, value: typed }), suggest),
  submit: route(z.object({ as: id, viewId: id, state }), submit),
  close: route(z.object({ as: id, viewId: id }), closeView),
};

export async function handleClient(
  stage: Stage,
  listeners: Listeners,
  req: IncomingMessage,
  res: ServerResponse,
  url: URL,
): Promise<void> {
  const what = url.pathname.slice('/client/'.length);
  if (req.method === 'POST') return handleAct(stage, req, res, what);
  const person = memberWith(url.searchParams.get('as') ?? '');
  if (!person) return sendJson(res, 400, { ok: false, error: 'Say who is looking, with ?as=<user id>.' });
  if (what === 'state') return sendJson(res, 200, stateFor(stage.context, person));
  if (what === 'events') return listeners.add(res);
  const file = /^file\/(\w+)$/.exec(what)?.[1];
  const shared = stage.context.book
    .seenBy(person.id, channelsOf(person))
    .flatMap((message) => message.files ?? [])
    .find((candidate) => candidate.id === file);
  const bytes = shared && stage.context.shelf.read(shared.id);
  if (!shared || !bytes) return sendText(res, 404, 'There is nothing here.');
  res.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(shared.name)}`,
    'x-content-type-options': 'nosniff',
  });
  res.end(bytes);
}

async function handleAct(
  stage: Stage,
  req: IncomingMessage,
  res: ServerResponse,
  what: string,
): Promise<void> {
  const run = Object.hasOwn(acts, what) ? acts[what] : undefined;
  if (!run) return sendText(res, 404, 'There is nothing here.');
  // A form on another site can post text but not JSON, so asking for JSON keeps such forms out.
  if (!req.headers['content-type']?.startsWith('application/json')) {
    return sendJson(res, 415, { ok: false, error: 'Send JSON.' });
  }
  try {
    const body: unknown = JSON.parse((await readBody(req, LARGEST_ACT)).toString());
    sendJson(res, 200, await run(stage, body));
  } catch (error) {
    if (!(error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
    sendJson(res, 400, { ok: false, error: 'This request does not look as expected.' });
  }
}
