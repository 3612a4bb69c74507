/** Everything that blocks say: the texts in them, in their order. */
export function wordsIn(blocks: unknown): string {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'text' && typeof inner === 'string') texts.push(inner);
        else collect(inner);
      }
    }
  };
  collect(blocks);
  return texts.join('\n');
}

const PATIENCE_MS = 60_000;

const witnesses = new Set<() => string>();

/**
 * Has a test that waits in vain also say what this one knows: on a machine that cannot be looked into, it is all there is.
 * @returns ends it
 */
export function witness(tell: () => string): () => void {
  witnesses.add(tell);
  return () => void witnesses.delete(tell);
}

/**
 * Waits until there is something, looking again and again: a column that is still empty is nothing.
 * @param patience in milliseconds: what is long work also on a machine that does nothing else needs more
 */
export async function until<T>(
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  what: () => string = () => 'it',
  patience: number = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > deadline) {
      const known = [...witnesses].map((tell) => `\n${tell()}`).join('');
      throw new Error(`Waited in vain for ${what()}${known}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
