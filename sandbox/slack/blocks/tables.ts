import { z } from 'zod';
import { textLength } from './limits.ts';
import { RichTextBlock } from './rich-text.ts';
import { filled, Identifier } from './text.ts';

/** `table` and `data_table`: their limits count rows, columns and the characters of all cells. */

const Cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  RichTextBlock,
]);
const Row = z.array(Cell).min(1).max(20);

export const Table = z
  .strictObject({
    type: z.literal('table'),
    block_id: Identifier.optional(),
    rows: z.array(Row).min(1).max(100),
    column_settings: z
      .array(
        z
          .strictObject({
            align: z.enum(['left', 'center', 'right']).optional(),
            is_wrapped: z.boolean().optional(),
          })
          .nullable(),
      )
      .max(20)
      .optional(),
  })
  .refine((table) => textLength(table.rows) <= 10_000, 'must hold at most 10000 characters');

export const DataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: Identifier.optional(),
    caption: filled(2000),
    /** The header and at most 200 rows. */
    rows: z.array(Row).min(2).max(201),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).max(19).optional(),
  })
  .refine(
    (table) => new Set(table.rows.map((row) => row.length)).size === 1,
    'every row must have as many cells as the header',
  )
  .refine((table) => textLength(table.rows) <= 20_000, 'must hold at most 20000 characters');
