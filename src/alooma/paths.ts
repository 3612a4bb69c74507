/**
 * The path of an input's calls, or nothing for what cannot be an id: an address with `..` in the place of the id would
 * be shortened to that of another call.
 */
export function inputPath(id: string): string | undefined {
  return /^\.*$/.test(id) ? undefined : `inputs/${encodeURIComponent(id)}`;
}
