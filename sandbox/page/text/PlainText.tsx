import type { Block } from '../../slack/client-api.ts';
import { Library } from './Library.tsx';
import { unescapeText } from './unescape.ts';

/** A `plain_text`: letter by letter, but for emoji. */
export function PlainText({ text }: { text: string }) {
  return text.split(/:([a-z0-9_+-]*[a-z+-][a-z0-9_+-]*):/).map((piece, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
    index % 2 ? <Emoji key={index} name={piece} /> : unescapeText(piece),
  );
}

/** One emoji, out of the library's list of Slack's names; its wrappers are made invisible by the style sheet. */
function Emoji({ name }: { name: string }) {
  const part = { type: 'rich_text_section', elements: [{ type: 'emoji', name }] };
  return (
    <span className="emoji">
      <Library blocks={[{ type: 'rich_text', elements: [part] } as unknown as Block]} />
    </span>
  );
}
