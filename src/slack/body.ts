import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isValidSlackRequest } from '@slack/bolt';

/** @returns nothing where there are more bytes than that: the rest is left unread */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Slack's own check of a certificate is not signed, and far smaller. */
const MOST_UNSIGNED_BYTES = 4_000;

/**
 * What Bolt does not refuse. It takes a body apart before it looks at the signature, which for a large one holds up
 * everybody for a tenth of a second, whoever sent it.
 * @returns the status to answer with; nothing where Bolt can have it
 */
export function refusalOfBody(
  body: Buffer,
  headers: IncomingHttpHeaders,
  signingSecret: string,
): number | undefined {
  if (body.length > MOST_UNSIGNED_BYTES && !isSigned(body, headers, signingSecret)) return 401;
  return holdsNothing(body) ? 400 : undefined;
}

function isSigned(body: Buffer, headers: IncomingHttpHeaders, signingSecret: string): boolean {
  return isValidSlackRequest({
    signingSecret,
    body: body.toString(),
    headers: {
      'x-slack-signature': String(headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    },
  });
}

/**
 * Whether a body says nothing at all: JSON's `null`, by itself or as a form's `payload`. Slack never sends that, and Bolt
 * looks for fields in it all the same, in a promise that nobody waits for, which ends the process.
 */
function holdsNothing(body: Buffer): boolean {
  const text = body.toString();
  return (new URLSearchParams(text).get('payload') ?? text).trim() === 'null';
}
