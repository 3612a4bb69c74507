import type { Block } from '../../slack/client-api.ts';
import { ElementView } from '../elements/ElementView.tsx';
import { type ActionsBlock, as } from './kit.ts';

export function Actions({ block }: { block: Block }) {
  const { elements, block_id } = as<ActionsBlock>(block);
  return (
    <div className="actions">
      {elements.map((element, index) => (
        <ElementView key={element.action_id ?? index} element={element} blockId={block_id ?? ''} />
      ))}
    </div>
  );
}
