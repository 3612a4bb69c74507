import { z } from 'zod';
import { parseJson } from '../../src/domain/json.ts';
import type { Origin } from './define.ts';

/** What a modal remembers while it is open: where it was asked for, and what its own handler needs to know again. */

const METADATA_LIMIT = 3_000;

const Remembered = z.object({
  origin: z.object({ channelId: z.string().min(1), responseUrl: z.string().min(1) }),
  own: z.string(),
});
export type Remembered = z.infer<typeof Remembered>;

/** @throws Error when it is more than Slack keeps: that is a fault of the form, not of whoever opened it */
export function writeMetadata({ channelId, responseUrl }: Origin, own = ''): string {
  const text = JSON.stringify({ origin: { channelId, responseUrl }, own } satisfies Remembered);
  if (text.length > METADATA_LIMIT) throw new Error(`A modal is to remember ${text.length} characters`);
  return text;
}

/** @returns nothing where the modal is from another version of the bot */
export function readMetadata(text: string): Remembered | undefined {
  return Remembered.safeParse(parseJson(text)).data;
}
