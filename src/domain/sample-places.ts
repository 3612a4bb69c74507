/**
 * Which values of a sample are meant by a list of keys and paths. A key is compared without regard to case, `_`, `-` and
 * spaces: `cardNumber` is `card_number`.
 */

const ANY = '*';

/** Asked of where a value stands, from the outside in, as `stepsOf` gives it. */
export type PlaceTest = (path: readonly string[]) => boolean;

/** The steps that a key is, or a place of several: some exporters write `customer.email` as one key. */
export function stepsOf(written: string): string[] {
  return written.split('.').map((step) => step.toLowerCase().replace(/[\s_-]+/g, '') || step);
}

/**
 * @param places keys, and paths with `*` for any one step
 * @returns whether a path ends as one of the places does
 */
export function placeTest(places: readonly string[]): PlaceTest {
  const byLast = new Map<string, string[][]>();
  for (const place of places) {
    const steps = stepsOf(place.trim());
    const last = steps.at(-1) ?? '';
    byLast.set(last, [...(byLast.get(last) ?? []), steps]);
  }
  const ending = (last: string, path: readonly string[]) =>
    (byLast.get(last) ?? []).some((steps) => endsWith(path, steps));
  return (path) => ending(path.at(-1) ?? '', path) || ending(ANY, path);
}

function endsWith(path: readonly string[], steps: readonly string[]): boolean {
  const from = path.length - steps.length;
  return from >= 0 && steps.every((step, index) => step === ANY || step === path[from + index]);
}
