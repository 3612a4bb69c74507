import type { ComponentType } from 'react';
import type { Block } from '../../slack/client-api.ts';
import { RichText } from '../text/RichText.tsx';
import { Actions } from './Actions.tsx';
import { Alert } from './Alert.tsx';
import { BlockBoundary } from './BlockBoundary.tsx';
import { Container } from './Container.tsx';
import { Context } from './Context.tsx';
import { Header } from './Header.tsx';
import { ImageFrame } from './ImageFrame.tsx';
import { Input } from './Input.tsx';
import { as } from './kit.ts';
import { LibraryBlock } from './LibraryBlock.tsx';
import { Section } from './Section.tsx';
import { Table } from './Table.tsx';
import { UnknownBlock } from './UnknownBlock.tsx';

type Drawer = ComponentType<{ block: Block }>;

const DRAWERS: { [type: string]: Drawer } = {
  actions: Actions,
  alert: Alert,
  container: ({ block }) => (
    <Container block={block}>
      <Blocks blocks={as<{ child_blocks: Block[] }>(block).child_blocks} />
    </Container>
  ),
  context: Context,
  data_table: Table,
  divider: () => <hr className="divider" />,
  header: Header,
  image: ImageFrame,
  input: Input,
  markdown: LibraryBlock,
  plan: LibraryBlock,
  rich_text: RichText,
  section: Section,
  table: Table,
  task_card: LibraryBlock,
};

/** A message's or a view's blocks. What the page cannot draw is shown as it was sent, never dropped. */
export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block, index) => {
        const Drawer = DRAWERS[block.type] ?? UnknownBlock;
        return (
          <BlockBoundary key={block.block_id ?? index} block={block}>
            <Drawer block={block} />
          </BlockBoundary>
        );
      })}
    </div>
  );
}
