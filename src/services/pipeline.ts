import type { Input, InputFacts } from '../domain/input.ts';
import type { SampleCounts, SampleList } from '../domain/sample.ts';

/**
 * What the services need of whatever runs the pipeline. `src/alooma` is one implementation; others will stand beside
 * it. Every method answers with domain objects that were checked, or throws a `PipelineError`.
 */
export interface Pipeline {
  /** All inputs that belong to users, in the pipeline's order, without their documents. */
  listInputs(): Promise<InputFacts[]>;

  /** One input with its document, read now, never from a cache; `undefined` when there is none with that id. */
  readInput(id: string): Promise<Input | undefined>;

  /**
   * Replaces the whole input by `document`, its JSON text. The text is sent as it is.
   * Not repeated on any failure: see `PipelineError.outcome`.
   */
  replaceInput(id: string, document: string): Promise<void>;

  /**
   * Creates an input and waits until it is there. Not repeated on any failure.
   * @param document `{name, type, configuration}` as JSON text, sent as it is
   * @returns the new input's id
   * @throws PipelineError `not_shown` when it was taken and does not show within the time that it usually needs
   */
  createInput(document: string): Promise<string>;

  /**
   * The id of the input of that name, once it is there: for a creation whose answer was lost. Looks for as long as a
   * creation usually needs to show; `undefined` when none does.
   */
  findCreated(name: string): Promise<string | undefined>;

  /** Deletes an input, which cannot be undone. Not repeated on any failure. */
  deleteInput(id: string): Promise<void>;

  /** Stops or starts the pulling of data. Not repeated on any failure. */
  setPaused(id: string, paused: boolean): Promise<void>;

  /** The event types that the pipeline knows, with the name of the input that each comes from. */
  listEvents(): Promise<PipelineEvent[]>;

  /**
   * The samples that are kept of an event, at most ten.
   * @param statuses only those with one of these codes; all when empty
   * @throws PipelineError `not_found` where there is no such event
   */
  listSamples(eventName: string, statuses: readonly string[]): Promise<SampleList>;

  /** How many events of each type ended with which status. */
  countSamples(): Promise<SampleCounts>;

  /** Status code → what it means. */
  listStatuses(): Promise<ReadonlyMap<string, string>>;

  /** What this pipeline can do, so that a command can say that something is not to be had here. */
  readonly capabilities: ReadonlySet<Capability>;
}

export type Capability = 'pause' | 'replace' | 'create' | 'delete' | 'events' | 'samples';

export interface PipelineEvent {
  readonly name: string;
  readonly inputName: string | undefined;
  readonly state: string | undefined;
}

/**
 * What is known of a call that failed.
 * - `not_done`: nothing was changed (the connection was refused, the answer was a 4xx): it may be asked again.
 * - `unknown`: the call may have been carried out (time-out, connection lost, 5xx): read before anything else.
 */
export type Outcome = 'not_done' | 'unknown';

export type PipelineFault =
  /** The pipeline did not answer in time, could not be reached, or answered 429 or 5xx. Trying later may help. */
  | 'unavailable'
  /** The credentials or the account name are wrong. Trying again does not help. */
  | 'unauthorized'
  /** The pipeline understood and refused (4xx). */
  | 'refused'
  /** There is nothing with that id (404). */
  | 'not_found'
  /** It was taken, and what came of it does not show yet. */
  | 'not_shown'
  /** The answer does not look as documented. */
  | 'confusing';

export class PipelineError extends Error {
  readonly fault: PipelineFault;
  readonly outcome: Outcome;
  /** How long the pipeline asked to wait (its `Retry-After`), in milliseconds. */
  readonly retryAfter: number | undefined;

  /** @param message one sentence for people, without secrets, addresses or answers' bodies */
  constructor(
    fault: PipelineFault,
    outcome: Outcome,
    message: string,
    options: { cause?: unknown; retryAfter?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PipelineError';
    this.fault = fault;
    this.outcome = outcome;
    this.retryAfter = options.retryAfter;
  }
}
