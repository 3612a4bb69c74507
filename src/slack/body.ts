import type { IncomingMessage } from 'node:http';

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

/**
 * Whether a body says nothing at all: JSON's `null`, by itself or as a form's `payload`. Slack never sends that, and Bolt
 * looks for fields in it all the same, in a promise that nobody waits for, which ends the process.
 */
export function holdsNothing(body: Buffer): boolean {
  const text = body.toString();
  return (new URLSearchParams(text).get('payload') ?? text).trim() === 'null';
}
