import type { KnownBlock } from '@slack/types';

/** What Slack shows: blocks, and the text that notifications and screen readers read in their place. */
export interface Message {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A form, or a page to read where nothing can be submitted. */
export interface Modal {
  /** One of `FORM` in `blocks/ids.ts`: who handles what is submitted. */
  readonly id: string;
  /** At most 24 characters. */
  readonly title: string;
  /** The label of the button that submits; a page to read has none. */
  readonly submit?: string;
  readonly blocks: readonly KnownBlock[];
  /** What the handler needs to know again when it is submitted; it comes back as it went. */
  readonly metadata?: string;
}

/** A file to be put into a channel or a thread. */
export interface SharedFile {
  readonly name: string;
  readonly content: string;
}

/** The same for one that lies on this machine and may be too large to be held. */
export interface StoredFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}
