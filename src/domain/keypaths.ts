/**
 * `configuration.tables["a.b"]`: keys that hold more than letters, digits, `_` and `-` stand in brackets.
 */
export function formatPath(path: readonly string[]): string {
  return path.reduce((text, key) => {
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
