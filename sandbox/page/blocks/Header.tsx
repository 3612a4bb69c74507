import type { Block } from '../../slack/client-api.ts';
import { PlainText } from '../text/PlainText.tsx';
import { as, type Text } from './kit.ts';

export function Header({ block }: { block: Block }) {
  return (
    <h3 className="header-block">
      <PlainText text={as<{ text: Text }>(block).text.text} />
    </h3>
  );
}
