import { startPatience } from '../patience.ts';
import { credentials } from '../workspace.ts';
import { signed } from './sign.ts';
import type { SocketMode } from './socket-mode.ts';

/** How something that a person did reaches the app: over Socket Mode when the app is connected, else over HTTP. */

export interface Happening {
  type: 'slash_commands' | 'interactive';
  payload: Record<string, unknown>;
}

/** What the app answered, or the error code that Slack's client shows. */
export type Outcome =
  | { ok: true; body: unknown }
  | { ok: false; error: 'operation_timeout' | 'dispatch_failed' };

export interface Deliveries {
  deliver(happening: Happening): Promise<Outcome>;
  /** Sends the last delivery once more, byte for byte. */
  redeliver(): Promise<Outcome>;
  /** What the app has said as it acknowledged, the last 1,000 times that it said something; the oldest first. */
  answers: readonly unknown[];
}

const PATIENCE_MS = 3000;
const ANSWERS_KEPT = 1000;

/** @param eventsUrl where the app listens for HTTP, asked anew each time since it starts after this */
export function startDeliveries(socket: SocketMode, eventsUrl: () => string | undefined): Deliveries {
  let again: () => Promise<Outcome> = async () => ({ ok: false, error: 'dispatch_failed' });
  const answers: unknown[] = [];

  async function send(): Promise<Outcome> {
    const outcome = await again();
    if (outcome.ok && outcome.body !== undefined) answers.push(outcome.body);
    answers.splice(0, answers.length - ANSWERS_KEPT);
    return outcome;
  }

  const overSocket = (happening: Happening): (() => Promise<Outcome>) => {
    const envelope = socket.envelope(happening.type, happening.payload);
    return () =>
      socket.send(envelope, PATIENCE_MS).then(
        (body) => ({ ok: true, body: isEmpty(body) ? undefined : body }),
        () => ({ ok: false, error: 'operation_timeout' }),
      );
  };

  const overHttp = (happening: Happening, url: string): (() => Promise<Outcome>) => {
    const body = formEncoded(happening);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: 'application/json,*/*',
      ...signed(body, credentials.signingSecret, Math.floor(Date.now() / 1000)),
    };
    return () => post(url, body, headers);
  };

  return {
    async deliver(happening) {
      const url = eventsUrl();
      if (socket.isConnected()) again = overSocket(happening);
      else if (url !== undefined) again = overHttp(happening, url);
      else return { ok: false, error: 'dispatch_failed' };
      return send();
    },
    redeliver: send,
    answers,
  };
}

/** A slash command's fields are the form's own; an interaction is one field that holds JSON. */
function formEncoded({ type, payload }: Happening): string {
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<Outcome> {
  const giving = new AbortController();
  const { signal } = giving;
  const patience = startPatience(PATIENCE_MS, () => giving.abort());
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    const text = await response.text();
    if (response.status !== 200) return { ok: false, error: 'dispatch_failed' };
    return { ok: true, body: understood(text) };
  } catch {
    return { ok: false, error: signal.aborted ? 'operation_timeout' : 'dispatch_failed' };
  } finally {
    patience.end();
  }
}

/** An acknowledgement is nothing, JSON, or (for a command) plain text to show. */
function understood(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    const body: unknown = JSON.parse(text);
    return isEmpty(body) ? undefined : body;
  } catch {
    return text;
  }
}

const isEmpty = (body: unknown): boolean =>
  body === undefined ||
  body === null ||
  body === '' ||
  (typeof body === 'object' && Object.keys(body).length === 0);
