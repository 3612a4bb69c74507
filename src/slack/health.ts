import type { IncomingMessage, ServerResponse } from 'node:http';

/** `/healthz`: the process is there. `/readyz`: it can do its work; an orchestrator sends nothing its way until then. */
export interface Health {
  /** @returns what is missing, each in a few words; empty when ready */
  missing(): Promise<string[]>;
}

/** @returns whether the request was one of the two, and is answered */
export function answerHealth(health: Health, request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?', 1)[0];
  if (path === '/healthz') {
    answer(response, 200, { ok: true });
    return true;
  }
  if (path !== '/readyz') return false;
  health.missing().then(
    (missing) => answer(response, missing.length === 0 ? 200 : 503, { ok: missing.length === 0, missing }),
    () => answer(response, 503, { ok: false, missing: ['unknown'] }),
  );
  return true;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
