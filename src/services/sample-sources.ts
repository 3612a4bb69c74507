import type { KeyPlace } from '../domain/api-key.ts';
import type { Connection } from '../domain/connection.ts';
import type { Json } from '../domain/json.ts';
import type { SampleFileType } from '../domain/sample.ts';
import type { Failed, Packing } from '../domain/save.ts';

/**
 * Where samples are kept and where else they come from, besides the pipeline. `src/files` and `src/sources` implement
 * these. Every method throws a `KnownError` with a sentence that holds no secret, or a fault of ours.
 */

/** The folder of saved samples. What is in it is whole or not there: files are written beside their place, then renamed. */
export interface SampleFiles {
  /**
   * The path of the file for that name, `<folder>/event_public_orders.json`, which is its own from then on: another
   * name that would have the same file gets one with a short hash of it. Source:
   * `Samples.build_sample_file_path_and_file_name`.
   */
  pathFor(type: SampleFileType, name: string): Promise<string>;
  /**
   * The file that is there for that name.
   * @returns undefined where nothing was saved
   * @throws KnownError `bad_file` where something else stands in its place
   */
  find(type: SampleFileType, name: string): Promise<SavedFile | undefined>;
  /** The names that something was saved for. */
  names(type: SampleFileType): Promise<string[]>;
  /**
   * @param text the list as it is to be kept
   * @throws KnownError `bad_file` where this file cannot be written, `bad_folder` where none can
   */
  write(type: SampleFileType, name: string, text: string): Promise<SavedFile>;
  /**
   * Writes one list that holds what the files of several events hold, in that order; those without a file, and those
   * whose file cannot be read, are left out.
   * Read and written piece by piece: no more than one event's file is held at a time.
   * @param signal gives it up: the file is then left as it was
   * @throws KnownError as `write`
   */
  writeInput(name: string, events: readonly string[], signal?: AbortSignal): Promise<SavedInput>;
  /** @throws KnownError `bad_file` when it is missing, too large, or cannot be read */
  read(path: string): Promise<string>;
  /**
   * One file of several, as it is to be shared, in a place that only it has: whoever makes it calls `remove`. A zip
   * where there are several. Files are read, changed and written a sample at a time, however large they are.
   * @param change what is made of each sample's text before it is shared; one that it refuses with a `KnownError` is left out
   */
  bundle(
    files: readonly FileToShare[],
    name: string,
    change: (text: string) => Promise<string>,
    options?: BundleOptions,
  ): Promise<Bundle>;
  /** Takes away what writing left behind when a process was killed. It may be called while others are writing. */
  clean(): Promise<void>;
}

export interface BundleOptions {
  /** Gives it up, at the latest when the sample that is being changed is. */
  readonly signal?: AbortSignal;
  /** Told of each file of a zip that is in it. */
  readonly onPacked?: (packing: Packing) => void;
}

export interface SavedFile {
  readonly path: string;
  /** The file's own name, without folders. */
  readonly fileName: string;
  readonly bytes: number;
  readonly writtenAt: Date;
}

export interface SavedInput extends SavedFile {
  /** The events whose files cannot be read. */
  readonly leftOut: readonly Failed[];
}

/** A saved file, wherever its folder is. */
export type FileToShare = Omit<SavedFile, 'path'>;

export interface Bundle {
  readonly path: string;
  /** What it is called where it is shared. */
  readonly name: string;
  readonly bytes: number;
  /** The names of files that could not be changed: too large ones are not there, and of others some samples are not. */
  readonly leftOut: readonly string[];
  remove(): Promise<void>;
}

export interface ApiRequest {
  /** http or https, without credentials in it. */
  readonly url: string;
  /** Query parameters; a list gives the parameter several times. */
  readonly payload: Readonly<Record<string, Json>>;
  readonly key:
    | { readonly key: string; readonly as: KeyPlace; readonly name?: string | undefined }
    | undefined;
  /** Where in the answer the list is, for example `data.items`; found by itself when absent. */
  readonly listPath: string | undefined;
}

/** Any REST API, asked from the server: its address is checked before anything is sent. */
export interface ApiSource {
  /**
   * The events that the API answers with: the items of a list, or one where the answer is a single object.
   * @throws KnownError `source_failed` and `bad_value`, with `fields` keyed `url`, `payload`, `list_path`
   */
  fetchEvents(request: ApiRequest): Promise<ApiEvents>;
}

export interface ApiEvents {
  /** Each as JSON text, its numbers as they came. Empty where the API answered with an empty list. */
  readonly events: readonly string[];
  /** Where they stood, for people: `the list in data.items`. */
  readonly where: string;
}

export interface RowRequest {
  /** For people. */
  readonly connectionName: string;
  readonly connection: Connection;
  /** `table` or `schema.table`; a part with a dot in it stands in double quotes. */
  readonly table: string;
  readonly idField: string;
  readonly rowId: string;
}

/** Rows of a PostgreSQL database. */
export interface RowSource {
  /**
   * The first row whose field has that value, read in a read-only transaction.
   * @throws KnownError `source_failed` and `bad_value`, with `fields` keyed `connection`, `table`, `id_field`, `row_id`
   */
  readRow(request: RowRequest): Promise<Row>;
}

export interface Row {
  /** What the table is called, as it can be typed: in lower case where it was found so; with its schema where that was typed. */
  readonly table: string;
  /**
   * Column → what it holds, as JSON says it: numeric and bigint as texts, bytea as base64. What was JSON is as
   * `exactJsonSteps` reads it, so its numbers are exact when `exactTextSteps` writes it.
   */
  readonly cells: Readonly<Record<string, Json>>;
  /** Of the columns whose contents were cut. */
  readonly cut: readonly string[];
  /** More rows have that value. */
  readonly isOneOfSeveral: boolean;
}
