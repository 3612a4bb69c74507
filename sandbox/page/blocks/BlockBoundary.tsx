import { Component, type ReactNode } from 'react';
import type { Block } from '../../slack/client-api.ts';
import { UnknownBlock } from './UnknownBlock.tsx';

interface Props {
  block: Block;
  children: ReactNode;
}

/** A block that cannot be drawn must not take the page with it: it is shown as it was sent. */
export class BlockBoundary extends Component<Props, { failed: Block | undefined }> {
  override state: { failed: Block | undefined } = { failed: undefined };

  override componentDidCatch(): void {
    this.setState({ failed: this.props.block });
  }

  override render(): ReactNode {
    return this.state.failed === this.props.block ? (
      <UnknownBlock block={this.props.block} />
    ) : (
      this.props.children
    );
  }
}
