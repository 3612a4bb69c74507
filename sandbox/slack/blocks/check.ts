import { z } from 'zod';
import { complaints } from './complaints.ts';
import { Container } from './container.ts';
import { allBlocks, elementsOf } from './find.ts';
import {
  Actions,
  Alert,
  Context,
  ContextActions,
  Divider,
  File,
  Header,
  Image,
  Input,
  Markdown,
  Section,
  Video,
} from './layout.ts';
import { MARKDOWN_TEXT, MESSAGE_TEXT, markdownLength, textLength } from './limits.ts';
import { Plan, TaskCard } from './progress.ts';
import { RichTextBlock } from './rich-text.ts';
import { DataTable, Table } from './tables.ts';

/** Whether Slack would take these blocks. Sources: Slack's Block Kit reference and the limits in its types package. */

export interface Refusal {
  /** Slack's error code. */
  error: string;
  /** One line a fault, each with a JSON pointer, as in Slack's `response_metadata.messages`. */
  messages: string[];
}

const everywhere = [Section, Divider, Image, Actions, Context, Header, Input, RichTextBlock, Video] as const;

const blocksFor = {
  message: z.discriminatedUnion('type', [
    ...everywhere,
    ContextActions,
    Markdown,
    Table,
    DataTable,
    File,
    Container,
    TaskCard,
    Plan,
  ]),
  modal: z.discriminatedUnion('type', [...everywhere, Alert]),
  home: z.discriminatedUnion('type', [...everywhere, Container]),
};
export type Surface = keyof typeof blocksFor;

/**
 * What is wrong with the blocks of one surface, in Slack's words; empty when nothing is.
 * @param most how many blocks the surface takes: 50 in a message, 100 in a view
 */
export function faultsIn(blocks: unknown, surface: Surface, most: number): string[] {
  const parsed = z.array(blocksFor[surface]).max(most).safeParse(blocks);
  if (!parsed.success) return complaints(parsed.error, '/blocks');
  return [...repeatedIds(parsed.data), ...(surface === 'modal' ? [] : misplaced(parsed.data))];
}

/** Why Slack refuses the blocks of a message, or `undefined`. */
export function refusalOfMessage(blocks: unknown): Refusal | undefined {
  const messages = faultsIn(blocks, 'message', 50);
  if (messages.length > 0) return { error: 'invalid_blocks', messages };
  const known = blocks as { type: string }[];
  if (known.filter((block) => block.type === 'table').length > 1) {
    return { error: 'invalid_blocks', messages: ['[ERROR] only one table is allowed in a message'] };
  }
  if (markdownLength(known) > MARKDOWN_TEXT) {
    return { error: 'msg_blocks_too_long', messages: ['[ERROR] markdown blocks hold too much text'] };
  }
  return undefined;
}

/** The sum that `chat.*` enforces and a `response_url` does not (bolt-js #2867). */
export function refusalOfLength(blocks: readonly unknown[]): Refusal | undefined {
  if (textLength(blocks) <= MESSAGE_TEXT) return undefined;
  return { error: 'msg_blocks_too_long', messages: ['[ERROR] the blocks hold too much text together'] };
}

function repeatedIds(blocks: readonly unknown[]): string[] {
  const layouts = allBlocks(blocks);
  const repeatedBlocks = repeated(layouts.map((block) => block.block_id)).map(
    (id) => `[ERROR] block_id must be unique: ${id} [json-pointer:/blocks]`,
  );
  const repeatedActions = layouts.flatMap((block) =>
    repeated(elementsOf(block).map((element) => element.action_id)).map(
      (id) => `[ERROR] action_id must be unique in its block: ${id} [json-pointer:/blocks]`,
    ),
  );
  return [...repeatedBlocks, ...repeatedActions];
}

const repeated = (ids: (string | undefined)[]): string[] => [
  ...new Set(ids.filter((id): id is string => id !== undefined && ids.indexOf(id) !== ids.lastIndexOf(id))),
];

/** A file can be asked for in a modal only. */
function misplaced(blocks: readonly unknown[]): string[] {
  return allBlocks(blocks)
    .flatMap(elementsOf)
    .filter((element) => element.type === 'file_input')
    .map(() => '[ERROR] file_input is allowed in modals only [json-pointer:/blocks]');
}
