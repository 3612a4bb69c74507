export type LineKind = 'plain' | 'added' | 'removed' | 'place';

/** The lines of a code block; marked as a diff's when the whole of it reads as one. */
export function diffLines(text: string): { kind: LineKind; line: string }[] {
  const lines = text.replace(/\n$/, '').split('\n');
  const isDiff = looksLikeDiff(lines);
  return lines.map((line) => ({ kind: isDiff ? kindOf(line) : 'plain', line }));
}

/** A list with dashes is no diff: one has a place (`@@`), or nothing but added, removed and indented lines. */
function looksLikeDiff(lines: readonly string[]): boolean {
  if (lines.some((line) => /^@@ .* @@/.test(line))) return true;
  const isMarked = (line: string) => /^[+-]/.test(line);
  return (
    lines.some((line) => line.startsWith('+')) &&
    lines.every((line) => isMarked(line) || /^(\s|\\|…|$)/.test(line))
  );
}

function kindOf(line: string): LineKind {
  if (/^(@@ |--- |\+\+\+ )/.test(line)) return 'place';
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  return 'plain';
}
