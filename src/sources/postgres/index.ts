import type { RowSource } from '../../services/sample-sources.ts';
import { rowFailure } from './failures.ts';
import { readFirstRow } from './read-row.ts';
import { withSession } from './session.ts';

export interface RowSourceOptions {
  /** Milliseconds for each statement. */
  readonly statementTimeout?: number;
  /** Milliseconds until the server has let us in. */
  readonly connectTimeout?: number;
  /** Milliseconds for everything together. */
  readonly wholeTimeout?: number;
  /** Bytes of one cell; what is longer is cut. */
  readonly largestCell?: number;
}

/** Rows of PostgreSQL databases, each read over a connection of its own in a transaction that can only read. */
export function createRowSource({
  statementTimeout = 5_000,
  connectTimeout = 5_000,
  wholeTimeout = 10_000,
  largestCell = 65_536,
}: RowSourceOptions = {}): RowSource {
  return {
    async readRow(request) {
      try {
        return await withSession(
          request.connection,
          { statementTimeout, connectTimeout, wholeTimeout },
          (session) => readFirstRow(session, request, largestCell),
        );
      } catch (error) {
        throw rowFailure(error, { connection: request.connectionName, table: request.table });
      }
    },
  };
}
