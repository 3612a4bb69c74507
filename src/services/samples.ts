import type { ApiKeys } from '../domain/api-key.ts';
import type { Connections } from '../domain/connection.ts';
import { compareNames } from '../domain/inputs-view.ts';
import { type Chosen, type SampleCounts, SampleFileType, type SampleList } from '../domain/sample.ts';
import { sortedSteps } from '../domain/steps.ts';
import { KnownError } from '../errors.ts';
import { inSlices } from './in-slices.ts';
import { unknownInput } from './input-refusals.ts';
import type { Capability, Pipeline, PipelineEvent } from './pipeline.ts';
import type { ApiSource, RowSource, SampleFiles, SavedFile } from './sample-sources.ts';
import { type ApiSample, sampleFromApi } from './sampling/api-samples.ts';
import { choose } from './sampling/choosing-samples.ts';
import type { MadeSample } from './sampling/made-sample.ts';
import { type RowSample, sampleFromRow } from './sampling/row-samples.ts';
import { statusCodes, unknownEvent } from './sampling/sample-refusals.ts';
import { samplesOf } from './sampling/samples-of.ts';
import { allSaved, findSavedFile, readSamples } from './sampling/saved-samples.ts';
import { saveSamples, type ToSave } from './saving/saving.ts';

export type { ApiSample } from './sampling/api-samples.ts';
export type { MadeSample } from './sampling/made-sample.ts';
export type { RowSample } from './sampling/row-samples.ts';

export interface SamplesOptions {
  readonly pipeline: Pipeline;
  readonly files: SampleFiles;
  readonly apis: ApiSource;
  readonly rows: RowSource;
  /** By the names that people choose from. */
  readonly connections?: Connections;
  readonly apiKeys?: ApiKeys;
  /** How many events are asked for side by side. */
  readonly concurrency?: number;
  /** What is made of a list's text before it is saved: masking, where saved files are to be masked. */
  readonly changeSaved?: ((text: string) => Promise<string>) | undefined;
}

const CONCURRENCY = 8;

/**
 * The documented Samples service: small sets of events kept for testing. It knows neither Slack nor Alooma, only a
 * `Pipeline`, a folder and two kinds of sources. Its methods throw a `KnownError` for what a person can mend and a
 * `PipelineError` for what they cannot. What they give is not redacted: whoever shows it does that.
 */
export class Samples {
  readonly #options: SamplesOptions;

  constructor(options: SamplesOptions) {
    this.#options = options;
  }

