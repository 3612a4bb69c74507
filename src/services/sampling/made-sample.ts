/** A sample that was made from something else than the pipeline. */
export interface MadeSample {
  /** The event with its `_metadata`, as JSON text of several lines. */
  readonly text: string;
  /** What is to be said of it, in mrkdwn: which of how many, what was cut. */
  readonly notes: readonly string[];
}
