import { createHmac } from 'node:crypto';

/**
 * The headers by which an app knows that a request is Slack's.
 * Source: https://docs.slack.dev/authentication/verifying-requests-from-slack
 * @param at seconds since 1970
 */
export function signed(body: string, secret: string, at: number): Record<string, string> {
  const digest = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${digest}` };
}
