import { z } from 'zod';

/** A string that Slack wants filled: from one to `max` characters. */
export const filled = (max: number) => z.string().min(1).max(max);

/** `block_id`, `action_id` and `callback_id` alike. */
export const Identifier = filled(255);

export const Url = filled(3000);

export const plainText = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: filled(max), emoji: z.boolean().optional() });

export const mrkdwn = (max: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: filled(max), verbatim: z.boolean().optional() });

export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
