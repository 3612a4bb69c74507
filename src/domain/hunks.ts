/** How many lines that are the same stand around those that differ. */
const CONTEXT_LINES = 3;

/** Takes the lines of two texts in their order, and keeps those of a unified diff. */
export class Hunks {
  readonly #lines: string[] = [];
  /** The last lines that were the same and are not yet in a hunk, or may stand behind one. */
  #same: string[] = [];
  #hunk: { header: number; before: number; after: number } | undefined;
  #before = 0;
  #after = 0;

  same(line: string): void {
    this.#before += 1;
    this.#after += 1;
    this.#same.push(` ${line}`);
    if (this.#same.length <= CONTEXT_LINES) return;
    if (!this.#hunk) this.#same.shift();
    // Two hunks whose contexts would touch are one.
    else if (this.#same.length > 2 * CONTEXT_LINES) this.#close();
  }

  removed(line: string): void {
    this.#open();
    this.#before += 1;
    this.#lines.push(`-${line}`);
  }

  added(line: string): void {
    this.#open();
    this.#after += 1;
    this.#lines.push(`+${line}`);
  }

  /** @returns the diff, one string a line, without file headers */
  end(): readonly string[] {
    this.#close();
    return this.#lines;
  }

  #open(): void {
    if (!this.#hunk) {
      const context = this.#same.length;
      this.#hunk = {
        header: this.#lines.length,
        before: this.#before - context,
        after: this.#after - context,
      };
      this.#lines.push('');
    }
    for (const line of this.#same) this.#lines.push(line);
    this.#same = [];
  }

  #close(): void {
    if (!this.#hunk) return;
    const behind = this.#same.splice(0, CONTEXT_LINES);
    for (const line of behind) this.#lines.push(line);
    const { header, before, after } = this.#hunk;
    const beyond = this.#same.length;
    this.#lines[header] =
      `@@ -${range(before, this.#before - beyond)} +${range(after, this.#after - beyond)} @@`;
    this.#same = this.#same.slice(-CONTEXT_LINES);
    this.#hunk = undefined;
  }
}

/** Lines are counted from 1; of no lines, the number is that of the line before them. */
function range(from: number, to: number): string {
  return `${to > from ? from + 1 : from},${to - from}`;
}
