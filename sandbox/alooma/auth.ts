import { randomUUID } from 'node:crypto';
import type { EmulatorContext } from 'emulate';
import { json, refuse } from './answers.ts';
import { ACCOUNT, API_KEY, EMAIL, PASSWORD } from './credentials.ts';
import type { AloomaState } from './state.ts';

type App = EmulatorContext<AloomaState>['app'];

/** Old sessions are forgotten beyond this many, so that the state does not grow for ever. */
const SESSIONS_KEPT = 50;
const COOKIE = 'alooma_session';

function accountOf(path: string): string | undefined {
  const [first, second] = path.split('/').filter(Boolean);
  return first !== 'rest' && second === 'rest' ? first : undefined;
}

function sessionOf(cookies: string | undefined): string | undefined {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** 401 for everything but the login, unless the request carries the key or a session that has not ended. */
export function guard(app: App, state: AloomaState): void {
  app.use(async (c, next) => {
    const account = accountOf(c.req.path);
    if (account !== undefined && account !== ACCOUNT) return refuse(401, 'unauthorized');
    if (c.req.path.endsWith('/rest/login')) return next();
    const session = sessionOf(c.req.header('cookie'));
    const hasKey = c.req.header('authorization') === `API ${API_KEY}`;
    const hasSession = session !== undefined && state.sessions.includes(session);
    return hasKey || hasSession ? next() : refuse(401, 'unauthorized');
  });
}

export function addLogin(app: App, base: string, state: AloomaState): void {
  app.post(`${base}/login`, async (c) => {
    const { email, password } = await c.req.json<{ email?: unknown; password?: unknown }>();
    if (email !== EMAIL || password !== PASSWORD) return refuse(401, 'unauthorized');
    const session = randomUUID();
    state.sessions = [...state.sessions, session].slice(-SESSIONS_KEPT);
    return json('{}', { 'set-cookie': `${COOKIE}=${session}; Path=/; HttpOnly` });
  });
}
