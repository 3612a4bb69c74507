import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosResponse } from 'axios';
import type { Answer, Loss, Reply, Send } from './call.ts';
import { retryAfterOf } from './retry-after.ts';

export interface TransportOptions {
  /** Without a path, for example `https://app.alooma.com`. */
  baseUrl: string;
  accountName?: string;
  /** Milliseconds for a whole call, from the connection to the answer's last byte. */
  timeout: number;
  /** An answer with more bytes than this is given up. */
  largestAnswer: number;
}

/** The connection was refused, or never made: nothing was sent. Certificates are checked before anything is sent. */
const UNREACHABLE =
  /^(ERR_INVALID_URL|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|CERT_.*|UNABLE_TO_.*|ERR_TLS_CERT.*|DEPTH_ZERO_.*|SELF_SIGNED_.*)$/;

function restUrl({ baseUrl, accountName }: TransportOptions): string {
  const account = accountName === undefined ? '' : `${encodeURIComponent(accountName)}/`;
  return `${baseUrl.replace(/\/+$/, '')}/${account}rest/`;
}

/**
 * Sends calls and gives whatever came of them; it never throws, so that no error of axios, which carries headers and
 * bodies, gets any further. No redirect is followed, and no proxy is taken from the environment: the credentials go
 * to the configured address or nowhere.
 */
export function createTransport(options: TransportOptions): Send {
  const keptAlive = {
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  };
  // A kept connection may be closed by the server just as it is used again. A read is repeated then; a write would end
  // with an unknown outcome, so it opens its own.
  const fresh = { httpAgent: new HttpAgent(), httpsAgent: new HttpsAgent() };
  const root = restUrl(options);
  const client = axios.create({
    adapter: 'http',
    proxy: false,
    maxRedirects: 0,
    maxContentLength: options.largestAnswer,
    responseType: 'arraybuffer',
    transformRequest: [(body) => body],
    transformResponse: [(body) => body],
    validateStatus: () => true,
    headers: { accept: 'application/json', 'user-agent': 'alooma-chatops' },
  });

  return async (call, headers = {}) => {
    const deadline = new AbortController();
    // axios's own timeout counts silence, and a server that trickles is never silent.
    const timer = setTimeout(() => deadline.abort(), options.timeout);
    try {
      const response = await client.request<Buffer>({
        method: call.method,
        url: root + call.path,
        data: call.body === undefined ? undefined : Buffer.from(call.body),
        headers: { ...headers, ...(call.body !== undefined && { 'content-type': 'application/json' }) },
        signal: deadline.signal,
        ...(call.kind === 'write' ? fresh : keptAlive),
      });
      return answerOf(response);
    } catch (error) {
      return lossOf(error);
    } finally {
      clearTimeout(timer);
    }
  };
}

function answerOf({ status, data, headers }: AxiosResponse<Buffer>): Reply {
  const text = utf8(data);
  // Of a refusal the status is enough, whatever its page is written in.
  if (text === undefined && status < 300) return { kind: 'loss', why: 'unreadable', code: undefined };
  const contentType = headers['content-type'];
  const cookies: string[] = headers['set-cookie'] ?? [];
  return {
    kind: 'answer',
    status,
    text: text ?? '',
    contentType: typeof contentType === 'string' ? contentType : undefined,
    retryAfter: retryAfterOf(headers['retry-after'], Date.now()),
    cookies: cookies.map((cookie) => cookie.split(';')[0] ?? ''),
  } satisfies Answer;
}

/** The text, or nothing where the bytes are no UTF-8: a character that was replaced would be written back replaced. */
function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function lossOf(error: unknown): Loss {
  const code = codeOf(error);
  return { kind: 'loss', why: whyOf(error, code), code };
}

function whyOf(error: unknown, code: string | undefined): Loss['why'] {
  if (axios.isCancel(error)) return 'time_out';
  if (error instanceof Error && error.message.startsWith('maxContentLength')) return 'too_large';
  const wasConnecting = axios.isAxiosError(error) && syscallOf(error.cause) === 'connect';
  return wasConnecting || (code !== undefined && UNREACHABLE.test(code)) ? 'unreachable' : 'broken';
}

function codeOf(error: unknown): string | undefined {
  return axios.isAxiosError(error) ? error.code : undefined;
}

function syscallOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'syscall' in cause ? cause.syscall : undefined;
}
