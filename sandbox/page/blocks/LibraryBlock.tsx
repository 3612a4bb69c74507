import type { Block } from '../../slack/client-api.ts';
import { Library } from '../text/Library.tsx';

/** A display block that the library draws as Slack does. */
export function LibraryBlock({ block }: { block: Block }) {
  return <Library blocks={[block]} />;
}
