import type { Block } from '../../slack/client-api.ts';

export function UnknownBlock({ block }: { block: Block }) {
  return (
    <figure className="unknown-block">
      <figcaption>
        The sandbox does not draw <code>{block.type}</code> blocks. It was sent as:
      </figcaption>
      <pre>{JSON.stringify(block, null, 2)}</pre>
    </figure>
  );
}
