import { PipelineError } from '../services/pipeline.ts';
import type { Answer, Call, Reply } from './call.ts';

export type Credentials = { apiKey: string } | { email: string; password: string };

export type AuthHeaders = Readonly<Record<string, string>>;

export interface Session {
  /** The headers that a call needs now. Logs in when there is no session yet. */
  headers(): Promise<AuthHeaders>;
  /**
   * The headers to repeat a call with that was answered 401 with `refused`; `undefined` where repeating does not help.
   * Callers whose session ended at the same time share one login.
   */
  renew(refused: AuthHeaders): Promise<AuthHeaders | undefined>;
}

/** @param login sends the login and gives its good answer, or throws a `PipelineError` */
export function createSession(credentials: Credentials, login: (call: Call) => Promise<Answer>): Session {
  return 'apiKey' in credentials ? keySession(credentials.apiKey) : passwordSession(credentials, login);
}

function keySession(apiKey: string): Session {
  const headers = { authorization: `API ${apiKey}` };
  return { headers: async () => headers, renew: async () => undefined };
}

function passwordSession(
  { email, password }: { email: string; password: string },
  login: (call: Call) => Promise<Answer>,
): Session {
  let current: Promise<AuthHeaders> | undefined;

  const logIn = async (): Promise<AuthHeaders> => {
    const { cookies } = await login({
      method: 'POST',
      path: 'login',
      body: JSON.stringify({ email, password }),
      // It changes no input: it may be repeated, and after its failure nothing has been done.
      kind: 'read',
      purpose: 'log in',
    });
    if (cookies.length === 0) {
      throw new PipelineError('confusing', 'not_done', 'Alooma took the log-in and gave no session.');
    }
    return { cookie: cookies.join('; ') };
  };

  const headers = (): Promise<AuthHeaders> => {
    if (current) return current;
    const mine = logIn();
    current = mine;
    mine.catch(() => {
      if (current === mine) current = undefined;
    });
    return mine;
  };

  return {
    headers,
    async renew(refused) {
      // The one who finds the refused session still in place ends it; the others find a new one, or its login under way.
      const found = current;
      if (found && (await found.catch(() => undefined)) === refused && current === found) current = undefined;
      return headers();
    },
  };
}

/** Sends one call with the session's headers, and once more after a new login where the session has ended. */
export async function sendInSession(
  session: Session,
  send: (headers: AuthHeaders) => Promise<Reply>,
): Promise<Reply> {
  const headers = await session.headers();
  const reply = await send(headers);
  if (reply.kind === 'loss' || reply.status !== 401) return reply;
  const renewed = await session.renew(headers);
  return renewed ? send(renewed) : reply;
}
