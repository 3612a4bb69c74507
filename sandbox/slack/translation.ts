/**
 * Two-way names. The emulator draws its ids at random at each start and counts its own timestamps; the app sees the
 * sandbox's, which last. Both are told apart from ordinary text by their form, so whole documents can be translated.
 */
export interface Translation {
  /** From now on `ours` and `theirs` mean the same. */
  pair(ours: string, theirs: string): void;
  toOurs<Value>(value: Value): Value;
  toTheirs<Value>(value: Value): Value;
}

const NAMES = /https?:\/\/[\w.-]+:\d+|\b[A-Z][A-Z0-9]{8,10}\b|\b\d{10}\.\d{6}\b/g;

export function startTranslation(): Translation {
  const ours = new Map<string, string>();
  const theirs = new Map<string, string>();
  const through = <Value>(value: Value, names: Map<string, string>): Value =>
    deepMap(value, (text) => text.replace(NAMES, (name) => names.get(name) ?? name)) as Value;
  return {
    pair(own, foreign) {
      ours.set(foreign, own);
      theirs.set(own, foreign);
    },
    toOurs: (value) => through(value, ours),
    toTheirs: (value) => through(value, theirs),
  };
}

/** Ids stand in keys as well, for example in a file's `shares`. */
function deepMap(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => deepMap(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [change(key), deepMap(field, change)]),
  );
}
