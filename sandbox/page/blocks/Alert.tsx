import type { Block } from '../../slack/client-api.ts';
import { TextView } from '../text/TextView.tsx';
import { as, type Text } from './kit.ts';

export function Alert({ block }: { block: Block }) {
  const { text, level = 'default' } = as<{ text: Text; level?: string }>(block);
  return (
    <div className={`alert-block is-${level}`} role="status">
      <TextView text={text} />
    </div>
  );
}
