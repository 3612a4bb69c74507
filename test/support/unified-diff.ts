/**
 * Applies a unified diff, and is strict about it: every line that is kept or removed has to stand where it is said to.
 * @returns the lines afterwards
 */
export function applied(diff: readonly string[], before: readonly string[]): string[] {
  const after: string[] = [];
  let at = 0;
  let left = { before: 0, after: 0 };
  for (const line of diff) {
    const header = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line)?.slice(1).map(Number);
    if (header) {
      if (left.before !== 0 || left.after !== 0)
        throw new Error(`A hunk is shorter than it says, before ${line}`);
      const [from = 0, count = 0, to = 0, counted = 0] = header;
      while (at < from - (count > 0 ? 1 : 0)) after.push(before[at++] ?? '');
      if (after.length !== to - (counted > 0 ? 1 : 0)) throw new Error(`${line} does not begin there`);
      left = { before: count, after: counted };
      continue;
    }
    const [sign, text] = [line.slice(0, 1), line.slice(1)];
    if (sign !== '+') {
      if (before[at] !== text) throw new Error(`Line ${at + 1} is ${before[at]}, not ${text}`);
      at += 1;
      left.before -= 1;
    }
    if (sign !== '-') {
      after.push(text);
      left.after -= 1;
    }
  }
  if (left.before !== 0 || left.after !== 0) throw new Error('The last hunk is not as long as it says');
  return [...after, ...before.slice(at)];
}
