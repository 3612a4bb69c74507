import type { Write } from '../../../sandbox/alooma/index.ts';
import type { Change } from '../../../src/domain/change.ts';

/** What is known of a run: Alooma's log of what was done, and the table of what was to be done. */
export interface Evidence {
  readonly changes: readonly Change[];
  readonly writes: readonly Write[];
  /** When a process was killed, in milliseconds since 1970. */
  readonly kills: readonly { readonly at: number }[];
  /** The inputs that there are at the end. */
  readonly inputs: readonly { readonly id: string; readonly name: string; readonly paused?: unknown }[];
}
