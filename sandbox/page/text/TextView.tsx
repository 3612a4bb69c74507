import type { Text } from '../blocks/kit.ts';
import { Mrkdwn } from './Mrkdwn.tsx';
import { PlainText } from './PlainText.tsx';

/** A text object, as a block of its own. */
export function TextView({ text }: { text: Text }) {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} />;
  return (
    <p className="plain-text">
      <PlainText text={text.text} />
    </p>
  );
}
