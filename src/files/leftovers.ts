import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Places } from './places.ts';

/** Nothing is written for so long: what is older was left by a process that was killed. */
const OLD_MS = 3_600_000;

/** Removes what nobody is writing any more. What cannot be removed stays: it is in nobody's way. */
export async function removeLeftovers({ partial }: Places): Promise<void> {
  const before = Date.now() - OLD_MS;
  for (const fileName of await readdir(partial).catch(() => [])) {
    const path = join(partial, fileName);
    const isOld = await stat(path).then(
      ({ mtimeMs }) => mtimeMs < before,
      () => false,
    );
    if (isOld) await rm(path, { force: true }).catch(() => undefined);
  }
}
