import { deepEqual, isObject } from './json.ts';

/** One place in which two values differ. */
export interface KeyPathChange {
  readonly kind: 'changed' | 'added' | 'removed';
  /** The keys that lead there, for example `['configuration', 'batch_size']`. */
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Every place in which two values differ, in alphabetical order of their keys. Lists of objects are compared by place. */
export function keyPathChanges(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): KeyPathChange[] {
  if (Object.is(before, after)) return [];
  const [was, is] = [entriesOf(before), entriesOf(after)];
  if (!was || !is || Array.isArray(before) !== Array.isArray(after)) {
    return deepEqual(before, after) ? [] : [{ kind: 'changed', path, before, after }];
  }
  const keys = [...new Set([...was.keys(), ...is.keys()])];
  if (!Array.isArray(before)) keys.sort();
  return keys.flatMap((key): KeyPathChange[] => {
    const here = [...path, key];
    if (!is.has(key)) return [{ kind: 'removed', path: here, before: was.get(key), after: undefined }];
    if (!was.has(key)) return [{ kind: 'added', path: here, before: undefined, after: is.get(key) }];
    return keyPathChanges(was.get(key), is.get(key), here);
  });
}

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((item, index) => [String(index), item]));
  return isObject(value) ? new Map(Object.entries(value)) : undefined;
}

/** `configuration.tables["a.b"]`: keys that hold more than letters, digits, `_` and `-` stand in brackets. */
export function formatPath(path: readonly string[]): string {
  return path.reduce((text, key) => {
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
