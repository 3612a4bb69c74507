import type { KnownBlock } from '@slack/types';

/** What Slack shows: blocks, and the text that notifications and screen readers read in their place. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}
