import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from './call.ts';

export interface RetryOptions {
  /** How often a read is sent at most, the first time included. */
  attempts: number;
  /** Milliseconds before the second attempt; each later pause is twice as long. */
  firstPause: number;
  /** No pause is longer, in milliseconds. Where Alooma asks for more, the read is given up at once. */
  longestPause: number;
  /** Milliseconds since the first attempt after which none is started. */
  budget: number;
}

/** Trying later may help: too many calls, a fault of the server's, a connection that failed. A time-out was long enough. */
export function mayPass(reply: Reply): boolean {
  if (reply.kind === 'loss') return reply.why === 'unreachable' || reply.why === 'broken';
  return reply.status === 408 || reply.status === 429 || reply.status >= 500;
}

/**
 * @param failures how many attempts have failed, from 1
 * @param random from 0 to 1: pauses differ, so that callers who failed together do not come back together
 * @returns milliseconds until the next attempt; `undefined` to give up
 */
export function pauseBefore(
  reply: Reply,
  failures: number,
  options: RetryOptions,
  random: number,
): number | undefined {
  if (failures >= options.attempts || !mayPass(reply)) return undefined;
  const asked = (reply.kind === 'answer' ? reply.retryAfter : undefined) ?? 0;
  if (asked > options.longestPause) return undefined;
  const growing = Math.min(options.longestPause, options.firstPause * 2 ** (failures - 1));
  return Math.max(asked, growing * (0.5 + random / 2));
}

/** Sends a read until it is answered, or trying again does not help. Gives the last reply. Never for a write. */
export async function repeatRead(send: () => Promise<Reply>, options: RetryOptions): Promise<Reply> {
  const giveUpAt = Date.now() + options.budget;
  for (let failures = 1; ; failures += 1) {
    const reply = await send();
    const wait = pauseBefore(reply, failures, options, Math.random());
    if (wait === undefined || Date.now() + wait > giveUpAt) return reply;
    await pause(wait);
  }
}
