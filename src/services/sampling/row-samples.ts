import type { Connection, Connections } from '../../domain/connection.ts';
import { exactTextSteps } from '../../domain/exact-json.ts';
import { code } from '../../domain/mrkdwn.ts';
import { didYouMean, nearest } from '../../domain/nearest.ts';
import { KnownError } from '../../errors.ts';
import { inSlices } from '../in-slices.ts';
import type { Row, RowSource } from '../sample-sources.ts';
import type { MadeSample } from './made-sample.ts';

/** A sample of a row of a database. Source: `Samples.get_sample_from_postgresql_database`. */

export interface RowSample {
  /** The name of a connection. */
  readonly connection: string;
  /** `table` or `schema.table`. */
  readonly tableName: string;
  readonly idField: string;
  readonly rowId: string;
  /** The connection's own when absent. */
  readonly inputLabel?: string | undefined;
}

export interface RowSamplesOptions {
  readonly rows: RowSource;
  readonly connections: Connections;
}

/** What the documented service says that its events come from. */
const INPUT_TYPE = 'odbc_psql_incremental_load';

/**
 * @throws KnownError `unknown_connection`, and what `RowSource` throws, with `fields` keyed `connection`, `table`,
 *   `id_field`, `row_id`
 */
export async function sampleFromRow(
  { connection: connectionName, tableName, idField, rowId, inputLabel }: RowSample,
  { rows, connections }: RowSamplesOptions,
): Promise<MadeSample> {
  const connection = connectionCalled(connectionName, connections);
  const row = await rows.readRow({ connectionName, connection, table: tableName, idField, rowId });
  // A null prototype, so that a column called `__proto__` is a key like any other.
  const event = Object.assign(Object.create(null), row.cells);
  // Taken out first, so that it is the last.
  delete event._metadata;
  event._metadata = {
    input_label: inputLabel ?? connection.label ?? connectionName,
    table: row.table,
    event_type: row.table,
    input_type: INPUT_TYPE,
  };
  return { text: await inSlices(exactTextSteps(event, true)), notes: notesOf(row, idField) };
}

function connectionCalled(name: string, connections: Connections): Connection {
  const connection = connections.get(name);
  if (connection) return connection;
  const names = [...connections.keys()].sort();
  const meant = nearest(name, names);
  const known = didYouMean(meant) ?? `There are ${names.map((one) => code(one)).join(', ')}.`;
  const sentence =
    names.length === 0 ? noConnections() : `No database is called ${code(name)} here. ${known}`;
  throw new KnownError('unknown_connection', sentence, {
    fields: { connection: sentence },
    ...(meant.length > 0 && { meant: { typed: name, nearest: meant } }),
  });
}

export function noConnections(): string {
  return 'No database is set up to take samples from: whoever runs this bot adds one to SAMPLE_CONNECTIONS.';
}

function notesOf({ cells, cut, isOneOfSeveral }: Row, idField: string): string[] {
  return [
    ...(isOneOfSeveral
      ? [`Several rows have that value in ${code(idField)}: this is the first that was found.`]
      : []),
    ...(cut.length > 0
      ? [`Cut, in the file too, since it is long: ${cut.map((name) => code(name)).join(', ')}.`]
      : []),
    ...(Object.hasOwn(cells, '_metadata') ? ['Its own `_metadata` was replaced.'] : []),
  ];
}
