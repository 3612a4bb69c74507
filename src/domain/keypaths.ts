/**
 * `configuration.tables["a.b"]`: keys that hold more than letters, digits, `_` and `-` stand in brackets, but for places
 * in lists with the name of what is there: `parameters.0 (where).value`.
 */
export function formatPath(path: readonly string[]): string {
  return path.reduce((text, key) => {
    if (!/^(?:[\w-]+|\d+ \([\w-]+\))$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}
