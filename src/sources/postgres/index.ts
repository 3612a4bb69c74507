import type { RowSource } from '../../services/sample-sources.ts';

export interface RowSourceOptions {
  /** Milliseconds for the statement. */
  readonly statementTimeout?: number;
  /** Bytes of one cell; what is longer is cut. */
  readonly largestCell?: number;
}

export function createRowSource(_options: RowSourceOptions = {}): RowSource {
  return {
    readRow() {
      throw new Error('not yet');
    },
  };
}
