/**
 * An id as it stands in the path of a call, or nothing for what cannot be an id: an address with `..` in its place
 * would be shortened to that of another call.
 */
export function idInPath(id: string): string | undefined {
  return /^\.*$/.test(id) ? undefined : encodeURIComponent(id);
}
