import type { Block } from '../../slack/client-api.ts';
import { Library } from './Library.tsx';
import { Preformatted } from './Preformatted.tsx';
import type { RichTextPart } from './rich-text.ts';

/** A `rich_text` block: the library draws all but the code blocks, in which the page marks the lines of a diff. */
export function RichText({ block }: { block: Block }) {
  return <RichTextParts parts={block.elements as unknown as RichTextPart[]} />;
}

export function RichTextParts({ parts }: { parts: readonly RichTextPart[] }) {
  return parts.map((part, index) =>
    part.type === 'rich_text_preformatted' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <Preformatted key={index} elements={part.elements} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <Library key={index} blocks={[{ type: 'rich_text', elements: [part] } as unknown as Block]} />
    ),
  );
}
