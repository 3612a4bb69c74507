import type { Block } from '../../slack/client-api.ts';
import { PlainText } from '../text/PlainText.tsx';
import { Blocks } from './Blocks.tsx';
import { as, type Text } from './kit.ts';

export function Container({ block }: { block: Block }) {
  const { title, child_blocks } = as<{ title?: Text; child_blocks: Block[] }>(block);
  return (
    <section className="container-block">
      {title && (
        <h4>
          <PlainText text={title.text} />
        </h4>
      )}
      <Blocks blocks={child_blocks} />
    </section>
  );
}
