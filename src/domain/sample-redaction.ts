/**
 * What of a sample is masked before it is shown or shared: secrets, as everywhere, and what a list of keys and paths
 * names (`SAMPLE_REDACT`), since samples carry what people have entered somewhere.
 */

/** What is to be masked beside secrets. */
export interface Redaction {
  /** As they were written: a key (`email`) at any depth, or a path (`customer.address.street`). */
  readonly places: readonly string[];
}

/** What is masked when nobody says otherwise. */
export const USUAL_PLACES: readonly string[] = [];

/** @param written the keys and paths of `SAMPLE_REDACT`; `default` among them stands for the usual ones */
export function redactionOf(written: readonly string[] | undefined): Redaction {
  return { places: written ?? USUAL_PLACES };
}

export interface Redacted {
  /** JSON text of several lines, its numbers as they came. */
  readonly text: string;
  /** Which keys were masked, each once, in alphabetical order. */
  readonly masked: readonly string[];
}
