import type { Block } from '../../slack/client-api.ts';
import { TextView } from '../text/TextView.tsx';
import { as, type ContextBlock } from './kit.ts';
import { Picture } from './Picture.tsx';

export function Context({ block }: { block: Block }) {
  return (
    <div className="context">
      {as<ContextBlock>(block).elements.map((element, index) =>
        element.type === 'image' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: elements have no identity but their place
          <Picture key={index} url={element.image_url} alt={element.alt_text} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: elements have no identity but their place
          <TextView key={index} text={element} />
        ),
      )}
    </div>
  );
}
