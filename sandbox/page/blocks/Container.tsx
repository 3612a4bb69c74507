import type { ReactNode } from 'react';
import type { Block } from '../../slack/client-api.ts';
import { PlainText } from '../text/PlainText.tsx';
import { as, type Text } from './kit.ts';

/** @param children the blocks in it, drawn */
export function Container({ block, children }: { block: Block; children: ReactNode }) {
  const { title } = as<{ title?: Text }>(block);
  return (
    <section className="container-block">
      {title && (
        <h4>
          <PlainText text={title.text} />
        </h4>
      )}
      {children}
    </section>
  );
}
