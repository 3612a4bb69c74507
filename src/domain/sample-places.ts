/**
 * Which values of a sample are meant by a list of keys and paths. A key is compared without regard to case, `_`, `-` and
 * spaces: `cardNumber` is `card_number`.
 */

const ANY = '*';

/**
 * Asked of where a value stands, from the outside in, as `stepsOf` gives it.
 * @param own so many of the last steps are of one key: where the first of them lead to a place, all beneath it belongs to it
 */
export type PlaceTest = (path: readonly string[], own: number) => boolean;

/** The steps that a key is, or a place of several: some exporters write `customer.email` as one key. */
export function stepsOf(written: string): string[] {
  return written.split('.').map((step) => step.toLowerCase().replace(/[\s_-]+/g, '') || step);
}

/**
 * @param places keys, and paths with `*` for any one step
 * @returns whether a path ends as one of the places does, or would without the last of its key's own steps
 */
export function placeTest(places: readonly string[]): PlaceTest {
  const byLast = new Map<string, string[][]>();
  for (const place of places) {
    const steps = stepsOf(place.trim());
    const last = steps.at(-1) ?? '';
    byLast.set(last, [...(byLast.get(last) ?? []), steps]);
  }
  const ending = (last: string, path: readonly string[], end: number) =>
    (byLast.get(last) ?? []).some((steps) => endsWith(path, end, steps));
  return (path, own) => {
    for (let end = path.length - own + 1; end <= path.length; end += 1) {
      if (ending(path[end - 1] ?? '', path, end) || ending(ANY, path, end)) return true;
    }
    return false;
  };
}

function endsWith(path: readonly string[], end: number, steps: readonly string[]): boolean {
  const from = end - steps.length;
  return from >= 0 && steps.every((step, index) => step === ANY || step === path[from + index]);
}