  /** The names of the connections that rows can be sampled from, in alphabetical order. */
  get connections(): readonly string[] {
    return [...(this.#options.connections?.keys() ?? [])].sort();
  }

  /** The names of the API keys that are kept on the server, in alphabetical order. */
  get apiKeys(): readonly string[] {
    return [...(this.#options.apiKeys?.keys() ?? [])].sort();
  }

  /**
   * The event types, in alphabetical order. Source: `Events.list_events`, `GET event-types`.
   * @param inputName only those that come from this input
   * @throws KnownError `unknown_input` with the nearest names
   */
  async listEvents(inputName?: string): Promise<PipelineEvent[]> {
    this.#need('events', 'list events');
    const all = await this.#options.pipeline.listEvents();
    const wanted = inputName === undefined ? all : await this.#eventsOf(inputName, all);
    return inSlices(sortedSteps(wanted, (one, other) => compareNames(one.name, other.name)));
  }

  /** How many samples there are of each event. Source: `GET samples/stats`. */
  async countSamples(): Promise<SampleCounts> {
    this.#need('samples', 'count samples');
    return this.#options.pipeline.countSamples();
  }

  /** Status code → what it means. Source: `GET status-types`. */
  async listStatuses(): Promise<ReadonlyMap<string, string>> {
    this.#need('samples', 'list statuses');
    return this.#options.pipeline.listStatuses();
  }

  /**
   * The samples that the pipeline keeps of an event: at most ten. Source:
   * `Samples.get_samples_for_event_from_alooma_api`, `GET samples`.
   * @param status only those with one of these codes, in capitals or not
   * @returns an empty list for an event without samples
   * @throws KnownError `unknown_event` with the nearest names, `unknown_status` with those that there are
   */
  async getSamplesForEventFromAloomaApi(
    eventName: string,
    status: readonly string[] = [],
  ): Promise<SampleList> {
    this.#need('samples', 'give samples');
    const { pipeline } = this.#options;
    const codes = status.length === 0 ? [] : statusCodes(status, await pipeline.listStatuses());
    const list = await samplesOf(pipeline, eventName, codes);
    if (list.samples.length === 0) await this.#checkEvent(eventName, () => pipeline.listEvents());
    return list;
  }

  /**
   * The same, all of them or one. Source: `Samples.view_samples_for_event_from_alooma_api`.
   * @throws KnownError `bad_value` where there is none with that index, with those that there are
   */
  async viewSamplesForEventFromAloomaApi(
    eventName: string,
    viewAllOrIndex: Chosen = 'all',
    status: readonly string[] = [],
  ): Promise<SampleList> {
    const list = await this.getSamplesForEventFromAloomaApi(eventName, status);
    return choose(list, viewAllOrIndex, eventName);
  }

  /** Source: `Samples.build_sample_file_path_and_file_name`. @throws KnownError `bad_value` for another type, or no name */
  async buildSampleFilePathAndFileName(sampleFileType: SampleFileType, name: string): Promise<string> {
    const { data: type } = SampleFileType.safeParse(sampleFileType);
    if (type === undefined || typeof name !== 'string') {
      throw new KnownError('bad_value', 'A file of samples is of an `event` or an `input`, and of its name.');
    }
    return this.#options.files.pathFor(type, name);
  }

  /** Source: `Samples.get_samples_from_file`. @throws KnownError `bad_file` */
  getSamplesFromFile(filePath: string): Promise<SampleList> {
    return readSamples(this.#options.files, filePath);
  }

  /** Source: `Samples.get_samples_from_saved_sample_files`. @throws KnownError `no_samples` with the nearest names saved */
  async getSamplesFromSavedSampleFiles(sampleFileType: SampleFileType, name: string): Promise<SampleList> {
    const { path } = await this.findSavedSampleFile(sampleFileType, name);
    return this.getSamplesFromFile(path);
  }

  /** The file that these would be read from. @throws KnownError `no_samples` with the nearest names saved */
  findSavedSampleFile(sampleFileType: SampleFileType, name: string): Promise<SavedFile> {
    return findSavedFile(this.#options.files, sampleFileType, name);
  }

  /**
   * All samples of a saved file, or one. Source: `Samples.view_samples_from_file`.
   * @throws KnownError `bad_value` where there is none with that index, with those that there are
   */
  async viewSamplesFromFile(
    sampleFileType: SampleFileType,
    name: string,
    viewAllOrIndex: Chosen = 'all',
  ): Promise<SampleList> {
    const list = await this.getSamplesFromSavedSampleFiles(sampleFileType, name);
    return choose(list, viewAllOrIndex, name);
  }

  /**
   * Saves the samples of one event, of all events of an input, or of all events, each as the pipeline gave it. Source:
   * `Samples.save_alooma_samples_to_files`.
   * @param which an event goes before an input; everything when neither is named
   * @returns the events' files, and those of inputs behind them
   * @throws KnownError `unknown_event`, `unknown_input` with the nearest names; `bad_folder` where the folder cannot be
   *   written to; `source_failed` where some of several events could not be saved, once all others are
   */
  async saveAloomaSamplesToFiles(
    which: { eventName?: string; inputName?: string } = {},
  ): Promise<SavedFile[]> {
    const { eventName, inputName } = which;
    if (eventName !== undefined) return this.#save({ type: 'event', name: eventName });
    if (inputName === undefined) return this.#save({ type: 'all' });
    const events = await this.listEvents(inputName);
    return this.writeAloomaSamplesToFiles(
      events.map(({ name }) => name),
      events[0]?.inputName ?? inputName,
    );
  }

  /**
   * Saves the samples of these events, and those of all of them together as the input's where one is named. Source:
   * `Samples.write_alooma_samples_to_files`. @throws KnownError as above
   */
  writeAloomaSamplesToFiles(eventList: readonly string[], inputName?: string): Promise<SavedFile[]> {
    return this.#save(
      inputName === undefined
        ? { type: 'events', names: eventList }
        : { type: 'input', name: inputName, events: eventList },
    );
  }

  /**
   * One event of what any REST API answers, with `_metadata` `{input_label, input_type}`. Source:
   * `Samples.get_sample_from_any_api`.
   */
  getSampleFromAnyApi(wanted: ApiSample): Promise<MadeSample> {
    const { apis, apiKeys = new Map() } = this.#options;
    return sampleFromApi(wanted, { apis, apiKeys });
  }

  /**
   * One row of a PostgreSQL database, with `_metadata` `{input_label, table, event_type, input_type}`. Source:
   * `Samples.get_sample_from_postgresql_database`.
   */
  getSampleFromPostgresqlDatabase(wanted: RowSample): Promise<MadeSample> {
    const { rows, connections = new Map() } = this.#options;
    return sampleFromRow(wanted, { rows, connections });
  }

  async #save(toSave: ToSave): Promise<SavedFile[]> {
    this.#need('samples', 'give samples');
    const { pipeline, files, concurrency = CONCURRENCY, changeSaved: change } = this.#options;
    let listing: Promise<PipelineEvent[]> | undefined;
    const listEvents = () => {
      listing ??= pipeline.listEvents();
      return listing;
    };
    const listSamples = async (name: string) => {
      const list = await samplesOf(pipeline, name);
      // Of those that the pipeline lists it is known that they are there.
      if (list.samples.length === 0 && toSave.type !== 'all') await this.#checkEvent(name, listEvents);
      return list;
    };
    const asked = { listEvents, listSamples };
    const options = { pipeline: asked, files, concurrency, ...(change && { change }) };
    return allSaved(await saveSamples(toSave, options));
  }

  /** Of the event types, those that come from an input, which may be given by its id. */
  async #eventsOf(inputName: string, all: readonly PipelineEvent[]): Promise<PipelineEvent[]> {
    const from = (name: string) => all.filter((event) => event.inputName === name);
    const labelled = from(inputName);
    if (labelled.length > 0) return labelled;
    const inputs = await this.#options.pipeline.listInputs();
    const input = inputs.find(({ id, name }) => id === inputName || name === inputName);
    if (input) return from(input.name);
    const labels = new Set(all.flatMap((event) => event.inputName ?? []));
    throw unknownInput(inputName, [...inputs, ...[...labels].map((name) => ({ name }))]);
  }

  /** Only asked where there are no samples: most calls then need no listing. */
  async #checkEvent(eventName: string, listEvents: Pipeline['listEvents']): Promise<void> {
    if (!this.#options.pipeline.capabilities.has('events')) return;
    const listed = await listEvents();
    if (listed.some(({ name }) => name === eventName)) return;
    throw await unknownEvent(
      eventName,
      listed.map(({ name }) => name),
    );
  }

  #need(capability: Capability, what: string): void {
    if (this.#options.pipeline.capabilities.has(capability)) return;
    throw new KnownError('not_available', `This pipeline cannot ${what}.`);
  }
}
