import type { RowSource } from '../../services/sample-sources.ts';
import { inTurns } from '../turns.ts';
import { noTurn, rowFailure } from './failures.ts';
import { readFirstRow } from './read-row.ts';
import { withSession } from './session.ts';

export interface RowSourceOptions {
  /** Milliseconds for each statement. */
  readonly statementTimeout?: number;
  /** Milliseconds until the server has let us in. */
  readonly connectTimeout?: number;
  /** Milliseconds for everything together. */
  readonly wholeTimeout?: number;
  /** Milliseconds until it has to be its turn, where others are read. */
  readonly longestWait?: number;
  /** Bytes of one cell; what is longer is cut. */
  readonly largestCell?: number;
}

/** Each is a session on a server that others work with. */
const AT_ONCE = 4;

/**
 * Rows of PostgreSQL databases, each read over a connection of its own in a transaction that can only read, four of them
 * at a time.
 */
export function createRowSource({
  statementTimeout = 5_000,
  connectTimeout = 5_000,
  wholeTimeout = 10_000,
  longestWait = 10_000,
  largestCell = 65_536,
}: RowSourceOptions = {}): RowSource {
  const inTurn = inTurns(AT_ONCE, longestWait, noTurn);
  const limits = { statementTimeout, connectTimeout, wholeTimeout };
  return {
    async readRow(request) {
      try {
        return await inTurn(() =>
          withSession(request.connection, limits, (session) => readFirstRow(session, request, largestCell)),
        );
      } catch (error) {
        throw rowFailure(error, { connection: request.connectionName, table: request.table });
      }
    },
  };
}
