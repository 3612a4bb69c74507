import type { Answer, Call, Reply, Send } from './call.ts';
import { type FailureContext, goodAnswer } from './failures.ts';
import { type RetryOptions, repeatRead } from './retry.ts';
import { type Credentials, createSession, sendInSession } from './session.ts';

/** What the client tells while it works. pino's loggers fit. */
export interface CallLogger {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Makes a call and gives its good answer. Reads are repeated, writes never. Throws a `PipelineError`. */
export type Client = (call: Call) => Promise<Answer>;

interface ClientOptions {
  send: Send;
  credentials: Credentials;
  timeout: number;
  retry: RetryOptions;
  logger: CallLogger | undefined;
}

export function createClient({ send, credentials, timeout, retry, logger }: ClientOptions): Client {
  const context: FailureContext = { timeout, credentials: 'apiKey' in credentials ? 'key' : 'password' };

  const sendLogged: Send = async (call, headers) => {
    const startedAt = Date.now();
    const reply = await send(call, headers);
    logger?.debug({ purpose: call.purpose, ...endOf(reply), ms: Date.now() - startedAt }, 'Alooma call');
    return reply;
  };
  const session = createSession(credentials, async (login) =>
    goodAnswer(login, await repeatRead(() => sendLogged(login), retry), context),
  );

  return async (call) => {
    const attempt = () => sendInSession(session, (headers) => sendLogged(call, headers));
    const reply = await (call.kind === 'read' ? repeatRead(attempt, retry) : attempt());
    return goodAnswer(call, reply, context);
  };
}

function endOf(reply: Reply): object {
  return reply.kind === 'answer' ? { status: reply.status } : { loss: reply.why, code: reply.code };
}
