import type { Block } from '../../slack/client-api.ts';
import { PlainText } from '../text/PlainText.tsx';
import { as, type ImageBlock } from './kit.ts';
import { Picture } from './Picture.tsx';

export function ImageFrame({ block }: { block: Block }) {
  const { image_url, alt_text, title } = as<ImageBlock>(block);
  return (
    <figure className="image-block">
      {title && (
        <figcaption>
          <PlainText text={title.text} />
        </figcaption>
      )}
      <Picture url={image_url} alt={alt_text} />
    </figure>
  );
}
