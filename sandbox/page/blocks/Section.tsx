import type { Block } from '../../slack/client-api.ts';
import { ElementView } from '../elements/ElementView.tsx';
import { TextView } from '../text/TextView.tsx';
import { as, type SectionBlock } from './kit.ts';

export function Section({ block }: { block: Block }) {
  const { text, fields, accessory, block_id } = as<SectionBlock>(block);
  return (
    <div className="section">
      <div className="section-text">
        {text && <TextView text={text} />}
        {fields && (
          <div className="fields">
            {fields.map((field, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: fields have no identity but their place
              <TextView key={index} text={field} />
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div className="accessory">
          <ElementView element={accessory} blockId={block_id ?? ''} />
        </div>
      )}
    </div>
  );
}
